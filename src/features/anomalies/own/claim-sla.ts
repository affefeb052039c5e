// Leads that nobody claimed in time: those due within the last day, against the same day of the four weeks before.
import type { Reading } from './reading.ts';
import { compareShares } from './shares.ts';
import type { Cases } from './shares.ts';

const LEAST = { now: 5, usual: 20 };

/** Null: too few leads to say. */
export function readClaimSla({ now, usual }: { readonly now: Cases; readonly usual: Cases }): Reading | null {
  const compared = compareShares(now, usual, LEAST);
  if (compared === null) return null;
  return {
    metric: 'claim_sla',
    series: '',
    ...compared,
    numerator: now.bad,
    denominator: now.cases,
    since: null,
    fault: `${now.bad} of the ${now.cases} leads that were due within a day were not claimed in time; usually it is ${percent(compared.expected)}. Look whether their channel is read and their team is there: /lead open lists what is left.`,
  };
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
