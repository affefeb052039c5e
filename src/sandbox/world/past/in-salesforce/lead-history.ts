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
export function leadSteps(
  person: PastPerson,
  { converted, past }: Pick<Around, 'converted' | 'past'>,
): readonly LeadStep[] {
  const { salesforceAt, hubspot, mqlAt, sqlAt, lostAt } = person;
  const deal = converted.get(person);
  const heard = (at: number): number => (hubspot ? Math.max(at, salesforceAt) + SYNC_MS : at);
  const steps = [
    { status: NEW, at: salesforceAt },
    ...(mqlAt === null ? [] : [{ status: 'Marketing Qualified', at: heard(mqlAt) }]),
    // One minute later, so that the two are not one where both were heard of at once.
    ...(sqlAt === null ? [] : [{ status: 'Sales Qualified', at: heard(sqlAt) + (hubspot ? 60_000 : 0) }]),
    ...(lostAt === null ? [] : [{ status: 'Unqualified', at: heard(lostAt) }]),
    ...(deal === undefined ? [] : [{ status: 'Closed - Converted', at: deal.createdAt }]),
  ];
  return steps.filter(({ at }) => at <= past.until);
}

/** A lead has fewer rows than that. */
const ROWS_EACH = 10;
/** Places of rows that are no status, of which there are five at most. */
const PLACES = { taken: 6, corrected: 7, converted: 8 };

/** A row has the same id for as long as there is one. */
export function leadHistoryRows(person: PastPerson, around: Around): readonly Row[] {
  const { index, salesforceAt, owner, ownerBefore, assignedAt } = person;
  const LeadId = salesforceId('Lead', index);
  const steps = leadSteps(person, around);
  const row = (place: number, Field: string, at: number, OldValue: string | null, NewValue: string | null): Row => ({
    Id: salesforceId('LeadHistory', index * ROWS_EACH + place),
    LeadId,
    Field,
    DataType: Field === 'Owner' ? 'EntityId' : 'Text',
    OldValue,
    NewValue,
    CreatedDate: time(at),
    IsDeleted: false,
  });
  const statuses = steps
    .slice(1)
    .map(({ status, at }, place) => row(place, 'Status', at, steps[place]?.status ?? NEW, status));
  const first = around.userId(ownerBefore?.owner.email ?? owner?.email ?? null);
  const taken =
    assignedAt === null || assignedAt <= salesforceAt
      ? []
      : [row(PLACES.taken, 'Owner', assignedAt, around.queueId, first)];
  const corrected =
    ownerBefore === null
      ? []
      : [row(PLACES.corrected, 'Owner', ownerBefore.until, first, around.userId(owner?.email ?? null))];
  const deal = around.converted.get(person);
  const converted = deal === undefined ? [] : [row(PLACES.converted, 'leadConverted', deal.createdAt, null, null)];
  return [...statuses, ...taken, ...corrected, ...converted];
}
