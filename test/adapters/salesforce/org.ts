// A Salesforce org for the adapter's tests: the sandbox, a clock that a test sets, and the adapter over both.
import { createSalesforceCrm } from '#adapters/salesforce/crm.ts';
import type { SalesforceDeps } from '#adapters/salesforce/crm.ts';
import type { Crm, FieldMap } from '#ports/crm.ts';
import type { SalesforceSandbox, SalesforceSandboxOptions } from '#sandbox/salesforce/server.ts';
import { startSalesforceSandbox } from '#sandbox/salesforce/server.ts';

export const FIELD_MAP: FieldMap = {
  'lead.email': 'Lead.Email',
  'lead.first_name': 'Lead.FirstName',
  'lead.last_name': 'Lead.LastName',
  'lead.title': 'Lead.Title',
  'lead.country': 'Lead.Country',
  'lead.score': 'Lead.Score__c',
  'lead.stage': 'Lead.Status',
  'company.name': 'Lead.Company',
  'company.employees': 'Lead.NumberOfEmployees',
  'company.industry': 'Account.Industry',
  'opportunity.name': 'Opportunity.Name',
  'opportunity.stage': 'Opportunity.StageName',
  'opportunity.amount': 'Opportunity.Amount',
  'opportunity.close_date': 'Opportunity.CloseDate',
};

export interface TestOrg {
  readonly sandbox: SalesforceSandbox;
  readonly crm: Crm;
  setTime(at: Date): void;
  /** The same org through other settings; closed with the rest. */
  connect(changes: Partial<SalesforceDeps>): Crm;
  close(): Promise<void>;
}

/** Starts an empty org and connects to it. */
export async function startOrg(options: Partial<SalesforceSandboxOptions> = {}): Promise<TestOrg> {
  let now = new Date('2026-11-23T08:00:00Z');
  const clock = { now: () => now };
  const sandbox = await startSalesforceSandbox({ clock, ...options });
  const opened: Crm[] = [];
  function connect(changes: Partial<SalesforceDeps>): Crm {
    const { clientId, clientSecret } = sandbox.app;
    const crm = createSalesforceCrm({
      settings: { loginUrl: sandbox.loginUrl, clientId, grant: { kind: 'client_credentials', clientSecret } },
      clock,
      fieldMap: () => FIELD_MAP,
      timeoutMs: 5000,
      backOffMs: 5,
      ...changes,
    });
    opened.push(crm);
    return crm;
  }
  return {
    sandbox,
    crm: connect({}),
    setTime(at) {
      now = at;
    },
    connect,
    async close() {
      await Promise.all(opened.map((crm) => crm.close()));
      await sandbox.close();
    },
  };
}
