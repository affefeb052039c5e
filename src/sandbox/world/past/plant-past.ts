// Gives both CRMs their past before anything else happens in them, and says which one it was, so that it can be given again.
import type { HubspotSandbox } from '../../hubspot/server.ts';
import type { SalesforceSandbox } from '../../salesforce/server.ts';
import { dayOf } from './calendar.ts';
import { plantInHubspot } from './in-hubspot/plant-hubspot.ts';
import { plantInSalesforce } from './in-salesforce/plant-salesforce.ts';
import { makePast } from './make-past.ts';
import type { PastOptions } from './past.ts';

/** Acme's own: eighteen months. `anchor`: the day after its last, today unless told. */
export type PastWish =
  | boolean
  | { readonly leads: number; readonly months: number; readonly anchor?: string | undefined };

const LEADS = 40_000;
const MONTHS = 18;

/** Null: no past is wished for. */
export function pastFor(wish: PastWish, seed: number, now: Date): PastOptions | null {
  if (wish === false) return null;
  const { leads, months, anchor } = wish === true ? { leads: LEADS, months: MONTHS, anchor: undefined } : wish;
  return { seed, anchor: anchor ?? dayOf(now.getTime()), leads, months };
}

/** The past is drawn and handed over; whoever wants to know it draws it again by the same options. */
export function plantPast(
  { hubspot, salesforce }: { readonly hubspot: HubspotSandbox; readonly salesforce: SalesforceSandbox },
  options: PastOptions,
): void {
  const past = makePast(options);
  const owners = new Map(hubspot.owners().map(({ email, id }) => [email, id]));
  plantInHubspot(hubspot, past, (email) => owners.get(email));
  plantInSalesforce(salesforce, past);
}
