// The records of both CRMs for whoever browses them: lists, histories, edits by hand, changes as they come. Holds no record.
import type { CrmHistory, CrmLink, CrmName, CrmOverview, CrmRow } from '../../web/protocol.ts';
import type { HubspotSandbox } from '../../hubspot/server.ts';
import type { SalesforceSandbox } from '../../salesforce/server.ts';
import type { Edits, RecordMessage } from './crm-records.ts';
import { hubspotRecords } from './hubspot-records.ts';
import { salesforceRecords } from './salesforce-records.ts';

export interface RecordsDeps {
  readonly hubspot: HubspotSandbox;
  readonly salesforce: SalesforceSandbox;
  /** Calls back when another world has taken the place of this one. */
  onStartOver(listener: () => void): () => void;
}

/** Unknown objects and records throw Fault `not_found`; see `CrmRecords` for the rest. */
export interface Records {
  overviews(): readonly CrmOverview[];
  rows(crm: CrmName, object: string): readonly CrmRow[];
  history(crm: CrmName, object: string, id: string): readonly CrmHistory[];
  links(crm: CrmName, object: string, id: string): readonly CrmLink[];
  /** As a person in the CRM's own pages does, so that webhooks go out. Throws Fault `refused` in the CRM's words. */
  edit(crm: CrmName, object: string, id: string, values: Edits, by?: string): void;
  onChange(listener: (message: RecordMessage) => void): () => void;
}

/** Watches from now on, for as long as the servers run. */
export function createRecords({ hubspot, salesforce, onStartOver }: RecordsDeps): Records {
  const crms = { hubspot: hubspotRecords(hubspot), salesforce: salesforceRecords(salesforce) };
  onStartOver(() => {
    for (const crm of Object.values(crms)) crm.forget();
  });
  return {
    overviews: () => Object.values(crms).map((crm) => crm.overview()),
    rows: (crm, object) => crms[crm].rows(object),
    history: (crm, object, id) => crms[crm].history(object, id),
    links: (crm, object, id) => crms[crm].links(object, id),
    edit: (crm, object, id, values, by) => crms[crm].edit(object, id, values, by),
    onChange(listener) {
      const stops = Object.values(crms).map((crm) => crm.onChange(listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
