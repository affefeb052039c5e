// Which past the CRMs have, so that it can be given again; and one that stands still given to them.
import type { HubspotSandbox } from '../../hubspot/server.ts';
import type { SalesforceSandbox } from '../../salesforce/server.ts';
import { dayOf } from './calendar.ts';
import { plantCompanies, plantInHubspot } from './in-hubspot/plant-hubspot.ts';
import { firstDeals, plantInSalesforce } from './in-salesforce/plant-salesforce.ts';
import { makePast } from './make-past.ts';
import type { PastOptions } from './past.ts';

/**
 * Acme's own: eighteen months, and seventeen weeks that are still to come. `anchor`: the day after its last, today unless told;
 * `ahead`: for so many days more the world goes on as the clock does, none unless told.
 */
export type PastWish = boolean | PastSize;

interface PastSize {
  readonly leads: number;
  readonly months: number;
  readonly anchor?: string | undefined;
  readonly ahead?: number | undefined;
}

const ACME: PastSize = { leads: 40_000, months: 18, ahead: 119 };

/** Null: no past is wished for. */
export function pastFor(wish: PastWish, seed: number, now: Date): PastOptions | null {
  if (wish === false) return null;
  const { leads, months, ahead = 0, anchor = dayOf(now.getTime()) } = wish === true ? ACME : wish;
  return { seed, anchor, leads, months, ahead };
}

/** A past is drawn and handed over; whoever wants to know it draws it again by the same options. */
export function plantPast(
  { hubspot, salesforce }: { readonly hubspot: HubspotSandbox; readonly salesforce: SalesforceSandbox },
  options: PastOptions,
): void {
  const past = makePast(options);
  const owners = new Map(hubspot.owners().map(({ email, id }) => [email, id]));
  const ownerId = (email: string): string | undefined => owners.get(email);
  plantCompanies(hubspot, past, ownerId);
  plantInHubspot(hubspot, past, ownerId);
  plantInSalesforce(salesforce, past, firstDeals(past.deals));
}
