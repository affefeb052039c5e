// What a world that goes on has to tell since it was last looked at, as a small past: whoever something happened to, as they
// are by now, with all of their deals.
import { dayOf } from '../past/calendar.ts';
import { campaignAt, dealAt, isContentKnown, personAt, subscriptionAt, touchAt } from '../past/as-of.ts';
import type { Past, PastDeal, PastPerson } from '../past/past.ts';
import type { Changed } from './moments.ts';

export interface Newsroom {
  /** Null where nothing happened. */
  newsOf(changed: Changed, since: number, until: number, isBorn: (person: PastPerson) => boolean): Past | null;
}

export function createNewsroom(past: Past): Newsroom {
  const dealsOf = Map.groupBy(past.deals, ({ person }) => person);
  const subscriptionsOf = Map.groupBy(past.subscriptions, ({ deal }) => deal);

  return {
    newsOf(changed, since, until, isBorn) {
      const people = new Map<PastPerson, PastPerson>();
      const around = [...changed.touches, ...changed.activities].map(({ person }) => person);
      for (const person of new Set([...changed.people, ...around])) {
        const now = isBorn(person) ? personAt(person, until) : null;
        if (now !== null) people.set(person, now);
      }
      const deals = new Map<PastDeal, PastDeal>();
      for (const [before, person] of people) {
        for (const deal of dealsOf.get(before) ?? []) {
          const now = dealAt(deal, person, until);
          if (now !== null) deals.set(deal, now);
        }
      }
      const campaigns = [...changed.campaigns].flatMap((campaign) => campaignAt(campaign, until) ?? []);
      const contents =
        dayOf(since) === dayOf(until)
          ? []
          : past.contents.filter((content) => isContentKnown(content, until) && !isContentKnown(content, since));
      if (people.size === 0 && campaigns.length === 0 && contents.length === 0) return null;
      return {
        ...past,
        until,
        companies: [],
        people: [...people.values()],
        deals: [...deals.values()].toSorted((one, other) => one.createdAt - other.createdAt),
        campaigns,
        contents,
        touches: [...changed.touches].flatMap((touch) => {
          const person = people.get(touch.person);
          return person === undefined ? [] : (touchAt(touch, person, until) ?? []);
        }),
        activities: [...changed.activities].flatMap((activity) => {
          const person = people.get(activity.person);
          return person === undefined ? [] : [{ ...activity, person }];
        }),
        subscriptions: [...deals].flatMap(([before, deal]) =>
          (subscriptionsOf.get(before) ?? []).flatMap((one) => subscriptionAt(one, deal, until) ?? []),
        ),
      };
    },
  };
}
