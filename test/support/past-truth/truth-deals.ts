// What each deal of the past was worth and whose it was, and how its touches share it, told from the past itself.
import type { Past, PastDeal, PastTouch } from '#sandbox/world/past/past.ts';
import { dayOf } from './days.ts';
import { closeOf } from './truth-people.ts';
import type { TruthRules } from './rules.ts';

export interface TrueDeal {
  readonly deal: PastDeal;
  readonly source: string | null;
  readonly campaign: string | null;
  readonly owner: string | null;
  readonly country: string | null;
  readonly employees: number | null;
  readonly crm: string;
  readonly createdAt: number;
  readonly closedAt: number | null;
  readonly won: boolean;
  readonly closed: boolean;
  /** In the organization's currency, by the day of creation and of the close; null without an amount. */
  readonly createdValue: number | null;
  readonly closedValue: number | null;
  readonly credits: readonly Credit[];
}

export interface Credit {
  readonly source: string | null;
  readonly campaign: string | null;
  /** Of the campaign, where its CRM has kinds. */
  readonly kind: string | null;
  readonly shares: Readonly<Record<string, number>>;
}

const DAY = 86_400_000;

/** Twins once, deleted ones not. */
export function trueDeals(past: Past, rules: TruthRules): readonly TrueDeal[] {
  const touches = Map.groupBy(past.touches, ({ person }) => person);
  return past.deals
    .filter(({ deletedAt }) => deletedAt === null)
    .map((deal): TrueDeal => {
      const { person, createdAt, amount, currency, closeDate, closedAt } = deal;
      const { company } = person;
      const closed = closedAt === null ? null : closeOf(closeDate, createdAt, rules.zone);
      const worth = (day: string): number | null => (amount === null ? null : amount * rules.rateOn(currency, day));
      // An own source that its CRM has no word for is none.
      const own = deal.crm === 'hubspot' && deal.source?.hubspot === null ? null : deal.source;
      return {
        deal,
        source: (own ?? person.source)?.name ?? null,
        campaign: deal.campaign?.name ?? null,
        owner: deal.owner?.email ?? null,
        country: company !== null && !company.lacksCountry ? company.country : person.country,
        employees: company === null || company.lacksEmployees ? null : company.employees,
        crm: deal.crm,
        createdAt,
        closedAt: closed,
        won: deal.won,
        closed: closedAt !== null,
        createdValue: worth(dayOf(createdAt, rules.zone)),
        closedValue: closed === null ? null : worth(closeDate),
        credits: creditsOf(deal, touches.get(person) ?? [], rules),
      };
    });
}

/** Of the touches before the deal, each model's shares. */
function creditsOf(deal: PastDeal, all: readonly PastTouch[], rules: TruthRules): readonly Credit[] {
  const since = deal.createdAt - rules.lookbackDays * DAY;
  const touches = all
    .filter(({ at }) => at >= since && at <= deal.createdAt)
    .toSorted((one, other) => one.at - other.at || orderOf(one).localeCompare(orderOf(other)));
  const { length } = touches;
  const lead = Math.max(
    0,
    touches.findLastIndex(({ at }) => at <= deal.person.createdAt),
  );
  const last = touches.at(-1)?.at ?? 0;
  const w = touches.map((_, place) => {
    const parts = [0, lead, length - 1].filter((one) => one === place).length;
    return parts > 0 ? 0.3 * parts : null;
  });
  const others = w.filter((share) => share === null).length;
  const wSum = w.reduce<number>((sum, share) => sum + (share ?? 0.1 / others), 0);
  const decay = touches.map(({ at }) => 2 ** (-(last - at) / (rules.halfLifeDays * DAY)));
  const decaySum = decay.reduce((sum, share) => sum + share, 0);
  return touches.map((touch, place) => ({
    // Only first visits say where they came from.
    source: touch.kind === 'visit' ? (touch.person.source?.name ?? null) : null,
    campaign: touch.campaign?.name ?? null,
    kind: touch.campaign?.crm === 'salesforce' ? touch.campaign.kind : null,
    shares: {
      first_touch: place === 0 ? 1 : 0,
      last_touch: place === length - 1 ? 1 : 0,
      linear: 1 / length,
      u_shaped: uShare(place, length),
      w_shaped: (w[place] ?? 0.1 / others) / wSum,
      time_decay: (decay[place] ?? 0) / decaySum,
    },
  }));
}

function uShare(place: number, length: number): number {
  if (length <= 2) return 1 / length;
  return place === 0 || place === length - 1 ? 0.4 : 0.2 / (length - 2);
}

/** Where two happened at once: by CRM, then as they are called there. */
function orderOf({ crm, index }: PastTouch): string {
  return `${crm} ${String(index).padStart(9, '0')}`;
}
