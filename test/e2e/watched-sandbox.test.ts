// Acme as a newcomer has it, with the playbook of the first run: days pass, traffic drops, HubSpot is away. What is told by
// itself is one message of what happened, and nothing of anything else.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DAY_MS } from '#kernel/time.ts';
import type { WireMessage } from '#sandbox/slack/world/wire.ts';
import type { Sandbox } from '#sandbox/start-sandbox.ts';
import type { Happenings } from '#sandbox/world/happenings/happenings.ts';
import { createHappenings } from '#sandbox/world/happenings/happenings.ts';
import { createRecords } from '#sandbox/world/records/records.ts';
import { startApp } from '../../src/app.ts';
import type { RunningApp } from '../../src/app.ts';
import { aLivelyWorld } from '../support/a-lively-world.ts';
import { useDatabase } from '../support/database.ts';
import { configFrom } from '../support/house-settings.ts';
import { silentLog } from '../support/silent-log.ts';
import { PROJECT } from '../support/source-files.ts';

/** A busy machine reads a past slowly. */
const PATIENCE = { timeout: 150_000, interval: 2_000 };
const TAKES_LONG = 170_000;

const db = useDatabase();
let home: string;
let sandbox: Sandbox;
let app: RunningApp;
let world: Happenings;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'signalbox-watched-'));
  sandbox = await aLivelyWorld();
  const env = { DATABASE_URL: db.url, PLAYBOOK: join(PROJECT, 'playbook.yaml'), DATA_DIR: home, PORT: '0' };
  app = await startApp(configFrom({ ...sandbox.env, ...env }), { clock: sandbox.clock, log: silentLog });
  const readiness = await sandbox.connect(app.url);
  if (readiness.kind !== 'ready') throw new Error('the app is not ready');
  sandbox.clock.onMove(() => void app.catchUp());
  world = createHappenings({ sandbox, records: createRecords(sandbox), app: null, leadEveryMs: 20_000 });
  await judged('2027-03-08');
}, TAKES_LONG);
afterAll(async () => {
  await app.stop();
  await sandbox.close();
  await rm(home, { recursive: true });
});

/** Until every watch of the playbook has been looked at through this day. */
async function judged(day: string): Promise<void> {
  await vi.waitFor(async () => {
    await app.catchUp();
    const rows = await db.rows<{ through: string }>(
      "SELECT through::text FROM watch_progress WHERE watch LIKE 'playbook:%'",
    );
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter(({ through }) => through < day)).toEqual([]);
  }, PATIENCE);
}

/** What was told by itself of numbers, threads left out. */
function alarms(): readonly string[] {
  return incidents().map(({ text }) => text ?? '');
}

function incidents(): readonly WireMessage[] {
  const { workspace } = sandbox.slack;
  const messages = workspace.channels().flatMap(({ id }) => workspace.messages(id));
  return messages.filter(
    ({ blocks, thread_ts: thread }) => thread === undefined && JSON.stringify(blocks ?? []).includes('incident.'),
  );
}

describe('The numbers of Acme', () => {
  it(
    'raise no alarm in a week like any other',
    async () => {
      sandbox.clock.moveBy(DAY_MS);
      await judged('2027-03-09');
      sandbox.clock.moveBy(6 * DAY_MS);
      await judged('2027-03-15');
      expect(alarms()).toEqual([]);
    },
    TAKES_LONG,
  );

  it(
    'of days on which HubSpot is away are a fault of the data, and are judged when it is back',
    async () => {
      await world.make('hubspot_down', { on: true });
      sandbox.clock.moveBy(DAY_MS);
      await vi.waitFor(async () => {
        await app.catchUp();
        expect(alarms()).not.toEqual([]);
      }, PATIENCE);
      for (const text of alarms()) expect(text).toMatch(/^Data fault: Reading HubSpot has been failing/u);
      await world.make('hubspot_down', { on: false });
      await judged('2027-03-16');
      await vi.waitFor(() => {
        for (const text of alarms()) expect(text).toMatch(/^Recovered: /u);
      }, PATIENCE);
    },
    TAKES_LONG,
  );

  it(
    'tell once that traffic dropped, and by which source',
    async () => {
      const before = alarms().length;
      await world.make('traffic_drops', { on: true });
      sandbox.clock.moveBy(DAY_MS);
      await judged('2027-03-17');
      sandbox.clock.moveBy(DAY_MS);
      await judged('2027-03-18');
      await vi.waitFor(() => expect(alarms()).toHaveLength(before + 1), PATIENCE);
      expect(alarms().at(-1)).toMatch(/^(High|Medium|Low): Leads/u);
      expect(JSON.stringify(incidents().at(-1)?.blocks)).toContain('Web form');
    },
    TAKES_LONG,
  );
});
