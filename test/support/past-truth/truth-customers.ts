// What customers pay a month on the first and on the last day, and what came of those of the first by the day after.
import { dayOf, daysFrom } from './days.ts';
import { quotient, sum } from './truth-sales.ts';
import type { Counted } from './counted.ts';

export function customerValue(kpi: string, counted: Counted): number | null | undefined {
  if (!['mrr', 'arpa', 'net_revenue_retention', 'churn', 'clv'].includes(kpi)) return undefined;
  const { from, to, past, rules, by, group } = counted;
  const now = dayOf(rules.now, rules.zone);
  const last = to < now ? to : now;
  const subscriptions = past.subscriptions.filter(({ deal }) => by === undefined || deal.crm === group);
  const paid = (day: string): Map<object, number> => {
    const by = new Map<object, number>();
    for (const { company, startsOn, endsOn, monthly, currency } of subscriptions) {
      if (startsOn > day || (endsOn !== null && endsOn < day)) continue;
      by.set(company, (by.get(company) ?? 0) + monthly * rules.rateOn(currency, startsOn));
    }
    return by;
  };
  const next = to < now ? dayOf(Date.parse(`${to}T12:00:00Z`) + 86_400_000, 'UTC') : now;
  const [before, after, then] = [paid(from), paid(last), paid(next)];
  const start = sum([...before.values()]);
  const kept = sum([...before.keys()].map((company) => then.get(company) ?? 0));
  const lost = [...before.keys()].filter((company) => !then.has(company)).length;
  const end = sum([...after.values()]);
  const [churn, arpa] = [quotient(lost, before.size), quotient(end, after.size)];
  switch (kpi) {
    case 'mrr':
      return end;
    case 'arpa':
      return arpa;
    case 'net_revenue_retention':
      return quotient(kept, start);
    case 'churn':
      return churn;
    default:
      return churn === null || arpa === null || churn === 0
        ? null
        : (arpa * monthsIn(from, to) * rules.marginShare) / churn;
  }
}

/** Whole months where the days begin and end with them; a year of 365.25 days has 12. */
function monthsIn(from: string, to: string): number {
  const [begin, end] = [new Date(`${from}T00:00:00Z`), new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000)];
  const months = (end.getUTCFullYear() - begin.getUTCFullYear()) * 12 + end.getUTCMonth() - begin.getUTCMonth();
  return begin.getUTCDate() === end.getUTCDate() ? months : (daysFrom(from, to) * 12) / 365.25;
}
