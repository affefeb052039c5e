// Salesforce behind the CRM port: puts the parts of this adapter together and owns its connection.
import type { Breaker } from '#adapters/breaker/breaker.ts';
import type { Budget } from '#adapters/http/budget.ts';
import type { CallMeter } from '#adapters/http/policy.ts';
import { createHttpPolicy } from '#adapters/http/policy.ts';
import type { Clock } from '#ports/clock.ts';
import type { Crm, FieldMap } from '#ports/crm.ts';
import { clientAs } from './act-as.ts';
import { assignOwner } from './assign-owner.ts';
import { createSalesforceCampaigns } from './campaigns.ts';
import { createClient } from './client.ts';
import { createSalesforceHistory } from './history/history.ts';
import { createRecord } from './create-record.ts';
import { findMissingProperties, readAccount, readStages, readUsers } from './directory.ts';
import { listChanges } from './list-changes.ts';
import { createMetadata } from './metadata.ts';
import { OBJECTS } from './objects.ts';
import type { OrgView } from './org-view.ts';
import { readRecords } from './read-records.ts';
import type { SalesforceSettings } from './settings.ts';
import { createSignIn } from './sign-in.ts';
import { updateRecord } from './update-record.ts';
import { createSalesforceWorkItems } from './work-items.ts';

export interface SalesforceDeps {
  readonly settings: SalesforceSettings;
  readonly clock: Clock;
  /** The mapping in force, asked for at each read. */
  readonly fieldMap: () => FieldMap;
  readonly meter?: CallMeter;
  /** Shared with who tells how the CRM is doing. */
  readonly breaker?: Breaker;
  readonly budget?: Budget;
  /** An answer later than this is a timeout (default 15 s). */
  readonly timeoutMs?: number;
  readonly attempts?: number;
  readonly backOffMs?: number;
  /** Changes in one page (default 2,000, the most that Salesforce answers at once). */
  readonly pageSize?: number;
}

// Salesforce sets no calls a second, but refuses more than 25 long ones at once (5 in a trial org).
const WINDOW = { limit: 100, intervalMs: 1000, concurrency: 20 };

/** The Salesforce side of the CRM port. Nothing is asked of Salesforce before the first call. */
export function createSalesforceCrm(deps: SalesforceDeps): Crm {
  const { settings, breaker, budget, meter, timeoutMs, attempts, backOffMs } = deps;
  const policy = createHttpPolicy({
    crm: 'salesforce',
    windows: { general: WINDOW, search: WINDOW },
    ...(breaker === undefined ? {} : { breaker }),
    ...(budget === undefined ? {} : { budget }),
    ...(meter === undefined ? {} : { meter }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(attempts === undefined ? {} : { attempts }),
    ...(backOffMs === undefined ? {} : { backOffMs }),
  });
  const signIn = createSignIn(settings, policy);
  const client = createClient(policy, signIn);
  const { clock, fieldMap, pageSize = 2000 } = deps;
  const org: OrgView = { client, signIn, metadata: createMetadata(client), clock, fieldMap, pageSize };

  function pageOf(sobject: string, id: string): string {
    // Before the first sign-in only the login address is known; with My Domain the two are the same.
    const instance = signIn.known()?.instanceUrl ?? settings.loginUrl;
    return new URL(`/lightning/r/${encodeURIComponent(sobject)}/${encodeURIComponent(id)}/view`, instance).href;
  }

  return {
    name: 'salesforce',
    tracked: ['lead', 'contact', 'company', 'opportunity'],
    account: () => readAccount(org),
    missingProperties: () => findMissingProperties(org),
    read: (object, ids) => readRecords(org, object, ids),
    changes: (object, after) => listChanges(org, object, after),
    users: () => readUsers(org),
    stages: (object) => readStages(org, object),
    create: (object, record) => createRecord(org, object, record),
    update: (ref, fields) => updateRecord(org, ref, fields),
    assign: (assignment) => assignOwner(org, assignment),
    recordUrl: ({ object, id }) => pageOf(OBJECTS[object].sobject, id),
    history: createSalesforceHistory(org),
    campaigns: createSalesforceCampaigns(org, (id) => pageOf('Campaign', id)),
    workItems: createSalesforceWorkItems({
      org,
      clientAs: (username) => clientAs(settings, policy, username),
      pageOf,
    }),
    close() {
      policy.close();
      return Promise.resolve();
    },
  };
}
