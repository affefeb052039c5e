// What the parts of HubSpot's history share: the API, what the account has, and what was read a moment ago.
import type { FieldMap } from '#ports/crm.ts';
import type { Clock } from '#ports/clock.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import type { HubspotApi } from '../client.ts';
import type { PropertyLists } from '../properties.ts';
import { readAccountDetails } from '../settings.ts';
import type { AccountTerms } from './deal-row.ts';
import { createKnownCompanies, type KnownCompanies } from './known-companies.ts';

export interface HistoryDeps {
  readonly api: HubspotApi;
  readonly lists: PropertyLists;
  readonly fieldMap: () => FieldMap;
  readonly clock: Clock;
}

export interface HistoryParts extends HistoryDeps {
  /** The account's zone and currency; an administrator's change is known after ten minutes. */
  readonly terms: () => Promise<AccountTerms>;
  readonly companies: KnownCompanies;
  /** What a record says of a campaign (its id, its name or its UTM) as the campaign's id, where it is known. */
  readonly campaignIds: () => Promise<(said: string) => string>;
}

export function partsOf(deps: HistoryDeps, campaignIds: HistoryParts['campaignIds']): HistoryParts {
  return {
    ...deps,
    campaignIds,
    companies: createKnownCompanies(deps),
    terms: keptFor(10 * MINUTE_MS, async () => {
      const { timeZone, companyCurrency } = await readAccountDetails(deps.api);
      return { zone: timeZone, currency: companyCurrency ?? null };
    }),
  };
}

/** Reads again after so many milliseconds; a failed reading is told to whoever asked, and not kept. */
export function keptFor<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let kept: { readonly loading: Promise<T>; readonly since: number } | null = null;
  return () => {
    if (kept !== null && performance.now() - kept.since < ms) return kept.loading;
    const loading = read();
    kept = { loading, since: performance.now() };
    loading.catch(() => (kept = null));
    return loading;
  };
}
