// A mirror of made-up CRMs, the same for each run: a few thousand rows with holes, twins, deleted records, currencies
// without a rate, and instants at the edges of days, in months with a leap day and changes of the clocks.
import type { Pool } from 'pg';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';

export const ZONES = ['Europe/Berlin', 'Asia/Kolkata', 'America/New_York'] as const;
export const MIRROR_NOW = new Date('2024-12-02T10:30:00Z');

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const BEGIN = Date.parse('2023-10-01T00:00:00Z');
const END = Date.parse('2024-12-02T00:00:00Z');
/** Midnights of the three zones on the leap day, the days around the changes of the clocks, and at the turn of the year. */
const EDGES = [
  '2024-02-28T23:00:00Z',
  '2024-02-29T22:59:59.999Z',
  '2024-02-29T23:00:00Z',
  '2024-02-28T18:30:00Z',
  '2024-02-29T05:00:00Z',
  '2024-03-30T23:00:00Z',
  '2024-03-31T22:00:00Z',
  '2024-03-10T05:00:00Z',
  '2024-03-11T04:00:00Z',
  '2024-10-26T22:00:00Z',
  '2024-10-27T23:00:00Z',
  '2023-12-31T23:00:00Z',
  '2023-12-31T18:30:00Z',
  '2024-01-01T05:00:00Z',
].map((text) => Date.parse(text));

type Row = Readonly<Record<string, unknown>>;

const SOURCES = ['Web', 'ORGANIC_SEARCH', 'Website', 'Webinar', 'Trade Show', 'Outbound', 'SALES', "O'Neil; --"];
const COUNTRIES = ['DE', 'US', 'IN', 'Atlantis'];
const OWNERS = ['ana@acme.test', 'bo@acme.test', 'cy@acme.test', 'hubspot:77'];
const MODELS = ['first_touch', 'last_touch', 'linear', 'u_shaped', 'w_shaped', 'time_decay'];
const CURRENCIES = ['EUR', 'USD', 'XXX'];
const QUALITY_BITS = 2 ** 6;

export async function fillMirror(pool: Pool, seed = 20_240_229): Promise<void> {
  const die = dieOf(seed);
  const put = (table: string, rows: readonly Row[]) => fill(pool, table, rows);
  await put('crm_user', people());
  await put('crm_stage', stages());
  await put(
    'crm_campaign',
    times(24, (n) => aCampaign(die, n + 1)),
  );
  await put(
    'prospect',
    times(3000, (n) => aProspect(die, n + 1)),
  );
  const records = times(3600, (n) => aRecord(die, n + 1));
  await put('person_record', records);
  await put(
    'crm_company',
    times(300, (n) => aCompany(die, n + 1)),
  );
  const deals = times(1500, (n) => aDeal(die, n + 1));
  await put('deal', deals);
  await put('record_change', [
    ...records.flatMap((row) => owners(die, row)),
    ...deals.flatMap((row) => pastOf(die, row)),
  ]);
  const touches = times(5000, (n) => aTouch(die, n + 1));
  await put('touch', touches);
  await put(
    'touch_credit',
    deals.flatMap((row) => shares(die, row)),
  );
  await put(
    'cost',
    times(150, (n) => aCost(die, n + 1)),
  );
  await put(
    'subscription',
    times(260, (n) => aSubscription(die, n + 1)),
  );
  await put(
    'content_day',
    times(600, (n) => aContentDay(die, n + 1)),
  );
  await put(
    'campaign',
    times(80, (n) => aPlan(die, n + 1)),
  );
  await put(
    'inbox',
    times(300, (n) => anInboxRow(die, n + 1)),
  );
  await put(
    'outbox',
    times(200, (n) => anOutboxRow(die, n + 1)),
  );
  await put(
    'rule_firing',
    times(300, (n) => aFiring(die, n + 1)),
  );
  await put(
    'audit',
    times(500, (n) => anEntry(die, n + 1)),
  );
  await putClaims(put, die);
  await pool.query('ANALYZE');
}

interface Die {
  /** A whole number in [from, to]. */
  number(from: number, to: number): number;
  /** True in this share of the cases. */
  rarely(share: number): boolean;
  one<T>(of: readonly T[]): T;
  /** Null in a seventh of the cases. */
  maybe<T>(value: T): T | null;
  instant(): Date;
  day(): string;
}

function dieOf(seed: number): Die {
  const generator = xoroshiro128plus(seed);
  const number = (from: number, to: number): number => uniformInt(generator, from, to);
  const one = <T>(of: readonly T[]): T => of[number(0, of.length - 1)] as T;
  const rarely = (share: number): boolean => number(0, 9999) < share * 10_000;
  const instant = (): Date =>
    new Date(rarely(0.2) ? one(EDGES) : BEGIN + number(0, Math.floor((END - BEGIN) / MINUTE)) * MINUTE);
  return {
    number,
    one,
    rarely,
    instant,
    maybe: (value) => (number(0, 6) === 0 ? null : value),
    day: () => instant().toISOString().slice(0, 10),
  };
}

function later(die: Die, at: Date | null, days: number): Date | null {
  if (at === null || die.rarely(0.35)) return null;
  // Now and then the stages come in the wrong order.
  const steps = die.rarely(0.05) ? -3 : die.number(0, days * 24 * 12);
  const then = new Date(at.getTime() + steps * 5 * MINUTE);
  return then > MIRROR_NOW ? null : then;
}

function aProspect(die: Die, id: number): Row {
  const createdAt = die.instant();
  const leadAt = die.rarely(0.1) ? later(die, createdAt, 3) : createdAt;
  const mqlAt = later(die, leadAt, 40);
  const sqlAt = later(die, mqlAt ?? leadAt, 60);
  const opportunityAt = later(die, sqlAt, 60);
  const assignedAt = later(die, createdAt, 2);
  return {
    id,
    email: `p${id}@company-${id % 200}.test`,
    name: die.maybe(`Person ${id}`),
    crm: die.one(['hubspot', 'salesforce']),
    company_key: die.maybe(`company-${id % 200}.test`),
    company_name: `Company ${id % 200}`,
    country: die.maybe(die.one(COUNTRIES)),
    employees: die.maybe(die.number(1, 3000)),
    source: die.maybe(die.one(SOURCES)),
    campaign_id: die.maybe(die.number(1, 24)),
    owner: die.maybe(die.one(OWNERS)),
    stage: die.maybe(die.one(['lead', 'customer', 'other'])),
    status: die.maybe('Open'),
    created_at: createdAt,
    modified_at: new Date(createdAt.getTime() + die.number(0, 200) * DAY),
    lead_at: leadAt,
    mql_at: mqlAt,
    sql_at: sqlAt,
    opportunity_at: opportunityAt,
    customer_at: later(die, opportunityAt, 90),
    assigned_at: assignedAt,
    first_touched_at: later(die, assignedAt, 6),
    marketable: die.rarely(0.7),
    opted_out: die.rarely(0.1),
    bounced: die.rarely(0.1),
    filled: die.number(0, QUALITY_BITS * 2 - 1),
    valid: die.number(0, QUALITY_BITS * 2 - 1),
    gone: die.rarely(0.05),
  };
}

function aRecord(die: Die, id: number): Row {
  const crm = die.one(['hubspot', 'salesforce']);
  const createdAt = die.instant();
  return {
    crm,
    object: die.one(crm === 'hubspot' ? ['lead'] : ['lead', 'contact']),
    record_id: String(1000 + id),
    prospect_id: die.number(1, 3000),
    email: die.maybe(`r${die.number(1, 2500)}@acme.test`),
    name: die.maybe(`Record ${id}`),
    owner_id: die.maybe(String(die.number(74, 79))),
    country: die.maybe(die.one(COUNTRIES)),
    employees: die.maybe(die.number(1, 3000)),
    source: die.maybe(die.one(SOURCES)),
    stage: die.maybe(die.one(['lead', 'customer', 'other'])),
    converted_at: crm === 'salesforce' && die.rarely(0.1) ? createdAt : null,
    twins: [],
    created_at: createdAt,
    modified_at: createdAt,
    gone: die.rarely(0.05),
  };
}

function aCompany(die: Die, id: number): Row {
  const createdAt = die.instant();
  return {
    crm: die.one(['hubspot', 'salesforce']),
    record_id: String(id),
    name: `Company ${id}`,
    domain: die.maybe(`${die.rarely(0.2) ? 'Dup' : 'dup'}${die.number(1, 150)}.test`),
    employees: die.maybe(die.number(1, 3000)),
    country: die.maybe(die.one(COUNTRIES)),
    owner_id: die.maybe(String(die.number(74, 79))),
    created_at: createdAt,
    modified_at: createdAt,
    gone: die.rarely(0.05),
  };
}

function owners(die: Die, { crm, object, record_id, prospect_id: prospect, created_at: at }: Row): Row[] {
  return times(die.number(0, 3), (n) => ({
    crm,
    object,
    record_id,
    field: 'owner',
    at: new Date((at as Date).getTime() + n * die.number(0, 5) * DAY + Number(prospect) * MINUTE),
    value: die.maybe(String(die.number(74, 79))),
    observed: die.rarely(0.3),
  })).filter((row, index, all) => all.findIndex((same) => same.at.getTime() === row.at.getTime()) === index);
}

function aDeal(die: Die, id: number): Row {
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
function pastOf(die: Die, { crm, record_id, created_at: createdAt }: Row): Row[] {
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

function aCampaign(die: Die, id: number): Row {
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

function aTouch(die: Die, id: number): Row {
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

function shares(die: Die, { id, created_at: createdAt }: Row): Row[] {
  const count = die.number(0, 4);
  const weights = Object.fromEntries(
    MODELS.map((model) => {
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
    ...Object.fromEntries(MODELS.map((model) => [model, weights[model]?.[n]])),
  }));
}

function aCost(die: Die, id: number): Row {
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

function aSubscription(die: Die, id: number): Row {
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

function aContentDay(die: Die, id: number): Row {
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

function aPlan(die: Die, id: number): Row {
  const createdAt = die.instant();
  const requestedAt = later(die, createdAt, 5);
  const approvedAt = later(die, requestedAt, 5);
  const launchAskedAt = later(die, approvedAt, 5);
  return {
    id,
    name: `Plan ${id}`,
    type: 'email',
    channel: die.one(['paid', 'event']),
    crms: ['hubspot'],
    owner: die.maybe(die.one(OWNERS)),
    currency: 'EUR',
    utm: {},
    launch: 'at_once',
    state: 'live',
    adopted_from: die.rarely(0.2) ? 'hubspot' : null,
    created_at: createdAt,
    changed_at: createdAt,
    requested_at: requestedAt,
    approved_at: approvedAt,
    launch_asked_at: launchAskedAt,
    launched_at: later(die, launchAskedAt ?? requestedAt ?? createdAt, 9),
    version: 1,
  };
}

function anInboxRow(die: Die, id: number): Row {
  const at = die.instant();
  const state = die.one(['done', 'ignored', 'failed', 'pending']);
  return {
    id,
    key: `inbox:${id}`,
    crm: die.one(['hubspot', 'salesforce']),
    object: 'lead',
    record_id: String(id),
    change: 'changed',
    type: 'x',
    occurred_at: at,
    received_at: at,
    correlation_id: `cause-${id}`,
    state,
    attempts: 1,
    due_at: at,
    finished_at: state === 'pending' ? null : new Date(at.getTime() + die.number(0, 600_000)),
  };
}

function anOutboxRow(die: Die, id: number): Row {
  const at = die.instant();
  const state = die.one(['done', 'dead', 'pending']);
  return {
    id,
    key: `outbox:${id}`,
    kind: die.one(['crm.assign', 'crm.update', 'lead.card']),
    lane: `lane-${id}`,
    urgency: 5,
    payload: { ref: { crm: die.one(['hubspot', 'salesforce']), object: 'lead', id: String(id) } },
    correlation_id: `cause-${die.number(1, 300)}`,
    created_at: at,
    state,
    attempts: 1,
    waits: 0,
    due_at: at,
    finished_at: state === 'pending' ? null : new Date(at.getTime() + die.number(0, 600_000)),
  };
}

function aFiring(die: Die, id: number): Row {
  return {
    rule: `rule-${id % 5}`,
    subject: `lead:${id}`,
    edge: 0,
    event: 'lead.created',
    playbook_version: 1,
    values: [],
    at: die.instant(),
    correlation_id: `cause-${die.number(1, 300)}`,
  };
}

function anEntry(die: Die, id: number): Row {
  return {
    id,
    at: die.instant(),
    action: die.one([
      'lead.seen',
      'rule.fired',
      'lead.claimed',
      'slack.card_posted',
      'crm.update_refused',
      'crm.updated',
    ]),
    actor: die.one(['person:U0ANA', 'rule:rule-1', 'system:intake', 'crm:hubspot:unknown']),
    subject: `lead:${id}`,
    correlation_id: `cause-${die.number(1, 300)}`,
  };
}

/** Claims of our own on leads whose records are in the mirror. */
async function putClaims(put: (table: string, rows: readonly Row[]) => Promise<void>, die: Die): Promise<void> {
  const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const at = (): Date => die.instant();
  await put(
    'lead',
    times(200, (n) => ({
      id: uuid(n + 1),
      facts: {},
      search_text: '',
      score_reasons: [],
      state: 'open',
      standing: 'announced',
      priority: 'normal',
      claim_by: 'anyone',
      created_at: at(),
      seen_at: at(),
      changed_at: at(),
    })),
  );
  await put(
    'lead_ref',
    times(200, (n) => ({ crm: 'hubspot', object: 'lead', record_id: String(1001 + n * 3), lead_id: uuid(n + 1) })),
  );
  await put(
    'claim',
    times(400, (n) => ({
      id: uuid(1000 + n),
      lead_id: uuid(die.number(1, 200)),
      by: 'U0ANA',
      kind: die.one(['claim', 'hand_over', 'release']),
      at: at(),
      state: die.one(['written', 'conflict']),
    })),
  );
}

function people(): Row[] {
  const users = [
    ['74', 'Ana@Acme.test'],
    ['75', 'bo@acme.test'],
    ['76', 'cy@acme.test'],
    ['77', null],
  ] as const;
  return ['hubspot', 'salesforce'].flatMap((crm) =>
    users.map(([id, email]) => ({ crm, user_id: id, name: id, email, active: true, kind: 'person' })),
  );
}

function stages(): Row[] {
  const stage = (crm: string, object: string, id: string, label: string): Row => ({
    crm,
    object,
    stage_id: id,
    label,
    closed: false,
    won: false,
    position: 1,
  });
  return ['hubspot', 'salesforce'].flatMap((crm) => [
    stage(crm, 'opportunity', 'proposal', 'Proposal sent'),
    stage(crm, 'opportunity', 'closedwon', 'Won'),
    stage(crm, 'lead', 'lead', 'New lead'),
  ]);
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

function times<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

/** Columns that no row names take the default of the table. */
async function fill(pool: Pool, table: string, rows: readonly Row[]): Promise<void> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].map((name) => `"${name}"`).join(', ');
  await pool.query(
    `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}
