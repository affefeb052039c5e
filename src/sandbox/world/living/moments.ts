// When something becomes known of whom, in the order of time: what a world that goes on looks up instead of looking at everybody.
import { DAY_MS } from '#kernel/time.ts';
import { dayOf, startOf } from '../past/calendar.ts';
import { personAt } from '../past/as-of.ts';
import type { Past, PastActivity, PastCampaign, PastDeal, PastPerson, PastTouch } from '../past/past.ts';

/** What changed within a time, each once. */
export interface Changed {
  readonly people: ReadonlySet<PastPerson>;
  readonly touches: ReadonlySet<PastTouch>;
  readonly activities: ReadonlySet<PastActivity>;
  readonly campaigns: ReadonlySet<PastCampaign>;
}

export interface Moments {
  /** Within (since, until]. */
  between(since: number, until: number): Changed;
}

type Who =
  | { readonly kind: 'person'; readonly one: PastPerson }
  | { readonly kind: 'touch'; readonly one: PastTouch }
  | { readonly kind: 'activity'; readonly one: PastActivity };

interface Moment {
  readonly at: number;
  readonly who: Who;
}

/** By then everything has followed that follows by itself: what one CRM tells the other, what a workflow does. */
const FOLLOWS_WITHIN_MS = 10 * 60_000;

/** Of what happens after `from`. */
export function momentsOf(past: Past, from: number): Moments {
  const all: Moment[] = [];
  function note(who: Who, instants: readonly (number | null)[]): void {
    for (const at of instants) if (at !== null && at > from) all.push({ at, who });
  }
  for (const one of past.people) if (personAt(one, from) !== one) note({ kind: 'person', one }, momentsOfPerson(one));
  for (const one of past.deals) note({ kind: 'person', one: one.person }, momentsOfDeal(one));
  for (const { deal, startsOn, endsOn } of past.subscriptions) {
    const ended = endsOn === null ? null : startOf(endsOn) + DAY_MS;
    note({ kind: 'person', one: deal.person }, [startOf(startsOn), ended]);
  }
  for (const one of past.touches) if (lastOfTouch(one) > from) note({ kind: 'touch', one }, momentsOfTouch(one));
  for (const one of past.activities) if (one.at > from) note({ kind: 'activity', one }, [one.at]);
  all.sort((one, other) => one.at - other.at);

  return {
    between(since, until) {
      const people = new Set<PastPerson>();
      const touches = new Set<PastTouch>();
      const activities = new Set<PastActivity>();
      for (let place = firstAfter(all, since - FOLLOWS_WITHIN_MS); place < all.length; place += 1) {
        const { at, who } = all[place] ?? { at: Infinity };
        if (at > until || who === undefined) break;
        if (who.kind === 'person') people.add(who.one);
        else if (at <= since) continue;
        else if (who.kind === 'touch') touches.add(who.one);
        else activities.add(who.one);
      }
      return { people, touches, activities, campaigns: campaignsChanged(past, since, until) };
    },
  };
}

function momentsOfPerson(person: PastPerson): readonly (number | null)[] {
  const { createdAt, salesforceAt, assignedAt, ownerBefore, mqlAt, sqlAt, lostAt, deletedAt, double } = person;
  const taken = [assignedAt, ownerBefore?.until ?? null];
  return [
    createdAt,
    salesforceAt,
    ...taken,
    mqlAt,
    sqlAt,
    lostAt,
    deletedAt,
    double?.at ?? null,
    double?.mergedAt ?? null,
  ];
}

function momentsOfDeal({ stages, amountBefore, deletedAt }: PastDeal): readonly (number | null)[] {
  return [...stages.map(({ at }) => at), amountBefore?.until ?? null, deletedAt];
}

/** What lies before somebody is known becomes known with them. */
function momentsOfTouch({ enteredAt, at, person, crm }: PastTouch): readonly number[] {
  const since = crm === 'salesforce' ? person.salesforceAt : person.createdAt;
  return [Math.max(enteredAt, since), Math.max(at, since)];
}

function lastOfTouch({ enteredAt, at, person }: PastTouch): number {
  return Math.max(enteredAt, at, person.createdAt, person.salesforceAt);
}

/** Those that were planned, and those that run: what they cost grows each day. */
function campaignsChanged({ campaigns }: Past, since: number, until: number): ReadonlySet<PastCampaign> {
  const isNewDay = dayOf(since) !== dayOf(until);
  return new Set(
    campaigns.filter(({ createdAt, startsOn, endsOn }) => {
      if (createdAt > since && createdAt <= until) return true;
      return isNewDay && startOf(startsOn) <= until && startOf(endsOn) + DAY_MS > since;
    }),
  );
}

function firstAfter(all: readonly Moment[], instant: number): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.at ?? 0) <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
