// The first reading of a large HubSpot account at the account's own limits: as fast as those allow, and complete and
// counted once however often the app is killed meanwhile.
import { expect } from 'vitest';
import { after, DAY_MS, HOUR_MS } from '#kernel/time.ts';
import { PROFESSIONAL_LIMITS } from '#sandbox/hubspot/limits.ts';
import type { LimitOptions } from '#sandbox/hubspot/limits.ts';
import { createRandom } from '#sandbox/world/random.ts';
import type { AppProcess } from '../support/app-process.ts';
import { aHouse, untilReady } from '../support/house.ts';
import type { House } from '../support/house.ts';
import type { Servers } from '../support/house-servers.ts';
import { patiently } from './patience.ts';

export interface FirstFillSize {
  readonly contacts: number;
  readonly deals: number;
  /** Real ones, or quicker for a small test. */
  readonly limits?: LimitOptions;
}

export interface FirstFillFigures {
  readonly seconds: number;
  readonly calls: number;
  readonly searches: number;
  /** Answers that told to call less often. */
  readonly refused: number;
  /** Least seconds that the limits allow for so many calls. */
  readonly leastSeconds: number;
  readonly recordsPerSecond: number;
  /** Bytes of the app after it. */
  readonly heap: number;
}

const PATIENCE_MS = 30 * 60_000;

/** Without a disturbance: how fast, against what the limits allow. */
export async function measureFill(size: FirstFillSize): Promise<FirstFillFigures> {
  const { limits = PROFESSIONAL_LIMITS } = size;
  const house = await aLadenHouse(size);
  try {
    const app = await house.startProcess();
    const filled = await untilFilled(house);
    await expectWhole(house, size);
    const calls = await callsOf(app);
    const leastSeconds = Math.max((calls.general / limits.burst) * 10, calls.searches / limits.searchPerSecond);
    const { heap } = await app.weigh();
    return {
      seconds: filled.seconds,
      calls: calls.general,
      searches: calls.searches,
      refused: calls.refused,
      leastSeconds,
      recordsPerSecond: (size.contacts + size.deals) / filled.seconds,
      heap,
    };
  } finally {
    await house.close();
  }
}

export interface KillsAt {
  readonly deaths: number;
  readonly seed: number;
  /** Records that are kept between one death and the next, at most. */
  readonly apart: number;
}

/**
 * Killed with -9 again and again, at drawn moments of the fill. Before and after each death somebody new comes, of whom no
 * webhook tells: they are announced all the same. Answers how many records were kept at each death.
 */
export async function killFill(
  size: FirstFillSize,
  { deaths, seed, apart }: KillsAt,
  report: (line: string) => void,
): Promise<readonly number[]> {
  const random = createRandom(seed);
  const house = await aLadenHouse(size);
  const kept: number[] = [];
  const newcomers: string[] = [];
  const comes = (): void => {
    const email = `newcomer${newcomers.length}@customer.test`;
    newcomers.push(email);
    house.hubspot.createContact({ email, firstname: 'New', lastname: 'Comer', lifecyclestage: 'lead' });
  };
  try {
    for (let death = 1; death <= deaths; death += 1) {
      const app = await house.startProcess();
      const before = await doneIn(house);
      const until = before + random.between(1, apart);
      await patiently(PATIENCE_MS, async () => expect(await doneIn(house)).toBeGreaterThanOrEqual(until));
      comes();
      await app.kill9();
      comes();
      kept.push(await doneIn(house));
      report(`death ${death} after ${kept.at(-1)} records`);
    }
    expect(await isFilled(house)).toBe(false);
    await house.startProcess();
    await untilFilled(house);
    await patiently(PATIENCE_MS, async () => expect(await announced(house)).toEqual(newcomers.toSorted()));
    await expectWhole(house, size, newcomers.length);
    return kept;
  } finally {
    await house.close();
  }
}

/** With an account in which everything is older than the app. */
function aLadenHouse(size: FirstFillSize): Promise<House> {
  return aHouse({
    crms: ['hubspot'],
    app: false,
    webhooks: false,
    limits: size.limits ?? PROFESSIONAL_LIMITS,
    before: (servers) => plant(servers, size),
  });
}

const STAGES = ['subscriber', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead', 'opportunity'];

function plant({ hubspot, hubspotOwners, clock }: Servers, { contacts, deals }: FirstFillSize): void {
  const random = createRandom(7);
  const owners = [...hubspotOwners.values()];
  const now = clock.now();
  const made = Array.from({ length: contacts }, () => after(now, -random.between(2, 500) * DAY_MS));
  hubspot.plant(
    'contacts',
    made.map((createdAt, number) => {
      const reached = random.between(0, STAGES.length - 1);
      const steps = STAGES.slice(0, reached + 1).map((value, step) => ({
        value,
        timestamp: after(createdAt, step * 5 * HOUR_MS),
      }));
      return {
        id: String(100_000_000 + number),
        createdAt,
        updatedAt: after(createdAt, DAY_MS),
        properties: {
          email: `person${number}@customer${number % 900}.test`,
          firstname: `First${number % 700}`,
          lastname: `Last${number}`,
          lifecyclestage: STAGES[reached] ?? 'lead',
          hubspot_owner_id: owners[number % owners.length] ?? null,
          hs_analytics_source: random.pick(['ORGANIC_SEARCH', 'PAID_SEARCH', 'SOCIAL_MEDIA', 'OFFLINE']),
        },
        history: { lifecyclestage: steps },
      };
    }),
  );
  hubspot.plant(
    'deals',
    Array.from({ length: deals }, (_, number) => {
      const createdAt = after(now, -random.between(2, 400) * DAY_MS);
      const dealstage = random.pick(['appointmentscheduled', 'closedwon', 'closedlost']);
      return {
        id: String(200_000_000 + number),
        createdAt,
        updatedAt: after(createdAt, HOUR_MS),
        properties: {
          dealname: `Deal ${number}`,
          dealstage,
          pipeline: 'default',
          amount: String(random.between(1, 90) * 1000),
          closedate: after(createdAt, DAY_MS).toISOString(),
        },
      };
    }),
  );
  hubspot.plantLinks(
    'deals',
    'contacts',
    Array.from({ length: deals }, (_, number) => [
      String(200_000_000 + number),
      String(100_000_000 + ((number * 7) % contacts)),
    ]),
  );
}

async function doneIn(house: House): Promise<number> {
  const [row] = await house.rows<{ done: number }>('SELECT COALESCE(sum(done), 0)::int AS done FROM history_sync');
  return row?.done ?? 0;
}

async function isFilled(house: House): Promise<boolean> {
  return (await house.rows('SELECT 1 AS one FROM history_fill WHERE finished_at IS NOT NULL')).length === 1;
}

async function untilFilled(house: House): Promise<{ readonly seconds: number }> {
  await patiently(PATIENCE_MS, async () => expect(await isFilled(house)).toBe(true));
  const [row] = await house.rows<{ seconds: number }>(
    'SELECT extract(epoch FROM finished_at - started_at)::float8 AS seconds FROM history_fill',
  );
  return { seconds: row?.seconds ?? 0 };
}

async function announced(house: House): Promise<readonly string[]> {
  const rows = await house.rows<{ email: string }>(
    `SELECT email FROM lead WHERE standing = 'announced' ORDER BY email COLLATE "C"`,
  );
  return rows.map(({ email }) => email);
}

/** Everything is there, once; nothing was announced but who came meanwhile, whom the lists may have told of as well. */
async function expectWhole(house: House, { contacts, deals }: FirstFillSize, newcomers = 0): Promise<void> {
  await untilReady(house);
  const [counted] = await house.rows(`
    SELECT (SELECT count(*)::int FROM person_record WHERE NOT gone AND email NOT LIKE 'newcomer%') AS people,
      (SELECT count(*)::int FROM prospect WHERE NOT gone AND email NOT LIKE 'newcomer%') AS prospects,
      (SELECT count(*)::int FROM deal WHERE NOT gone) AS deals,
      (SELECT count(*)::int FROM mirror_record WHERE object = 'lead') AS mirrored,
      (SELECT count(*)::int FROM lead WHERE standing = 'baseline') AS leads,
      (SELECT count(*)::int FROM lead) AS all_leads,
      (SELECT done BETWEEN ${contacts} AND ${contacts + newcomers} FROM history_sync WHERE kind = 'person') AS people_read,
      (SELECT done FROM history_sync WHERE kind = 'deal') AS deals_read,
      (SELECT count(*)::int FROM lead_event JOIN lead ON subject = 'lead:' || lead.id WHERE standing = 'baseline') AS events`);
  expect(counted).toEqual({
    people: contacts,
    prospects: contacts,
    deals,
    mirrored: contacts + newcomers,
    leads: contacts,
    all_leads: contacts + newcomers,
    people_read: true,
    deals_read: deals,
    events: 0,
  });
  expect(await house.rows(`SELECT key FROM inbox WHERE state = 'failed'`)).toEqual([]);
  expect(house.errors).toEqual([]);
}

const CALL = /^signalbox_crm_api_calls_seconds_count\{(?<labels>[^}]*)\} (?<count>\d+)/u;

/** What the app itself counted. */
async function callsOf({ url }: AppProcess): Promise<Record<'general' | 'searches' | 'refused', number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const calls = { general: 0, searches: 0, refused: 0 };
  for (const line of text.split('\n')) {
    const { labels = '', count = '0' } = CALL.exec(line)?.groups ?? {};
    if (labels.includes('kind="search"')) calls.searches += Number(count);
    else calls.general += Number(count);
    if (labels.includes('outcome="rate_limited"')) calls.refused += Number(count);
  }
  return calls;
}
