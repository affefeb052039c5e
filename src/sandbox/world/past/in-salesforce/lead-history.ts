// How a lead's status and owner came to be what they are, as Salesforce remembers it.
import type { Row } from '../../../salesforce/fields.ts';
import type { PastPerson } from '../past.ts';
import type { Around } from './plant-salesforce.ts';
import { salesforceId } from './ids.ts';
import { time } from './words.ts';

export interface LeadStep {
  readonly status: string;
  readonly at: number;
}

/** Salesforce hears of people in both CRMs some minutes after HubSpot did. */
const SYNC_MS = 7 * 60_000;
const NEW = 'Open - Not Contacted';

/** Every status and since when, the first one included. */
export function leadSteps(person: PastPerson, { converted }: Pick<Around, 'converted'>): readonly LeadStep[] {
  const { salesforceAt, hubspot, mqlAt, sqlAt, lostAt } = person;
  const deal = converted.get(person);
  const heard = (at: number): number => (hubspot ? Math.max(at, salesforceAt) + SYNC_MS : at);
  return [
    { status: NEW, at: salesforceAt },
    ...(mqlAt === null ? [] : [{ status: 'Marketing Qualified', at: heard(mqlAt) }]),
    // One minute later, so that the two are not one where both were heard of at once.
    ...(sqlAt === null ? [] : [{ status: 'Sales Qualified', at: heard(sqlAt) + (hubspot ? 60_000 : 0) }]),
    ...(lostAt === null ? [] : [{ status: 'Unqualified', at: heard(lostAt) }]),
    ...(deal === undefined ? [] : [{ status: 'Closed - Converted', at: deal.createdAt }]),
  ];
}

/** Rows, but for their numbers. */
export function leadHistoryRows(person: PastPerson, around: Around): readonly ((serial: number) => Row)[] {
  const { index, salesforceAt, owner, ownerBefore, assignedAt } = person;
  const LeadId = salesforceId('Lead', index);
  const steps = leadSteps(person, around);
  const row =
    (Field: string, at: number, OldValue: string | null, NewValue: string | null, id: boolean) => (serial: number) => ({
      Id: salesforceId('LeadHistory', serial),
      LeadId,
      Field,
      DataType: id ? 'EntityId' : 'Text',
      OldValue,
      NewValue,
      CreatedDate: time(at),
      IsDeleted: false,
    });
  const statuses = steps
    .slice(1)
    .map(({ status, at }, place) => row('Status', at, steps[place]?.status ?? NEW, status, false));
  const first = around.userId(ownerBefore?.owner.email ?? owner?.email ?? null);
  const taken =
    assignedAt === null || assignedAt <= salesforceAt ? [] : [row('Owner', assignedAt, around.queueId, first, true)];
  const corrected =
    ownerBefore === null ? [] : [row('Owner', ownerBefore.until, first, around.userId(owner?.email ?? null), true)];
  const deal = around.converted.get(person);
  const converted = deal === undefined ? [] : [row('leadConverted', deal.createdAt, null, null, false)];
  return [...statuses, ...taken, ...corrected, ...converted];
}
