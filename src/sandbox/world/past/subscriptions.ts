// What the customers of the past pay each month: a deal of HubSpot until it ends, in Salesforce assets of one term after
// another, of which some are not renewed, some for less, some for more.
import { DAY_MS } from '#kernel/time.ts';
import { dayOf, monthsAfter, startOf } from './calendar.ts';
import type { Chance } from './chance.ts';
import type { PastDeal, PastSubscription } from './past.ts';

type Drawn = Omit<PastSubscription, 'index'>;

const RECURRING = 0.85;
const TERMS = [3, 6, 12];

export function makeSubscriptions(
  chance: Chance,
  deals: readonly PastDeal[],
  until: number,
): readonly PastSubscription[] {
  return deals.flatMap(drawAll).map((subscription, index) => ({ ...subscription, index }));

  function drawAll(deal: PastDeal): readonly Drawn[] {
    const { won, closedAt, amount, currency, person, crm, closeDate } = deal;
    const { company } = person;
    if (!won || closedAt === null || amount === null || company === null || !chance.chance(RECURRING)) return [];
    const monthly = Math.max(50, Math.round(amount / 12));
    const base = { deal, company, currency };
    if (crm === 'salesforce') return terms(base, closedAt, monthly);
    const end = startOf(closeDate) + chance.between(60, 500) * DAY_MS;
    const ends = chance.chance(0.45) && end < until - DAY_MS;
    return [{ ...base, startsOn: closeDate, endsOn: ends ? dayOf(end) : null, months: null, monthly }];
  }

  /** Up to the one that runs on the last day. */
  function terms(
    base: Pick<Drawn, 'deal' | 'company' | 'currency'>,
    closedAt: number,
    first: number,
  ): readonly Drawn[] {
    const all: Drawn[] = [];
    const months = chance.pick(TERMS);
    let monthly = first;
    for (let startsOn = termStart(closedAt + DAY_MS); startOf(startsOn) < until;) {
      const after = monthsAfter(startsOn, months);
      all.push({ ...base, startsOn, endsOn: dayOf(startOf(after) - DAY_MS), months, monthly });
      startsOn = after;
      const fate = chance.next();
      if (fate < 0.1) break;
      if (fate < 0.16) monthly = Math.max(20, Math.round(monthly * 0.6));
      else if (fate < 0.32) monthly = Math.round(monthly * 1.5);
    }
    return all;
  }
}

/** Terms begin on a day that every month has, so that each of them is so many whole months. */
function termStart(at: number): string {
  const day = dayOf(at);
  return Number(day.slice(8)) <= 28 ? day : `${monthsAfter(day, 1).slice(0, 8)}01`;
}
