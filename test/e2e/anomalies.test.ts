// The anomaly watch in the house: what is told in the channel, what explains it, what is said when a CRM is away, and what
// people do with it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectDatabase } from '#adapters/postgres/connect.ts';
import type { Database } from '#adapters/postgres/connect.ts';
import { createClock } from '#sandbox/clock.ts';
import { historyRules } from '#features/history/rules.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import { aPlaybook } from '../features/playbook/builders.ts';
import { aPlaybookText } from '../support/house-playbook.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { silentLog } from '../support/silent-log.ts';
import { actionsIn, textIn } from '../support/slack-shape.ts';
import { drawLeads } from '../support/watch-house.ts';
import type { Source } from '../support/watch-house.ts';

const WATCHES = `watches:
  - { metric: leads, by: source, channel: "#growth", assignee: ana@acme.test }
`;
/** A Monday, before anything is settled. */
const BEGIN = new Date('2026-11-09T00:10:00Z');
let house: House;
let database: Database;

beforeAll(async () => {
  const playbook = aPlaybookText({ opportunityIn: 'hubspot', more: WATCHES });
  house = await aHouse({ crms: ['hubspot'], clock: createClock(BEGIN), channels: CHANNELS, playbook });
  const url = house.env['DATABASE_URL'] ?? '';
  database = connectDatabase({ url, log: silentLog, clock: house.clock, poolSize: 2 });
  await plant('2026-09-01', '2026-11-08');
});
afterAll(async () => {
  await database.close();
  await house.close();
});

const CHANNELS = ['enterprise-leads', 'smb-leads', 'inbound-leads', 'revops', 'growth'];

async function plant(from: string, to: string, share?: (source: Source, day: string) => number): Promise<void> {
  await database.stores.history.put(drawLeads(from, to, share), historyRules(aPlaybook()), house.clock.now());
}

/** To this hour, Berlin in winter; what is due by then is read and looked at. */
async function until(day: string, hour: number): Promise<void> {
  moveTo(day, hour);
  await house.tick('history-hubspot');
  await house.untilIdle('history-hubspot');
  await looked();
}

function moveTo(day: string, hour: number): void {
  const at = Date.parse(`${day}T00:00:00Z`) + (hour - 1) * 60 * MINUTE_MS;
  house.clock.moveBy(Math.max(0, at - house.clock.now().getTime()));
}

async function looked(): Promise<void> {
  for (const tick of ['watches', 'incidents']) {
    await house.tick(tick);
    await house.untilIdle(tick);
  }
}

interface Said {
  readonly ts: string;
  readonly words: string;
  readonly actions: readonly string[];
  readonly replies: readonly string[];
}

/** Messages of a channel, oldest first, each with its thread. */
function said(channel = 'growth'): readonly Said[] {
  const messages = house.slack.workspace.messages(channel);
  return messages
    .filter(({ thread_ts: thread, ts }) => thread === undefined || thread === ts)
    .map(({ ts, text, blocks }) => ({
      ts,
      words: `${text ?? ''}\n${textIn(blocks)}`,
      actions: actionsIn(blocks),
      replies: messages.filter((one) => one.thread_ts === ts && one.ts !== ts).map((one) => one.text ?? ''),
    }));
}

it('says nothing of quiet days', async () => {
  await until('2026-11-09', 4);
  await plant('2026-11-09', '2026-11-10');
  await until('2026-11-10', 4);
  await until('2026-11-11', 4);
  const looks = await house.rows(
    `SELECT 1 AS one FROM watch_evaluation WHERE look > 0 AND series = '' AND NOT flagged`,
  );
  expect(looks).toHaveLength(2);
  expect(said()).toEqual([]);
});

it('tells of a source that fell away, in one message, with the slice, by the next morning', async () => {
  await plant('2026-11-11', '2026-11-11', (source) => (source === 'Web' ? 0.1 : 1));
  await until('2026-11-12', 4);
  const message = await eventually(() => {
    const [first, ...others] = said();
    expect(others).toEqual([]);
    expect(first?.words).toContain('Leads');
    expect(first?.replies).toHaveLength(1);
    return first as Said;
  });
  expect(message.words).toMatch(/of the fall is source = Web/u);
  expect(message.words).not.toContain('No business alarm');
  expect(message.actions).toContain('incident.real');
  expect(message.replies[0]).toContain('This is yours at first');
});

it('is silent while it is snoozed, and goes on in its thread when that is over', async () => {
  const [message] = said();
  const ana = house.slack.workspace.as('ana');
  expect(await ana.click('growth', message?.ts ?? '', 'incident.snooze', '1:3')).toMatchObject({
    kind: 'acknowledged',
  });
  await eventually(async () => {
    const [row] = await house.rows<{ until: Date | null }>('SELECT snoozed_until AS until FROM incident');
    expect(row?.until).not.toBeNull();
  });
  await plant('2026-11-12', '2026-11-15', (source) => (source === 'Web' ? 0.1 : 1));
  await until('2026-11-13', 4);
  await until('2026-11-14', 4);
  expect(said()).toHaveLength(1);
  expect(said()[0]?.replies.join()).not.toContain('expected');
  await until('2026-11-15', 5);
  await until('2026-11-16', 4);
  await eventually(() => expect(said()[0]?.replies.join('; ')).toMatch(/The snooze is over.*; .*expected/u));
});

it('says when it is over', async () => {
  await plant('2026-11-16', '2026-11-20');
  for (const day of ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20']) {
    await until(day, 4);
  }
  await eventually(() => expect(said()[0]?.replies.at(-1)).toContain('within what is expected again'));
  expect(said()).toHaveLength(1);
});

it('tells of a CRM that is away as a fault of the data, and judges its days when it is back', async () => {
  await until('2026-11-21', 4);
  house.hubspot.fault({ kind: 'reset', times: 10_000 });
  moveTo('2026-11-21', 12);
  await house.tick('history-hubspot');
  await house.untilIdle('history-hubspot');
  moveTo('2026-11-22', 8);
  await looked();
  const fault = await eventually(() => {
    const message = said().at(-1);
    expect(message?.words).toContain('Reading HubSpot');
    return message as Said;
  });
  expect(said()).toHaveLength(2);
  expect(fault.words).toMatch(/business alarm/u);
  expect(fault.actions).not.toContain('incident.new_normal');

  house.hubspot.clearFaults();
  await plant('2026-11-21', '2026-11-21');
  await eventually(async () => {
    house.clock.moveBy(MINUTE_MS);
    await house.tick('history-hubspot');
    await house.untilIdle('history-hubspot');
    await looked();
    expect(said().at(-1)?.replies.at(-1)).toContain('The data is whole again');
  });
  expect(said()).toHaveLength(2);
  const looks = await house.rows(
    `SELECT state FROM watch_evaluation WHERE day = '2026-11-21' AND series = '' ORDER BY look`,
  );
  expect(looks).toEqual([{ state: 'stale' }, { state: 'judged' }]);
});
