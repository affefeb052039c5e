// What of a drawing is known at an instant: whoever came later is not there, and what happened later has not happened. Pure.
import { DAY_MS } from '#kernel/time.ts';
import { startOf } from './calendar.ts';
import { WON } from './deals.ts';
import type { Past, PastCampaign, PastContent, PastDeal, PastPerson, PastSubscription, PastTouch } from './past.ts';

/** Null: not there yet. The same object where nothing is still to come. */
export function personAt(person: PastPerson, at: number): PastPerson | null {
  if (person.createdAt > at) return null;
  if (isWhole(person, at)) return person;
  const { owner, ownerBefore, assignedAt, double } = person;
  const salesforce = person.salesforce && person.salesforceAt <= at;
  const isTaken = assignedAt !== null && assignedAt <= at;
  const isCorrected = ownerBefore === null || ownerBefore.until <= at;
  return {
    ...person,
    salesforce,
    // A record without an address is tied by an id alone.
    tiedBy: salesforce ? person.tiedBy : null,
    owner: isTaken ? (isCorrected ? owner : ownerBefore.owner) : null,
    ownerBefore: isTaken && isCorrected ? ownerBefore : null,
    assignedAt: known(assignedAt, at),
    mqlAt: known(person.mqlAt, at),
    sqlAt: known(person.sqlAt, at),
    lostAt: known(person.lostAt, at),
    deletedAt: known(person.deletedAt, at),
    double: double === null ? null : doubleAt(double, person.hubspot, at),
  };
}

function isWhole(person: PastPerson, at: number): boolean {
  const { salesforceAt, assignedAt, ownerBefore, mqlAt, sqlAt, lostAt, deletedAt, double } = person;
  const isOver = (instant: number | null | undefined): boolean => (instant ?? 0) <= at;
  const handled = isOver(assignedAt) && isOver(ownerBefore?.until) && isOver(lostAt) && isOver(deletedAt);
  return (
    handled && isOver(salesforceAt) && isOver(mqlAt) && isOver(sqlAt) && isOver(double?.at) && isOver(double?.mergedAt)
  );
}

/** HubSpot only knows of one that is merged. */
function doubleAt(
  { at, mergedAt }: NonNullable<PastPerson['double']>,
  inHubspot: boolean,
  now: number,
): PastPerson['double'] {
  const merged = known(mergedAt, now);
  return at > now || (inHubspot && merged === null) ? null : { at, mergedAt: merged };
}

/** `person` as it is then. The same object where nothing is still to come. */
export function dealAt(deal: PastDeal, person: PastPerson, at: number): PastDeal | null {
  const { createdAt, amountBefore, closeDateBefore } = deal;
  if (createdAt > at) return null;
  const ends = Math.max(deal.closedAt ?? Infinity, amountBefore?.until ?? 0, deal.deletedAt ?? 0);
  if (person === deal.person && ends <= at) return deal;
  const closedAt = known(deal.closedAt, at);
  const hasAmount = amountBefore === null || amountBefore.until <= at;
  const hasDate = closeDateBefore === null || closeDateBefore.until <= at;
  return {
    ...deal,
    person,
    amount: hasAmount ? deal.amount : amountBefore.amount,
    amountBefore: hasAmount ? amountBefore : null,
    closedAt,
    won: deal.won && closedAt !== null,
    closeDate: hasDate ? deal.closeDate : closeDateBefore.day,
    closeDateBefore: hasDate ? closeDateBefore : null,
    stages: deal.stages.filter((step) => step.at <= at && (step.stage < WON || closedAt !== null)),
    deletedAt: known(deal.deletedAt, at),
  };
}

/** A response that has not come yet is a member. */
export function touchAt(touch: PastTouch, person: PastPerson, at: number): PastTouch | null {
  const { enteredAt, crm } = touch;
  if (enteredAt > at || (crm === 'salesforce' && !person.salesforce)) return null;
  if (touch.at > at) return { ...touch, person, kind: 'member', at: enteredAt };
  return person === touch.person ? touch : { ...touch, person };
}

/** `deal` as it is then, which is won. */
export function subscriptionAt(subscription: PastSubscription, deal: PastDeal, at: number): PastSubscription | null {
  const { startsOn, endsOn, months } = subscription;
  if (!deal.won || startOf(startsOn) > at) return null;
  // What has no term ends one day, and nobody knows before.
  const isOver = endsOn === null || months !== null || startOf(endsOn) + DAY_MS <= at;
  return { ...subscription, deal, endsOn: isOver ? endsOn : null };
}

/** What it has cost by the last midnight. */
export function campaignAt(campaign: PastCampaign, at: number): PastCampaign | null {
  if (campaign.createdAt > at) return null;
  const start = startOf(campaign.startsOn);
  const days = (startOf(campaign.endsOn) + DAY_MS - start) / DAY_MS;
  const gone = Math.min(days, Math.max(0, Math.floor((at - start) / DAY_MS)));
  return { ...campaign, spend: Math.round((campaign.spend * gone) / days) };
}

/** Figures of a day are there when it is over. */
export function isContentKnown({ day }: PastContent, at: number): boolean {
  return startOf(day) + DAY_MS <= at;
}

/** Everything as it is known then. `isBorn`: whether somebody of the drawing comes at all. */
export function pastAt(past: Past, at: number, isBorn: (person: PastPerson) => boolean): Past {
  const people = new Map<PastPerson, PastPerson>();
  for (const person of past.people) {
    const now = isBorn(person) ? personAt(person, at) : null;
    if (now !== null) people.set(person, now);
  }
  const deals = new Map<PastDeal, PastDeal>();
  for (const deal of past.deals) {
    const person = people.get(deal.person);
    const now = person === undefined ? null : dealAt(deal, person, at);
    if (now !== null) deals.set(deal, now);
  }
  return {
    ...past,
    until: at,
    people: [...people.values()],
    deals: [...deals.values()],
    campaigns: past.campaigns.flatMap((campaign) => campaignAt(campaign, at) ?? []),
    touches: past.touches.flatMap((touch) => {
      const person = people.get(touch.person);
      return person === undefined ? [] : (touchAt(touch, person, at) ?? []);
    }),
    activities: past.activities.flatMap((activity) => {
      const person = people.get(activity.person);
      if (person === undefined || activity.at > at) return [];
      return [person === activity.person ? activity : { ...activity, person }];
    }),
    subscriptions: past.subscriptions.flatMap((subscription) => {
      const deal = deals.get(subscription.deal);
      return deal === undefined ? [] : (subscriptionAt(subscription, deal, at) ?? []);
    }),
    contents: past.contents.filter((content) => isContentKnown(content, at)),
  };
}

function known(instant: number | null, at: number): number | null {
  return instant === null || instant > at ? null : instant;
}
