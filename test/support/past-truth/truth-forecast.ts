// What was forecast when the days began, by how deals stood then, and how near that came.
import { dayOf } from './days.ts';
import type { TrueDeal } from './truth-deals.ts';
import { falls } from './truth-funnel.ts';
import { sum } from './truth-sales.ts';
import type { Counted } from './counted.ts';

/** Contracts are sent: the fifth stage is a commitment in both CRMs. */
const COMMITTED = 4;

export function forecastValue(kpi: string, counted: Counted): number | null | undefined {
  const { deals, from, to, rules } = counted;
  const due = deals.filter((one) => wasDue(one, counted));
  const committed = due.filter(
    ({ deal }) => stageAt(deal, counted.begin) === COMMITTED && amountAt(deal, counted.begin) !== null,
  );
  const forecast = sum(
    committed.map(({ deal }) => (amountAt(deal, counted.begin) ?? 0) * rules.rateOn(deal.currency, from)),
  );
  const won = deals.filter(({ won, closedAt }) => won && falls(closedAt, counted));
  const actual = sum(won.map(({ closedValue }) => closedValue));
  switch (kpi) {
    case 'forecast':
      return forecast;
    case 'forecast_accuracy':
      if (dayOf(rules.now, rules.zone) <= to || committed.length === 0 || won.length === 0) return null;
      return 1 - Math.abs(forecast - actual) / actual;
    default:
      return undefined;
  }
}

function wasDue({ deal, createdAt, closedAt }: TrueDeal, { begin, from, to }: Counted): boolean {
  if (createdAt >= begin || (closedAt !== null && closedAt < begin)) return false;
  const { closeDate, closeDateBefore } = deal;
  const day = closeDateBefore !== null && begin < closeDateBefore.until ? closeDateBefore.day : closeDate;
  return day >= from && day <= to;
}

function stageAt({ stages }: TrueDeal['deal'], at: number): number {
  return stages.findLast((step) => step.at <= at)?.stage ?? 0;
}

function amountAt({ amount, amountBefore }: TrueDeal['deal'], at: number): number | null {
  return amountBefore !== null && at < amountBefore.until ? amountBefore.amount : amount;
}
