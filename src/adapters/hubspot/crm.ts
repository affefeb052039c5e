// The CRM port over HubSpot: puts the parts together and holds what is read once.
import type { Breaker } from '#adapters/breaker/breaker.ts';
import type { Budget } from '#adapters/http/budget.ts';
import type { CallMeter, HttpPolicyOptions } from '#adapters/http/policy.ts';
import { createHttpPolicy } from '#adapters/http/policy.ts';
import type { Clock } from '#ports/clock.ts';
import type { Crm, CrmAccount, FieldMap } from '#ports/crm.ts';
import { assignOwner } from './assign-owner.ts';
import { createHubspotCampaigns } from './campaigns.ts';
import { readChanges } from './changes.ts';
import { HUBSPOT_API_URL, openHubspotApi } from './client.ts';
import { createRecord } from './create-record.ts';
import { createHubspotHistory } from './history/history.ts';
import { campaignUrl, recordUrl, type LinkBase } from './links.ts';
import { createPropertyLists, missingProperties } from './properties.ts';
import { readRecords } from './records.ts';
import { readAccountDetails, readDealStages, readLeadStages, readOwners } from './settings.ts';
import { updateRecord } from './update-record.ts';

export interface HubspotCrmDeps {
  readonly accessToken: string;
  /** Default HubSpot's own. */
  readonly baseUrl?: string;
  /** The map in force; asked at each call, since the playbook can change. */
  readonly fieldMap: () => FieldMap;
  readonly clock: Clock;
  readonly meter?: CallMeter;
  /** Shared with who tells how the CRM is doing. */
  readonly breaker?: Breaker;
  readonly budget?: Budget;
  /** Portal id from an earlier connection, so that links work while HubSpot cannot be reached. */
  readonly knownAccountId?: string;
  /** An answer later than this is a timeout (default 15 s). */
  readonly timeoutMs?: number;
  readonly attempts?: number;
  readonly backOffMs?: number;
}

/** What a free account allows; a larger burst is taken up as soon as HubSpot's headers tell of it. */
const WINDOWS: HttpPolicyOptions['windows'] = {
  general: { limit: 100, intervalMs: 10_000, concurrency: 20 },
  // A little over a second, because HubSpot counts at its own end.
  search: { limit: 5, intervalMs: 1100, concurrency: 3, reserve: false },
};

export function createHubspotCrm(deps: HubspotCrmDeps): Crm {
  const baseUrl = (deps.baseUrl ?? HUBSPOT_API_URL).replace(/\/+$/, '');
  const { breaker, budget, meter, timeoutMs, attempts, backOffMs } = deps;
  const policy = createHttpPolicy({
    crm: 'hubspot',
    windows: WINDOWS,
    ...(breaker === undefined ? {} : { breaker }),
    ...(budget === undefined ? {} : { budget }),
    ...(meter === undefined ? {} : { meter }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(attempts === undefined ? {} : { attempts }),
    ...(backOffMs === undefined ? {} : { backOffMs }),
  });
  const api = openHubspotApi({ baseUrl, accessToken: deps.accessToken, policy });
  const lists = createPropertyLists(api);
  const reading = { api, lists, fieldMap: deps.fieldMap };
  let links: LinkBase = { portalId: deps.knownAccountId ?? null, uiDomain: 'app.hubspot.com', baseUrl };

  async function account(): Promise<CrmAccount> {
    const { portalId, uiDomain } = await readAccountDetails(api);
    links = { portalId: String(portalId), uiDomain, baseUrl };
    return { id: String(portalId), name: `HubSpot ${portalId}` };
  }

  return {
    name: 'hubspot',
    account,
    missingProperties: () => missingProperties(lists, deps.fieldMap()),
    read: (object, ids) => readRecords(reading, object, ids),
    tracked: ['lead', 'company', 'opportunity'],
    changes: (object, after) => readChanges(api, object, after),
    users: () => readOwners(api),
    stages: (object) => (object === 'lead' ? readLeadStages(lists, deps.fieldMap()) : readDealStages(api)),
    create: (object, record) => createRecord({ ...reading, clock: deps.clock }, object, record),
    update: (ref, fields) => updateRecord(reading, ref, fields),
    assign: (assignment) => assignOwner(api, assignment),
    recordUrl: (ref) => recordUrl(links, ref),
    campaigns: createHubspotCampaigns({ api, clock: deps.clock, url: (id) => campaignUrl(links, id) }),
    history: createHubspotHistory({ ...reading, clock: deps.clock }),
    workItems: null,
    async close() {
      policy.close();
      api.close();
    },
  };
}
