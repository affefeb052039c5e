// The deals of the past: who of the accepted people was offered something, what became of it, and what customers bought more.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import { dayOf } from './calendar.ts';
import type { Chance } from './chance.ts';
import { wholeSeconds } from './chance.ts';
import type { PastDeal, PastPerson } from './past.ts';
import { PAST_SOURCES } from './sources.ts';

/** Stages in the order of both CRMs' standard pipelines: the first five are open, these end it. */
export const WON = 5;
const LOST = 6;

const OFFERED = 0.78;
const WON_SHARE = 0.29;
const PRODUCTS = ['Routing', 'Attribution', 'Campaigns', 'Suite'];
const MORE_OF_IT = 0.4;

/** In the order of their creation. */
export function makeDeals(chance: Chance, people: readonly PastPerson[], until: number): readonly PastDeal[] {
  const deals: Omit<PastDeal, 'index'>[] = [];
  for (const person of people) {
    const { sqlAt } = person;
    // At least a minute after Salesforce has heard of them, who does the converting.
    const soonest = Math.max(sqlAt ?? 0, person.salesforceAt) + HOUR_MS;
    if (sqlAt === null || !chance.chance(OFFERED)) continue;
    const first = draw(person, soonest + chance.lognormal(6 * DAY_MS, 0.8), 'new');
    if (first === null) continue;
    deals.push(first);
    const { won, closedAt } = first;
    if (!won || closedAt === null || !chance.chance(MORE_OF_IT)) continue;
    const more = draw(person, closedAt + DAY_MS + chance.lognormal(120 * DAY_MS, 0.6), 'existing');
    if (more !== null) deals.push(more);
  }
  return deals.toSorted((one, other) => one.createdAt - other.createdAt).map((deal, index) => ({ ...deal, index }));

  function draw(person: PastPerson, wanted: number, sale: PastDeal['sale']): Omit<PastDeal, 'index'> | null {
    const createdAt = wholeSeconds(wanted);
    if (createdAt >= until - HOUR_MS) return null;
    const crm = person.salesforce ? 'salesforce' : 'hubspot';
    const cycle = chance.lognormal(44 * DAY_MS, 0.55);
    const closesAt = wholeSeconds(createdAt + cycle);
    const closedAt = closesAt < until ? closesAt : null;
    const quality = person.source?.won ?? 1;
    const won = chance.chance(WON_SHARE * quality * (sale === 'existing' ? 1.8 : 1)) && closedAt !== null;
    const amount = chance.chance(0.04) && !won ? null : amountOf(person);
    const expected = dayOf(createdAt + cycle + chance.between(-8, 20) * DAY_MS);
    const { company } = person;
    const product = chance.pick(PRODUCTS);
    const deleted = crm === 'hubspot' && !won && sale === 'new' && chance.chance(0.015);
    const corrected = amount !== null && chance.chance(0.25);
    const day = closedAt === null ? expected : dayOf(closedAt);
    return {
      crm,
      twin: crm === 'salesforce' && person.hubspot && chance.chance(0.5),
      name: `${company?.name ?? person.lastName} - ${sale === 'new' ? product : 'Expansion'}`,
      person,
      createdAt,
      amount,
      amountBefore: corrected ? { amount: Math.round(amount * 0.8), until: midway(0.4) } : null,
      currency: crm === 'salesforce' ? 'EUR' : currencyOf(person),
      closedAt,
      won,
      closeDate: day,
      closeDateBefore: closedAt !== null && expected !== day ? { day: expected, until: closedAt } : null,
      stages: [...openStages(), ...(closedAt === null ? [] : [{ stage: won ? WON : LOST, at: closedAt }])],
      owner: person.owner,
      source: chance.chance(0.5) ? (chance.chance(0.1) ? chance.pickWeighted(PAST_SOURCES) : person.source) : null,
      campaign: crm === 'salesforce' && person.campaign?.crm === 'salesforce' ? person.campaign : null,
      product,
      sale,
      deletedAt: deleted ? wholeSeconds(createdAt + chance.next() * (until - createdAt)) : null,
    };

    function midway(share: number): number {
      return wholeSeconds(createdAt + share * (Math.min(closesAt, until) - createdAt));
    }

    function openStages(): PastDeal['stages'] {
      const far = closedAt === null || won ? chance.between(1, 4) : chance.between(0, 4);
      const end = Math.min(closesAt, until) - 10 * MINUTE_MS;
      const all = Array.from({ length: far + 1 }, (_, stage) => ({
        stage,
        at: stage === 0 ? createdAt : wholeSeconds(createdAt + ((end - createdAt) * stage) / (far + 1)),
      }));
      return all.filter(({ at }, index) => index === 0 || at > createdAt);
    }
  }

  function amountOf({ company }: PastPerson): number {
    const employees = company?.employees ?? 10;
    const median = employees > 1000 ? 58_000 : employees > 200 ? 21_000 : 7_500;
    return Math.max(900, Math.round(chance.lognormal(median, 0.55) / 50) * 50);
  }
}

/** Salesforce's org has one currency. */
function currencyOf({ company }: PastPerson): string {
  if (company?.country === 'US') return 'USD';
  return company?.country === 'GB' ? 'GBP' : 'EUR';
}
