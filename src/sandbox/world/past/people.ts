// The people of the past: who they are, where they came from, which CRM knows them and since when, and how far they got.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import { COUNTRIES } from '../countries.ts';
import { LEVELS } from '../titles.ts';
import type { Chance } from './chance.ts';
import { instantOn, wholeSeconds } from './chance.ts';
import { startOf } from './calendar.ts';
import { drawDay } from './campaigns.ts';
import { drawJourney } from './journeys.ts';
import { drawName } from './names.ts';
import type { PastCampaign, PastCompany, PastCrm, PastPerson } from './past.ts';
import { PAST_SOURCES } from './sources.ts';
import type { PastSource } from './sources.ts';

export interface PeopleInput {
  readonly chance: Chance;
  readonly count: number;
  readonly companies: readonly PastCompany[];
  /** That bring people. */
  readonly campaigns: readonly PastCampaign[];
  /** Those of them that the CRMs know. */
  readonly known: readonly PastCampaign[];
  readonly from: number;
  readonly until: number;
  /** Of each day from `from` on. */
  readonly weights: readonly number[];
}

type Via = PastCrm | 'both';

interface Launched {
  readonly campaign: PastCampaign;
  readonly start: number;
}

const AT_EVENTS = 1 / 6;
const FELT_MS = 75 * DAY_MS;

const WAYS: readonly { readonly via: Via; readonly weight: number }[] = [
  { via: 'hubspot', weight: 60 },
  { via: 'salesforce', weight: 30 },
  { via: 'both', weight: 10 },
];
const FREE_MAIL = ['gmail.example', 'outlook.example', 'yahoo.example'];
const CODES = Object.keys(COUNTRIES);

/** In the order of their creation. */
export function makePeople(input: PeopleInput): readonly PastPerson[] {
  const { chance, count, companies, until } = input;
  const days = cumulated(input.weights);
  const known = new Set(input.known);
  const byKind = Map.groupBy(
    input.campaigns.map((campaign) => ({ campaign, start: startOf(campaign.startsOn) })),
    ({ campaign: { crm, kind } }) => `${crm} ${kind}`,
  );
  const drafts = Array.from({ length: count }, () => {
    const source = chance.pickWeighted(PAST_SOURCES);
    const { via } = source.hubspot === null ? { via: 'salesforce' as const } : chance.pickWeighted(WAYS);
    const fitting = campaignsFor(source, via);
    // Few come because of something that happened just then.
    const event = fitting.length > 0 && chance.chance(AT_EVENTS) ? chance.pick(fitting).campaign : null;
    const drawn = event === null ? Infinity : drawDay(chance, event);
    const midnight = drawn < until ? drawn : input.from + pickDay(days, chance) * DAY_MS;
    const createdAt = instantOn(chance, midnight);
    const brought = (drawn < until ? event : null) ?? lately(fitting, createdAt);
    const campaign = brought !== null && known.has(brought) ? brought : null;
    return { source, via, campaign, createdAt: Math.min(createdAt, until - HOUR_MS) };
  }).toSorted((one, other) => one.createdAt - other.createdAt);

  function campaignsFor({ campaigns }: PastSource, via: Via): readonly Launched[] {
    return campaigns.flatMap((kind) => byKind.get(`${via === 'salesforce' ? via : 'hubspot'} ${kind}`) ?? []);
  }

  /** One that still makes itself felt. */
  function lately(fitting: readonly Launched[], at: number): PastCampaign | null {
    const felt = fitting.filter(({ start }) => start <= at && start > at - FELT_MS);
    return felt.length === 0 ? null : chance.pick(felt).campaign;
  }

  const taken = new Set<string>();
  return drafts.map(({ source, via, campaign, createdAt }, index) => {
    // Salesforce has no lead without a company.
    const company = via === 'hubspot' && chance.chance(0.09) ? null : chance.pick(companies);
    const at = company?.country ?? chance.pick(CODES);
    const name = drawName(chance, at, company?.domain ?? chance.pick(FREE_MAIL), taken);
    const lacksCountry = company?.lacksCountry ?? chance.chance(0.2);
    const told = chance.chance(0.06) ? null : source;
    // HubSpot knows no page view of those who came offline.
    const unseen = via === 'salesforce' || told === null || told.hubspot === 'OFFLINE';
    const identity = {
      ...name,
      index,
      title: chance.chance(0.08) ? null : chance.pick(chance.pickWeighted(LEVELS).titles),
      phone: chance.chance(0.35) ? null : `${COUNTRIES[at]?.dial ?? '+49 40 5550'} ${chance.between(1000, 9999)}`,
      company,
      country: lacksCountry ? null : at,
      source: told,
      cameBy: source,
      campaign,
      hubspot: via !== 'salesforce',
      salesforce: via !== 'hubspot',
      createdAt,
      visitedAt: unseen ? null : createdAt - visitLength(),
      salesforceAt: via === 'both' ? laterInSalesforce(createdAt) : createdAt,
      tiedBy: via === 'both' ? (chance.chance(0.3) ? ('id' as const) : ('email' as const)) : null,
      marketable: chance.chance(0.72),
      optedOut: chance.chance(0.07),
      bounced: chance.chance(0.04),
    };
    const journey = drawJourney(chance, { ...identity, at }, until);
    const idle = journey.sqlAt === null && via !== 'both';
    const double = idle && chance.chance(0.035) ? drawDouble(createdAt, via) : null;
    const deleted = idle && double === null && chance.chance(0.012);
    return {
      ...identity,
      ...journey,
      double,
      deletedAt: deleted ? wholeSeconds(createdAt + chance.next() * (until - createdAt)) : null,
    };
  });

  /** Some seconds until the form is sent, or some days for those who had been there before. */
  function visitLength(): number {
    return chance.chance(0.2) ? wholeSeconds(chance.lognormal(4 * DAY_MS, 1)) + 1000 : chance.between(20, 900) * 1000;
  }

  function laterInSalesforce(createdAt: number): number {
    return Math.min(wholeSeconds(createdAt + chance.lognormal(3 * HOUR_MS, 1)), until - 10 * MINUTE_MS);
  }

  /** HubSpot takes no second contact with the same address: the one there has none, and is merged. */
  function drawDouble(createdAt: number, via: Via): PastPerson['double'] {
    const at = wholeSeconds(createdAt + 1000 + chance.next() * (until - createdAt) * 0.8);
    const merged = via === 'hubspot' || chance.chance(0.4);
    return { at, mergedAt: merged ? wholeSeconds(at + chance.next() * (until - at)) : null };
  }
}

function cumulated(weights: readonly number[]): Float64Array {
  let sum = 0;
  return Float64Array.from(weights, (weight) => (sum += weight));
}

function pickDay(days: Float64Array, chance: Chance): number {
  const wanted = chance.next() * (days.at(-1) ?? 0);
  let [low, high] = [0, days.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] ?? 0) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
