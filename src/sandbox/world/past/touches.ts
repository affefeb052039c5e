// What reached the people of the past: first visits, forms that they sent, campaigns that they were members of.
import { DAY_MS, HOUR_MS } from '#kernel/time.ts';
import { startOf, dayOf } from './calendar.ts';
import type { Chance } from './chance.ts';
import { wholeSeconds } from './chance.ts';
import type { PastCampaign, PastCrm, PastPerson, PastTouch } from './past.ts';

type Drawn = Omit<PastTouch, 'index'>;

/** On average, beside the first: Salesforce gives members away by the thousand, HubSpot submissions by fifty. */
const TOUCHES_EACH = { hubspot: 1.7, salesforce: 7 };
/** Campaigns that began in this time around their creation reached people. */
const REACH_MS = 120 * DAY_MS;
/** HubSpot's reports of campaigns are read by weeks, counted from the campaign's first day. */
const BY_REPORT = 0.12;
const WEEK_MS = 7 * DAY_MS;

/** In the order of the people. */
export function makeTouches(
  chance: Chance,
  people: readonly PastPerson[],
  campaigns: readonly PastCampaign[],
  until: number,
): readonly PastTouch[] {
  const started = campaigns
    .map((campaign) => ({ campaign, start: startOf(campaign.startsOn) }))
    .toSorted((one, other) => one.start - other.start);
  const byCrm = {
    hubspot: started.filter(({ campaign }) => campaign.crm === 'hubspot'),
    salesforce: started.filter(({ campaign }) => campaign.crm === 'salesforce'),
  };
  return people
    .flatMap((person) => [...visit(person), ...first(person), ...later(person)])
    .map((touch, index) => ({ ...touch, index }));

  function visit(person: PastPerson): readonly Drawn[] {
    const { visitedAt, campaign } = person;
    if (visitedAt === null) return [];
    return [touch(person, campaign?.crm === 'hubspot' ? campaign : null, 'hubspot', 'visit', visitedAt)];
  }

  /** The campaign that brought them. Visitors of fairs are uploaded days later, which HubSpot's forms show. */
  function first(person: PastPerson): readonly Drawn[] {
    const { campaign, createdAt, salesforceAt } = person;
    if (campaign === null) return [];
    if (campaign.crm === 'salesforce') return [member(person, campaign, salesforceAt, salesforceAt)];
    const late = campaign.kind === 'Trade Show' ? chance.between(1, 4) * DAY_MS : 0;
    return [touch(person, campaign, 'hubspot', 'form', createdAt - late)];
  }

  function later(person: PastPerson): readonly Drawn[] {
    const count = -Math.log(1 - chance.next()) * TOUCHES_EACH[person.salesforce ? 'salesforce' : 'hubspot'];
    const seen = new Set([person.campaign]);
    return Array.from({ length: Math.min(Math.floor(count), 14) }).flatMap(() => {
      const crm: PastCrm = person.hubspot && (!person.salesforce || chance.chance(0.3)) ? 'hubspot' : 'salesforce';
      const near = around(byCrm[crm], person.createdAt);
      if (near.length === 0) return [];
      const { campaign, start } = chance.pick(near);
      // A person is a member of a campaign once, as in both CRMs.
      if (seen.has(campaign)) return [];
      seen.add(campaign);
      const end = startOf(campaign.endsOn) + DAY_MS;
      const at = wholeSeconds(start + chance.next() * (end - start));
      if (at >= until || at < (crm === 'salesforce' ? person.salesforceAt : person.createdAt)) return [];
      if (crm === 'salesforce') return [member(person, campaign, at, chance.chance(0.4) ? answer(at) : null)];
      if (!chance.chance(BY_REPORT)) return [touch(person, campaign, 'hubspot', 'form', at)];
      const noon = start + Math.floor((at - start) / WEEK_MS) * WEEK_MS + DAY_MS / 2;
      return noon < person.createdAt || noon >= until ? [] : [touch(person, campaign, 'hubspot', 'member', noon)];
    });
  }

  function answer(at: number): number | null {
    const answered = at + chance.lognormal(9 * HOUR_MS, 1);
    return answered < until ? answered : null;
  }
}

/** A response is known by its day alone, and not before the member. */
function member(person: PastPerson, campaign: PastCampaign, enteredAt: number, answeredAt: number | null): Drawn {
  const base = { person, campaign, crm: 'salesforce' as const, enteredAt };
  if (answeredAt === null) return { ...base, kind: 'member', at: enteredAt };
  return { ...base, kind: 'response', at: Math.max(enteredAt, startOf(dayOf(answeredAt))) };
}

function touch(
  person: PastPerson,
  campaign: PastCampaign | null,
  crm: PastCrm,
  kind: PastTouch['kind'],
  at: number,
): Drawn {
  return { person, campaign, crm, kind, at, enteredAt: at };
}

type Started = { readonly campaign: PastCampaign; readonly start: number };

function around(started: readonly Started[], at: number): readonly Started[] {
  return started.slice(place(started, at - REACH_MS / 4), place(started, at + REACH_MS));
}

/** How many of them start before an instant. */
function place(started: readonly Started[], at: number): number {
  let [low, high] = [0, started.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((started[middle]?.start ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
