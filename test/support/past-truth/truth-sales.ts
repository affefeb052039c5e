// Deals: made, open, won, how long they took, what they brought, and whose touches share them.
import { percentile } from './days.ts';
import type { Credit, TrueDeal } from './truth-deals.ts';
import { falls, share } from './truth-funnel.ts';
import { groupOf } from './groups.ts';
import type { Counted } from './counted.ts';
import type { TruthRules } from './rules.ts';

const DAY = 86_400_000;

export function dealValue(kpi: string, counted: Counted, all: readonly TrueDeal[]): number | null | undefined {
  const { deals, end, rules } = counted;
  const created = deals.filter(({ createdAt }) => falls(createdAt, counted));
  const alive = created.filter(({ won, closed }) => won || !closed);
  const closed = deals.filter(({ closedAt }) => falls(closedAt, counted));
  const won = closed.filter((deal) => deal.won);
  const sourced = ({ source }: TrueDeal): boolean => source !== null && !rules.salesSources.has(source);
  const pipeline = (some: readonly TrueDeal[]) => sum(some.map(({ createdValue }) => createdValue));
  const revenue = (some: readonly TrueDeal[]) => sum(some.map(({ closedValue }) => closedValue));
  const open = deals.filter((deal) => deal.createdAt < end && (deal.closedAt === null || deal.closedAt >= end));
  const amounts = won.flatMap(({ closedValue }) => closedValue ?? []);
  const size = amounts.length === 0 ? null : sum(amounts) / amounts.length;
  const cycles = won.map(({ createdAt, closedAt }) => Math.max(0, (closedAt ?? 0) - createdAt) / DAY);
  const cycle = percentile(cycles, 0.5);
  const rate = share(closed, (deal) => deal.won);
  switch (kpi) {
    case 'pipeline_sourced':
      return pipeline(alive.filter(sourced));
    case 'pipeline_total':
      return pipeline(alive);
    case 'pipeline_contribution':
      return quotient(pipeline(alive.filter(sourced)), pipeline(alive));
    case 'revenue':
      return revenue(won);
    case 'revenue_sourced':
      return revenue(won.filter(sourced));
    case 'deals_created':
      return created.length;
    case 'deals_won':
      return won.length;
    case 'open_deals':
      return open.length;
    case 'win_rate':
      return rate;
    case 'average_deal_size':
      return size;
    case 'sales_cycle':
      return cycle;
    case 'pipeline_velocity':
      if (rate === null || size === null || cycle === null || cycle === 0) return null;
      return (open.length * rate * size) / cycle;
    case 'attribution_coverage':
      return share(won, ({ source, credits }) => source !== null && credits.length > 0);
    case 'campaign_influence':
      return attributed(
        all.filter((deal) => deal.won && falls(deal.closedAt, counted)),
        'closedValue',
        counted,
      );
    case 'attributed_pipeline':
      return attributed(
        all.filter((deal) => (deal.won || !deal.closed) && falls(deal.createdAt, counted)),
        'createdValue',
        counted,
      );
    default:
      return undefined;
  }
}

/** A group's part: source, channel and campaign are the touch's, the rest the deal's. Deals without touches have no part. */
export function attributed(
  deals: readonly TrueDeal[],
  amount: 'closedValue' | 'createdValue',
  { by, group, rules, model = rules.model }: Counted,
): number {
  return sum(
    deals.flatMap((deal) => {
      const worth = deal[amount];
      if (worth === null) return [];
      return deal.credits
        .filter((credit) => by === undefined || partOf(deal, credit, by, rules) === group)
        .map(({ shares }) => worth * (shares[model] ?? 0));
    }),
  );
}

/** A campaign's kind says the channel before the source does; HubSpot's campaigns have no kind. */
function partOf(deal: TrueDeal, credit: Credit, by: string, rules: TruthRules): string | null {
  const channel = by === 'channel' && credit.kind !== null ? rules.channelOf(credit.kind) : null;
  return channel ?? groupOf({ ...deal, ...credit }, by, rules);
}

export function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

export function quotient(above: number, below: number): number | null {
  return below === 0 ? null : above / below;
}
