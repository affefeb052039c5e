// What the deals of people did to them: when they first had one, and when they first bought. Facts that both CRMs show.
import type { PastCrm, PastDeal, PastPerson } from './past.ts';

export interface Milestones {
  /** Of the first deal of each, whatever became of it. */
  readonly offeredAt: ReadonlyMap<PastPerson, number>;
  readonly boughtAt: ReadonlyMap<PastPerson, number>;
  /** The first deal in Salesforce, which a lead was converted into. */
  readonly converted: ReadonlyMap<PastPerson, PastDeal>;
}

/** `deals` in the order of their creation. */
export function milestonesOf(deals: readonly PastDeal[]): Milestones {
  const offeredAt = new Map<PastPerson, number>();
  const boughtAt = new Map<PastPerson, number>();
  const converted = new Map<PastPerson, PastDeal>();
  for (const deal of deals) {
    const { person, createdAt, closedAt, won, crm } = deal;
    if (!offeredAt.has(person)) offeredAt.set(person, createdAt);
    if (won && closedAt !== null && closedAt < (boughtAt.get(person) ?? Infinity)) boughtAt.set(person, closedAt);
    if (crm === 'salesforce' && !converted.has(person)) converted.set(person, deal);
  }
  return { offeredAt, boughtAt, converted };
}

/** HubSpot moves a contact on a minute after its deal, as a workflow of Acme's does. */
export const WORKFLOW_MS = 60_000;

/** What each CRM calls a source at an instant. */
export function sourceWord(source: PastPerson['source'], crm: PastCrm, at: number, renamedAt: number): string | null {
  if (source === null || crm === 'hubspot') return source?.hubspot ?? null;
  return at < renamedAt ? (source.salesforceBefore ?? source.salesforce) : source.salesforce;
}
