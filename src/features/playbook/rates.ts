// What money of other currencies is worth in the organization's own, by the day.
import type { Playbook } from './schema.ts';

/** What one unit is worth on a day (`2026-11-01`; null: by the newest rate); null where the playbook has no rate for it. */
export function rateOn(
  { currency: own, rates }: Pick<Playbook['organization'], 'currency' | 'rates'>,
  currency: string,
  day: string | null,
): number | null {
  if (currency === own) return 1;
  const known = rates[currency]?.filter(({ from }) => day === null || from <= day);
  return known?.at(-1)?.rate ?? null;
}
