// Finds the lead that a colleague would reach for: the newest one in a CRM that no rep owns yet. Reads, changes nothing.
import { Fault } from '#kernel/errors.ts';
import type { CrmName, CrmRow } from '../../web/protocol.ts';
import { QUEUE } from '../acme.ts';
import type { Scene } from './entry.ts';

/** What a lead is in each CRM, and the field that says whose it is. */
export const LEADS_OF = {
  hubspot: { object: 'contacts', owner: 'hubspot_owner_id', label: 'HubSpot' },
  salesforce: { object: 'Lead', owner: 'OwnerId', label: 'Salesforce' },
} as const;

/** Throws Fault `refused` where every lead of the CRM is somebody's. */
export function newestUnclaimed({ records, salesforce }: Scene, crm: CrmName): CrmRow {
  const { object, owner, label } = LEADS_OF[crm];
  const nobody = crm === 'hubspot' ? null : salesforce.ownerId(QUEUE);
  const free = records.rows(crm, object).filter(({ values }) => (values[owner] ?? null) === nobody);
  const newest = free.reduce<CrmRow | null>(
    (best, row) => (best && best.createdAt >= row.createdAt ? best : row),
    null,
  );
  if (newest === null) throw new Fault('refused', `In ${label} every lead has an owner; let a new one come first.`);
  return newest;
}
