import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createValueBook } from '#features/metrics/value-book.ts';
import { createAsking } from '#features/reports/asking.ts';
import { reportIntentHandlers } from '#features/reports/deliver-report.ts';
import { beginDueReports } from '#features/reports/due-reports.ts';
import { historyRules } from '#features/history/rules.ts';
import { DAY_MS, HOUR_MS } from '#kernel/time.ts';
import type { IntentOutcome } from '#ports/outbox.ts';
import type { Stores } from '#adapters/postgres/stores.ts';
import { aPlaybook } from '../playbook/builders.ts';
import { aHeldIntent, aPerson } from '../../support/builders.ts';
import { useDatabase } from '../../support/database.ts';
import { aFakeMessenger } from '../../support/fake-messenger.ts';
import type { FakeMessenger } from '../../support/fake-messenger.ts';
import { aPersonRow } from '../../support/history-rows.ts';
import { freePace } from '../../support/lead-house.ts';

/** A Monday, nine in Berlin; the week before it runs from the 16th to the 22nd. */
const MONDAY = new Date('2026-11-23T08:00:00Z');
const mia = aPerson('Mia', { email: 'mia@acme.test' });

let now = MONDAY;
let slack: FakeMessenger;
let count = 0;
const clock = { now: () => now };
const db = useDatabase(clock);

beforeAll(async () => {
  // Of the week before last 40 leads from each of two sources; of the last week 40 and 4.
  const rows = [
    ...leads('Web', 40, new Date('2026-11-11T10:00:00Z')),
    ...leads('Events', 40, new Date('2026-11-12T10:00:00Z')),
    ...leads('Web', 40, new Date('2026-11-18T10:00:00Z')),
    ...leads('Events', 4, new Date('2026-11-19T10:00:00Z')),
  ];
  await db.database.stores.history.put(rows, historyRules(aPlaybook()), MONDAY);
  await db.database.stores.directory.putPerson(mia, MONDAY);
});

beforeEach(() => {
  now = MONDAY;
  slack = aFakeMessenger(['#marketing', '#revops']);
  slack.people.push(mia);
});

function leads(source: string, number: number, createdAt: Date) {
  return Array.from({ length: number }, (_, index) =>
    aPersonRow({ id: `${source}-${createdAt.getTime()}-${index}`, createdAt, source }),
  );
}

interface Sent {
  readonly outcome: IntentOutcome<Stores>;
  readonly state: string | undefined;
  readonly note: string | null | undefined;
}

/** A report of its own, begun and carried out. */
async function send(written: string, waitedMs = HOUR_MS): Promise<Sent> {
  count += 1;
  const name = `Digest ${count}`;
  const playbook = aPlaybook(`reports:\n  - { name: ${name}, cron: "0 9 * * MON", ${written} }\n`);
  const active = () => ({ playbook, version: 1 });
  const { transact, stores, metrics } = db.database;
  const deps = { transact, stores, playbook: active, clock };
  now = new Date(MONDAY.getTime() - DAY_MS);
  await beginDueReports(deps);
  now = MONDAY;
  await beginDueReports(deps);
  const run = await stores.reports.lastRun(`report:${name}`);
  const values = createValueBook({ store: metrics, playbook: active, clock });
  const asking = createAsking({ store: metrics, playbook: active, clock, values });
  const draw = () => Promise.reject(new Error('nothing to draw'));
  const handlers = reportIntentHandlers<Stores>({ ...deps, messenger: slack, pace: freePace, draw, asking });
  const handle = async (kind: string, payload: Record<string, string | number>): Promise<IntentOutcome<Stores>> => {
    const outcome = await handlers.get(kind)?.(
      aHeldIntent({ kind, payload, createdAt: new Date(now.getTime() - waitedMs) }),
    );
    if (outcome === undefined) throw new Error(`nobody handles ${kind}`);
    if (outcome.kind === 'done' && outcome.commit) await transact(outcome.commit);
    return outcome;
  };
  const outcome = await handle('report.send', { run: run?.id ?? 0 });
  for (const email of /people: \[(.*?)\]/u.exec(written)?.[1]?.split(', ') ?? []) {
    await handle('report.copy', { run: run?.id ?? 0, email });
  }
  const ended = await stores.reports.run(run?.id ?? 0);
  return { outcome, state: ended?.state, note: ended?.note };
}

function words(blocks: readonly unknown[] | undefined): string {
  return JSON.stringify(blocks);
}

describe('A report that is due', () => {
  it('says how last week was, against the week before, and what explains the fall', async () => {
    const { state } = await send('channel: "#marketing", metrics: [leads]');
    expect(state).toBe('sent');
    const said = words(slack.posts[0]?.message.blocks);
    expect(said).toContain('*44*');
    expect(said).toMatch(/▼ 45%, worse than 80/u);
    expect(said).toContain('From source: Events −36 (100% of the change)');
  });

  it('has a leaderboard where one is wanted', async () => {
    await send('channel: "#marketing", metrics: [leads], leaderboard: { kpi: leads, by: source, top: 3 }');
    expect(words(slack.posts[0]?.message.blocks)).toMatch(/1\. \*Web\* 40\\n2\. \*Events\* 4/u);
  });

  it('goes to people as well', async () => {
    await send('channel: "#marketing", metrics: [leads], people: [mia@acme.test]');
    expect(slack.directs).toMatchObject([{ to: mia.id, text: expect.stringContaining('Leads 44') }]);
  });

  it('says to ops that somebody cannot get it', async () => {
    const { state } = await send('channel: "#marketing", metrics: [leads], people: [gone@acme.test]');
    expect(state).toBe('sent');
    expect(slack.directs).toEqual([]);
    const rows = await db.rows<{ text: string }>(
      `SELECT payload->>'text' AS text FROM outbox WHERE kind = 'ops.message' ORDER BY id DESC LIMIT 1`,
    );
    expect(rows[0]?.text).toMatch(/gone@acme.test is nobody in Slack/u);
  });

  it('goes to ops where its channel takes nothing, and says so', async () => {
    slack.problems.set(slack.channels.get('#marketing') ?? ('' as never), 'is_archived');
    const { state } = await send('channel: "#marketing", metrics: [leads]');
    expect(state).toBe('sent');
    expect(slack.posts[0]?.channel).toBe(slack.channels.get('#revops'));
  });

  it('fails in words where no channel takes it', async () => {
    for (const channel of slack.channels.values()) slack.problems.set(channel, 'is_archived');
    const { state, note } = await send('channel: "#nowhere", metrics: [leads]');
    expect(state).toBe('failed');
    expect(note).toMatch(/#nowhere does not exist/u);
  });

  it('says what it does not understand, and answers the rest', async () => {
    const { state } = await send('channel: "#marketing", metrics: [leads, leads by product]');
    expect(state).toBe('sent');
    expect(words(slack.posts[0]?.message.blocks)).toContain('*leads by product*\\n');
  });

  it('carries a key by which it is found again', async () => {
    await send('channel: "#marketing", metrics: [leads]');
    expect(slack.posts[0]?.key).toMatch(/^report:\d+$/u);
  });
});

describe('While the data is behind, a report', () => {
  beforeEach(async () => {
    const state = { crm: 'hubspot', kind: 'person', phase: 'follow', startedAt: MONDAY, freshAt: null } as const;
    const late = new Date(MONDAY.getTime() - 5 * HOUR_MS);
    await db.rows(
      `INSERT INTO history_sync (crm, kind, phase, started_at, filled_at, fresh_at)
       VALUES ($1, $2, $3, $4, $4, $5) ON CONFLICT (crm, kind) DO UPDATE SET fresh_at = $5`,
      [state.crm, state.kind, state.phase, late, late],
    );
  });

  it('is marked', async () => {
    await send('channel: "#marketing", metrics: [leads]');
    expect(words(slack.posts[0]?.message.blocks)).toContain('Not all of the data is here yet');
  });

  it('waits a while for it', async () => {
    const { outcome, state } = await send('channel: "#marketing", metrics: [leads]', 0);
    expect(outcome).toMatchObject({ kind: 'later', because: 'the data of this report is still being read' });
    expect(state).toBe('waiting');
    expect(slack.posts).toEqual([]);
  });

  it('is left out where the playbook says so', async () => {
    const { state, note } = await send('channel: "#marketing", metrics: [leads], when_not_ready: skip');
    expect(state).toBe('skipped');
    expect(note).toMatch(/was last read/u);
    expect(slack.posts).toEqual([]);
  });
});
