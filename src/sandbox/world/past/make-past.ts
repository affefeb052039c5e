// Draws the whole past. One seed, one anchor, one size: the same past, to the second.
import { DAY_MS, HOUR_MS } from '#kernel/time.ts';
import { makeCampaigns } from './campaigns.ts';
import { dayWeights, monthsAfter, startOf } from './calendar.ts';
import { createChance } from './chance.ts';
import { makeCompanies } from './companies.ts';
import { makeDeals } from './deals.ts';
import type { Past, PastOptions } from './past.ts';
import { makePeople } from './people.ts';
import { makeSubscriptions } from './subscriptions.ts';
import { makeActivities } from './activities.ts';
import { makeContents } from './contents.ts';
import { makeTouches } from './touches.ts';

const PEOPLE_A_COMPANY = 6.5;
const PEOPLE_A_CAMPAIGN = 267;
const FEWEST_CAMPAIGNS = 24;

export function makePast(options: PastOptions): Past {
  const { seed, anchor, leads, months, ahead = 0 } = options;
  // Each part draws a sequence of its own: what changes in one leaves the others as they are.
  const part = (number: number) => createChance(seed * 101 + number);
  const from = startOf(monthsAfter(anchor, -months));
  const end = startOf(anchor) + ahead * DAY_MS;
  // An hour before the end, so that what follows from something some minutes later lies in the past too.
  const until = end - HOUR_MS;
  const weights = dayWeights(from, startOf(anchor), end);
  const count = Math.round(leads * growthOf(weights, ahead));
  const companies = makeCompanies(part(1), Math.ceil(leads / PEOPLE_A_COMPANY));
  const launches = Math.max(FEWEST_CAMPAIGNS, Math.round(count / PEOPLE_A_CAMPAIGN));
  const drawn = makeCampaigns(part(2), launches, from, end);
  // Nobody launches any in days to come: what is launched outside of Signalbox, it asks about and puts back.
  const campaigns = drawn.filter(({ startsOn }) => startsOn < anchor);
  const people = makePeople({
    chance: part(3),
    count,
    companies,
    campaigns: drawn,
    known: campaigns,
    from,
    until,
    weights,
  });
  const deals = makeDeals(part(4), people, until);
  const touches = makeTouches(part(5), people, campaigns, until);
  return {
    options,
    from,
    until: end,
    renamedAt: startOf(monthsAfter(anchor, -Math.floor(months / 2))),
    companies,
    campaigns,
    people,
    deals,
    touches,
    activities: makeActivities(part(6), people, until),
    subscriptions: makeSubscriptions(part(7), deals, until),
    contents: makeContents(part(8), touches, from, end),
  };
}

/** How many times as many come when so many days of `weights` are added to those before. */
function growthOf(weights: readonly number[], added: number): number {
  const sum = (some: readonly number[]): number => some.reduce((total, weight) => total + weight, 0);
  return added === 0 ? 1 : sum(weights) / sum(weights.slice(0, -added));
}
