// The campaigns of the past, each in one CRM, with what they were to cost and did.
import { DAY_MS } from '#kernel/time.ts';
import { MARKETERS } from '../acme.ts';
import type { Chance } from './chance.ts';
import { dayOf, startOf } from './calendar.ts';
import type { CampaignKind, PastCampaign } from './past.ts';

interface Kind {
  readonly kind: CampaignKind;
  readonly weight: number;
  readonly topics: readonly string[];
  readonly budget: number;
  /** For which it costs something, events from their announcement on. */
  readonly days: number;
}

const KINDS: readonly Kind[] = [
  {
    kind: 'Webinar',
    weight: 30,
    topics: ['Speed to lead', 'Attribution without tears', 'Lead scoring', 'Pipeline reviews', 'Clean data'],
    budget: 5_000,
    days: 28,
  },
  {
    kind: 'Advertisement',
    weight: 34,
    topics: ['Search DACH', 'Search UK', 'Search US', 'LinkedIn RevOps', 'LinkedIn CMO', 'Retargeting'],
    budget: 14_000,
    days: 45,
  },
  {
    kind: 'Email',
    weight: 22,
    topics: ['Newsletter', 'Partner newsletter', 'Win-back', 'Product news'],
    budget: 1_600,
    days: 28,
  },
  { kind: 'Trade Show', weight: 8, topics: ['Hannover', 'London', 'Austin', 'Köln'], budget: 26_000, days: 42 },
  { kind: 'Conference', weight: 6, topics: ['RevOps Day', 'Customer summit'], budget: 34_000, days: 42 },
];
const CURRENCIES = [
  { currency: 'EUR', weight: 78 },
  { currency: 'USD', weight: 13 },
  { currency: 'GBP', weight: 9 },
];
const IN_HUBSPOT = 0.62;

/** `from`, `until`: midnights in UTC between which they begin. */
export function makeCampaigns(chance: Chance, count: number, from: number, until: number): readonly PastCampaign[] {
  const days = Math.round((until - from) / DAY_MS);
  return Array.from({ length: count }, (_, index) => {
    // The first ones make sure that every kind is there.
    const kind = KINDS[index] ?? chance.pickWeighted(KINDS);
    const start = from + Math.floor(((index + chance.next()) / count) * days) * DAY_MS;
    const end = start + (kind.days - 1) * DAY_MS;
    const budget = Math.max(300, Math.round(chance.lognormal(kind.budget, 0.35) / 100) * 100);
    // What still runs has spent a part.
    const over = Math.min(1, Math.max(0.1, (until - start) / (end + DAY_MS - start)));
    const month = dayOf(start).slice(0, 7);
    const crm = chance.chance(IN_HUBSPOT) ? 'hubspot' : 'salesforce';
    return {
      index,
      crm,
      name: `${month} ${kind.kind} ${chance.pick(kind.topics)} ${index + 1}`,
      kind: kind.kind,
      createdAt: start - chance.between(14, 40) * DAY_MS + chance.between(8, 16) * 3_600_000,
      startsOn: dayOf(start),
      endsOn: dayOf(end),
      budget,
      spend: Math.round(budget * over * (0.78 + 0.4 * chance.next())),
      // Salesforce's org has one currency.
      currency: crm === 'salesforce' ? 'EUR' : chance.pickWeighted(CURRENCIES).currency,
      owner: MARKETERS[index % MARKETERS.length]?.email ?? null,
    };
  });
}

/** An instant at which a campaign brought somebody: an event all at once and some days later, the rest evenly. */
export function drawDay(chance: Chance, { startsOn, endsOn, kind }: PastCampaign): number {
  const start = startOf(startsOn);
  if (kind === 'Advertisement' || kind === 'Email') {
    const days = Math.round((startOf(endsOn) - start) / DAY_MS) + 1;
    return start + Math.floor(chance.next() * days) * DAY_MS;
  }
  return start + Math.floor(-Math.log(1 - chance.next()) * 1.6) * DAY_MS;
}
