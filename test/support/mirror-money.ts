// Made-up deals of a mirror with their past, and campaigns, touches, costs, subscriptions and content.
import { ATTRIBUTION_MODELS } from '#features/metrics/metric.ts';
import { COUNTRIES, CURRENCIES, DAY, dayAfter, MIRROR_NOW, OWNERS, SOURCES, times } from './mirror-die.ts';
import type { Die, Row } from './mirror-die.ts';

export function aDeal(die: Die, id: number): Row {
  const createdAt = die.instant();
  const closed = die.rarely(0.6);
  const closeDate = new Date(createdAt.getTime() + die.number(0, 120) * DAY).toISOString().slice(0, 10);
  const closedAt = new Date(`${closeDate}T00:00:00Z`);
  const currency = die.one(CURRENCIES);
  const amount = die.maybe((die.number(100, 9_999_999) / 100).toFixed(2));
  const worth =
    amount === null || currency === 'XXX' ? null : (Number(amount) * (currency === 'USD' ? 0.9 : 1)).toFixed(4);
  return {
    id,
    crm: die.one(['hubspot', 'salesforce']),
    record_id: `d${id}`,
    name: `Deal ${id}`,
    owner: die.maybe(die.one(OWNERS)),
    company_id: die.maybe(String(die.number(1, 300))),
    company_key: die.maybe(`company-${id % 200}.test`),
    prospect_id: die.maybe(die.number(1, 3000)),
    people: [],
    country: die.maybe(die.one(COUNTRIES)),
    employees: die.maybe(die.number(1, 3000)),
    stage: die.maybe(die.one(['proposal', 'closedwon', 'unlabelled'])),
    product: die.maybe(die.one(['Suite', 'Basic'])),
    amount,
    currency,
    created_value: worth,
    closed_value: closed ? worth : null,
    close_date: closeDate,
    closed_at: closed ? closedAt : null,
    closed,
    won: closed && die.rarely(0.5),
    forecast: die.maybe(die.one(['Commit', 'Pipeline', 'COMMIT', 'Omitted'])),
    source: die.rarely(0.4) ? null : die.one(SOURCES),
    campaign_id: die.maybe(die.number(1, 24)),
    twin_of: die.rarely(0.05) && id > 1 ? die.number(1, id - 1) : null,
    created_at: createdAt,
    modified_at: createdAt,
    gone: die.rarely(0.05),
  };
}

/** What its amount, close date and forecast were before. */
export function pastOf(die: Die, { crm, record_id, created_at: createdAt }: Row): Row[] {
  const value: Record<string, () => string | null> = {
    amount: () => die.maybe((die.number(100, 9_999_999) / 100).toFixed(2)),
    close_date: () => die.day(),
    forecast: () => die.maybe(die.one(['Commit', 'Pipeline', 'Closed'])),
  };
  return Object.entries(value).flatMap(([field, worth]) =>
    times(die.number(0, 3), (n) => ({
      crm,
      object: 'opportunity',
      record_id,
      field,
      at: new Date((createdAt as Date).getTime() + (n * 20 + die.number(0, 9)) * DAY),
      value: worth(),
      observed: false,
    })),
  );
}

export function aCampaign(die: Die, id: number): Row {
  const startsOn = die.maybe(die.day());
  const days = die.number(-2, 90);
  return {
    id,
    crm: die.one(['hubspot', 'salesforce']),
    record_id: `c${id}`,
    name: `Campaign ${die.rarely(0.2) ? 1 : id}`,
    channel: die.maybe(die.one(['paid', 'event'])),
    starts_on: startsOn,
    ends_on: startsOn === null || die.rarely(0.2) ? null : dayAfter(startsOn, days),
    budget: die.maybe((die.number(1000, 9_999_999) / 100).toFixed(2)),
    currency: die.maybe(die.one(CURRENCIES)),
    owner_id: die.maybe(String(die.number(74, 79))),
    twin_of: id > 12 && die.rarely(0.3) ? die.number(1, 6) : null,
    created_at: die.instant(),
    modified_at: MIRROR_NOW,
    gone: id > 6 && die.rarely(0.1),
  };
}

export function aTouch(die: Die, id: number): Row {
  return {
    id,
    crm: die.one(['hubspot', 'salesforce']),
    record_id: `t${id}`,
    person: `hubspot:lead:${1000 + die.number(1, 3600)}`,
    prospect_id: die.maybe(die.number(1, 3000)),
    campaign_id: die.maybe(die.number(1, 24)),
    channel: die.rarely(0.5) ? null : die.one(['paid', 'organic']),
    source: die.maybe(die.one(SOURCES)),
    at: die.instant(),
    touch: 'member',
    responded: die.rarely(0.4),
    modified_at: MIRROR_NOW,
    gone: die.rarely(0.05),
  };
}

export function shares(die: Die, { id, created_at: createdAt }: Row): Row[] {
  const count = die.number(0, 4);
  const weights = Object.fromEntries(
    ATTRIBUTION_MODELS.map((model) => {
      const parts = times(count, () => die.number(0, 8) + 0.5);
      const sum = parts.reduce((all, part) => all + part, 0);
      return [model, parts.map((part) => part / sum)] as const;
    }),
  );
  return times(count, (n) => ({
    deal_id: id,
    touch_id: Number(id) * 10 + n,
    campaign_id: die.maybe(die.number(1, 24)),
    channel: die.rarely(0.5) ? null : die.one(['paid', 'organic']),
    source: die.maybe(die.one(SOURCES)),
    at: createdAt,
    ...Object.fromEntries(ATTRIBUTION_MODELS.map((model) => [model, weights[model]?.[n]])),
  }));
}

export function aCost(die: Die, id: number): Row {
  const fromDay = die.day();
  const currency = die.one(CURRENCIES);
  const amount = (die.number(100, 999_999) / 100).toFixed(2);
  return {
    id,
    origin: 'entered',
    key: `cost:${id}`,
    department: die.one(['marketing', 'marketing', 'sales']),
    channel: die.maybe(die.one(['paid', 'event'])),
    source: die.maybe(die.one(SOURCES)),
    campaign_id: die.rarely(0.5) ? die.number(1, 24) : null,
    from_day: fromDay,
    to_day: dayAfter(fromDay, die.number(0, 100)),
    amount,
    currency,
    value: currency === 'XXX' ? null : amount,
    entered_at: MIRROR_NOW,
    gone: die.rarely(0.05),
  };
}

export function aSubscription(die: Die, id: number): Row {
  const startsOn = die.day();
  const monthly = (die.number(1000, 99_999) / 100).toFixed(2);
  const currency = die.one(CURRENCIES);
  return {
    crm: die.one(['hubspot', 'salesforce']),
    record_id: `s${id}`,
    company_id: die.maybe(String(die.number(1, 300))),
    company_key: die.maybe(`company-${die.number(1, 90)}.test`),
    product: die.maybe(die.one(['Suite', 'Basic'])),
    starts_on: startsOn,
    ends_on: die.rarely(0.4) ? null : dayAfter(startsOn, die.number(0, 300)),
    monthly,
    currency,
    value: currency === 'XXX' ? null : monthly,
    modified_at: MIRROR_NOW,
    gone: die.rarely(0.05),
  };
}

export function aContentDay(die: Die, id: number): Row {
  return {
    crm: die.one(['hubspot', 'salesforce']),
    record_id: `v${id}`,
    name: `Content ${id % 9}`,
    format: die.maybe(die.one(['webinar', 'ebook'])),
    segment: die.maybe('smb'),
    day: die.day(),
    views: die.number(0, 500),
    conversions: die.number(0, 40),
    modified_at: MIRROR_NOW,
    gone: die.rarely(0.05),
  };
}
