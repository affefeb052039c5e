import { beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '#kernel/time.ts';
import { begin, join, recoveredOn } from '#features/anomalies/incidents.ts';
import type { SelfLook } from '#features/anomalies/own/look-at-self.ts';
import { MEMORY, newMemory, writeMemory } from '#features/anomalies/own/memory.ts';
import { learned, NO_RHYTHM } from '#features/anomalies/own/rhythm.ts';
import { SlackUserId } from '#kernel/ids.ts';
import { aPlaybook } from '../../playbook/builders.ts';
import { useDatabase } from '../../../support/database.ts';
import { aSelfHouse } from '../../../support/self-house.ts';

/** A Tuesday. */
const START = new Date('2026-03-03T09:00:00Z');
const clock = { at: START };
const db = useDatabase({ now: () => clock.at });
const house = aSelfHouse(db, clock, aPlaybook());

const before = (minutes: number): Date => new Date(house.now.getTime() - minutes * MINUTE_MS);
const faults = (look: SelfLook | null): readonly string[] => look?.findings.map(({ fault }) => fault ?? '') ?? [];

beforeEach(async () => {
  await db.rows(`DELETE FROM watch_series`);
  await db.rows(`DELETE FROM watch_evaluation`);
  await db.rows(`DELETE FROM history_sync`);
  await db.rows(`DELETE FROM inbox`);
  await db.rows(`DELETE FROM outbox`);
  await db.rows(`DELETE FROM lead`);
  house.now = new Date(START);
  house.playbook = aPlaybook();
  house.delays.clear();
  house.usage.clear();
});

/** Looks with HubSpot read a minute before each. */
async function calmLooks(many: number, minutes = 5): Promise<void> {
  for (let nth = 0; nth < many; nth += 1) {
    await house.read('hubspot', new Date(house.now.getTime() + (minutes - 1) * MINUTE_MS));
    await house.look(minutes);
  }
}

describe('A look of Signalbox at itself', () => {
  it('finds nothing in a young house', async () => {
    const look = await house.look();
    expect(look).toMatchObject({ evaluations: [], findings: [] });
    expect(look?.watches.map(({ key, channel }) => `${key} ${channel}`)).toEqual([
      'own:sync_lag #revops',
      'own:webhook_silence #revops',
      'own:claim_sla #revops',
      'own:error_rate #revops',
      'own:api_budget #revops',
    ]);
  });

  it('is taken each five minutes, and soon after the clock was moved', async () => {
    await house.look();
    expect(await house.look(1)).toBeNull();
    expect(await house.look(3)).toBeNull();
    expect(await house.look(1)).not.toBeNull();
    expect(await house.look(60 * 24)).not.toBeNull();
    expect(await house.look(-60)).not.toBeNull();
  });

  it('is left out in a pause, in a dry run, and where the playbook says so', async () => {
    const { pauses, dryRuns } = db.database.stores;
    const ops = SlackUserId.parse('U0OPS');
    await pauses.begin({ reason: null, by: ops, at: house.now });
    expect(await house.look()).toBeNull();
    await pauses.end(ops, house.now);
    await dryRuns.begin(house.now);
    expect(await house.look()).toBeNull();
    await dryRuns.end(house.now);
    expect(await house.look()).not.toBeNull();
    house.playbook = aPlaybook('watching: { itself: false }\n');
    expect(await house.look()).toBeNull();
  });
});

describe('Reading of a CRM that fails', () => {
  it('is told once after a quarter of an hour, four times as late again, and is over by itself', async () => {
    await calmLooks(2);
    await house.read('hubspot', before(1));
    await house.read('salesforce', before(1));
    house.delays.set('hubspot', { because: 'down', retryAfterMs: 1000 });
    const looks: SelfLook[] = [];
    for (let nth = 0; nth < 14; nth += 1) {
      await house.read('salesforce', new Date(house.now.getTime() + 4 * MINUTE_MS));
      const look = await house.look();
      if (look !== null) looks.push(look);
    }
    const found = looks.flatMap(({ findings }) => findings);
    expect(found.map(({ signal }) => signal.day)).toEqual(['2026-03-03T09:25Z', '2026-03-03T10:15Z']);
    expect(found[0]).toMatchObject({
      kind: 'data',
      channelName: '#revops',
      since: '2026-03-03T09:09Z',
      signal: { watch: 'own:sync_lag', series: 'hubspot', metric: 'sync_lag', value: 16, expected: 1, direction: 'up' },
      fault:
        'Reading HubSpot has been failing for 16 min. It is tried again each minute, and what was missed is made up for. If HubSpot itself works, a revoked token or a missing scope needs a person: /signalbox doctor says more.',
    });
    const kept = () =>
      db.database.stores.watches.looks({
        watches: ['own:sync_lag'],
        series: 'hubspot',
        from: '2026-03-03',
        to: '2026-03-03',
      });
    const incident = join(begin(found.slice(0, 1)), found.slice(1));
    expect(incident.severity).toBe('medium');
    expect(recoveredOn(incident, await kept())).toBeNull();

    house.delays.clear();
    await house.read('hubspot', new Date(house.now.getTime() + 4 * MINUTE_MS));
    const over = await house.look();
    expect(over?.findings).toEqual([]);
    expect(recoveredOn(incident, await kept())).toBe('2026-03-03T10:25Z');
  });

  it('names the kind and the CRM’s own words where one kind alone is refused', async () => {
    await calmLooks(1);
    const fresh = before(1);
    await house.read('hubspot', fresh, { kind: 'deal', trouble: 'HubSpot lacks the scope crm.objects.deals.read.' });
    for (let nth = 0; nth < 2; nth += 1) await calmLooks(1);
    await house.read('hubspot', new Date(house.now.getTime() + 4 * MINUTE_MS));
    expect(faults(await house.look())).toEqual([
      expect.stringContaining('failing for 15 min. Deals: HubSpot lacks the scope crm.objects.deals.read. It is tried'),
    ]);
  });

  it('is not told of what was never read, is paused, or was not read while nobody was there', async () => {
    await house.read('hubspot', before(100), { freshAt: null, phase: 'fill', trouble: 'no scope' });
    await house.look();
    await house.look();
    expect((await house.look())?.evaluations).toEqual([]);

    await house.read('hubspot', before(1));
    await house.look();
    const morning = await house.look(14 * 60);
    expect(morning?.findings).toEqual([]);
    expect(morning?.evaluations).toMatchObject([{ watch: 'own:sync_lag', value: 0, flagged: false, state: 'judged' }]);
    await house.look();
    await house.look();
    expect(faults(await house.look())).toEqual([expect.stringContaining('HubSpot was last read whole 15 min ago')]);

    const paused = { pausedAt: house.now, pausedBy: 'U0OPS', channel: null, ts: null, hash: null };
    await db.database.stores.sync.saveFill({ crm: 'hubspot', ...paused, startedAt: START, finishedAt: null });
    expect((await house.look())?.evaluations).toEqual([]);
    await db.rows(`DELETE FROM history_fill`);
  });
});

describe('Webhooks', () => {
  /** Four weeks in which one came in each look, from Monday to Friday between 8 and 18. */
  async function plantRhythm(): Promise<void> {
    let rhythm = NO_RHYTHM;
    for (let look = 0; look < 4 * 168 * 12; look += 1) {
      const hour = Math.floor(look / 12) % 168;
      rhythm = learned(rhythm, hour, hour < 120 && hour % 24 >= 8 && hour % 24 < 18 && look % 10 !== 0);
    }
    const memory = { ...newMemory(house.now), webhooks: { hubspot: { last: house.now, rhythm } } };
    await db.database.stores.watches.keepSeries([{ ...MEMORY, state: writeMemory(memory), shift: 0 }]);
    await arrive('deal.propertyChange', house.now);
  }

  async function arrive(type: string, at: Date, many = 1): Promise<void> {
    for (let nth = 0; nth < many; nth += 1) {
      await db.rows(
        `INSERT INTO inbox (key, crm, object, record_id, change, type, occurred_at, received_at, due_at, correlation_id)
         VALUES (gen_random_uuid()::text, 'hubspot', 'lead', '1', 'changed', $1, $2, $2, $2, 'c')`,
        [type, at],
      );
    }
  }

  it('that stop are told of once polling finds what they should have told', async () => {
    await plantRhythm();
    await calmLooks(10, 10);
    await arrive('poll', house.now, 4);
    await house.read('hubspot', new Date(house.now.getTime() + 4 * MINUTE_MS));
    const look = await house.look();
    expect(faults(look)).toEqual([
      expect.stringMatching(
        /^HubSpot has sent no webhook for 2 h, where \d+ min is the longest that is usual at this time of the week, and polling found 4 changes meanwhile\. Nothing is lost/,
      ),
    ]);
    expect(look?.findings[0]).toMatchObject({ kind: 'own', since: '2026-03-03T09:00Z' });

    await arrive('deal.propertyChange', before(-1));
    await calmLooks(2);
    const looks = await db.database.stores.watches.looks({
      watches: ['own:webhook_silence'],
      from: '2026-03-03',
      to: '2026-03-03',
    });
    expect(looks.map(({ flagged }) => flagged).slice(-4)).toEqual([false, true, false, false]);
    const incident = begin(look?.findings ?? []);
    expect(recoveredOn(incident, looks)).toBe(looks.at(-1)?.day);
  });

  it('that are silent because nothing changes, or at night, are no trouble', async () => {
    await plantRhythm();
    await calmLooks(8, 14);
    const looks = await db.rows<{ flagged: boolean }>(
      `SELECT flagged FROM watch_evaluation WHERE watch = 'own:webhook_silence' AND evaluated_at > $1`,
      [START],
    );
    expect(looks.length).toBeGreaterThan(5);
    expect(looks.every(({ flagged }) => !flagged)).toBe(true);
    house.now = new Date('2026-03-03T21:00:00Z');
    await arrive('deal.propertyChange', house.now);
    await calmLooks(1);
    await arrive('poll', house.now, 9);
    for (let nth = 0; nth < 5; nth += 1) {
      await house.read('hubspot', new Date(house.now.getTime() + 13 * MINUTE_MS));
      expect(faults(await house.look(14))).toEqual([]);
    }
  });
});

describe('Messages and writes', () => {
  async function intents(done: number, dead: number, at = house.now): Promise<void> {
    await db.rows(
      `INSERT INTO outbox (key, kind, lane, urgency, payload, correlation_id, created_at, due_at, state, finished_at, fault)
       SELECT gen_random_uuid()::text, 'crm.update', 'x', 5, '{}', 'c', $1, $1, CASE WHEN n > $2 THEN 'dead' ELSE 'done' END, $1,
         CASE WHEN n > $2 THEN 'refused' END FROM generate_series(1, $2::int + $3::int) AS n`,
      [at, done, dead],
    );
  }

  it('that fail more often than usual are told of', async () => {
    for (let hour = 0; hour < 4; hour += 1) {
      await intents(60, 0, before(0));
      for (let nth = 0; nth < 5; nth += 1) expect(faults(await house.look(14))).toEqual([]);
    }
    await intents(20, 6, before(-1));
    expect(faults(await house.look())).toEqual([
      expect.stringMatching(/^6 of the \d+ messages and CRM writes of the last hour were given up or are refused/),
    ]);
    expect(faults(await house.look())).toEqual([]);
  });

  it('that wait for an outage are no errors of ours', async () => {
    await intents(300, 0);
    for (let nth = 0; nth < 5; nth += 1) await house.look(14);
    await intents(20, 0);
    await db.rows(
      `INSERT INTO outbox (key, kind, lane, urgency, payload, correlation_id, created_at, due_at, failing_since, fault)
       SELECT gen_random_uuid()::text, 'crm.update', 'x', 5, '{}', 'c', $1, $1, $1, 'unavailable' FROM generate_series(1, 30)`,
      [house.now],
    );
    expect(faults(await house.look())).toEqual([]);
  });
});

describe('API calls', () => {
  it('that will not last the day are told of, hours before', async () => {
    const used = { used: 100_000, limit: 250_000 };
    house.usage.set('hubspot', used);
    for (let nth = 0; nth < 10; nth += 1) {
      used.used += 800;
      expect(faults(await house.look(14))).toEqual([]);
    }
    const told: string[] = [];
    for (let nth = 0; nth < 10; nth += 1) {
      used.used += 4500;
      told.push(...faults(await house.look(14)));
    }
    expect(told).toEqual([
      expect.stringMatching(
        /^\d+ of the 250000 API calls that HubSpot grants a day are used: at this rate they end in \d+ h\./,
      ),
    ]);
    used.used = 0;
    for (let nth = 0; nth < 10; nth += 1) await house.look(14);
    const last = await db.rows<{ flagged: boolean }>(
      `SELECT flagged FROM watch_evaluation WHERE watch = 'own:api_budget' ORDER BY day DESC LIMIT 1`,
    );
    expect(last).toEqual([{ flagged: false }]);
  });
});

describe('Claims', () => {
  async function leads(due: Date, many: number, late: number): Promise<void> {
    await db.rows(
      `INSERT INTO lead (id, facts, search_text, score_reasons, state, standing, created_at, seen_at, changed_at, claimed_at)
       SELECT gen_random_uuid(), '{}', '', '[]', 'open', 'announced', $1::timestamptz - interval '1 day', $1::timestamptz - interval '1 day', $1,
         CASE WHEN n > $3 THEN $1::timestamptz - interval '2 hours' END FROM generate_series(1, $2::int) AS n`,
      [due, many, late],
    );
  }

  it('that come too late more often than on the same days before are told of', async () => {
    for (const week of [1, 2, 3, 4]) await leads(new Date(START.getTime() - week * 7 * DAY_MS), 12, 1);
    await leads(START, 12, 1);
    expect(faults(await house.look())).toEqual([]);
    await leads(new Date(START.getTime() + MINUTE_MS), 12, 12);
    expect(faults(await house.look())).toEqual([
      '13 of the 24 leads that were due within a day were not claimed in time; usually it is 9%. Look whether their channel is read and their team is there: /lead open lists what is left.',
    ]);
  });

  it('are not judged where nobody ever claims in time, or by a handful of leads', async () => {
    for (const week of [1, 2, 3, 4]) await leads(new Date(START.getTime() - week * 7 * DAY_MS), 12, 12);
    await leads(START, 12, 12);
    expect(faults(await house.look())).toEqual([]);
  });
});
