import { beforeEach, describe, expect, it } from 'vitest';
import { beginDueReports } from '#features/reports/due-reports.ts';
import { DAY_MS, HOUR_MS } from '#kernel/time.ts';
import { aPlaybook } from '../playbook/builders.ts';
import { aPerson } from '../../support/builders.ts';
import { useDatabase } from '../../support/database.ts';

/** A Monday, an hour before nine in Berlin. */
const MONDAY = new Date('2026-11-23T07:00:00Z');
let now = MONDAY;
const db = useDatabase({ now: () => now });
let count = 0;
let name = '';
let active = { playbook: aPlaybook(), version: 1 };
// A report of its own each, because what was sent is kept.
beforeEach(() => {
  now = MONDAY;
  count += 1;
  name = `Weekly ${count}`;
  const written = `reports:\n  - { name: ${name}, cron: "0 9 * * MON", channel: "#revops", metrics: [leads] }\n`;
  active = { playbook: aPlaybook(written), version: 1 };
});

function look(): Promise<void> {
  const { transact, stores } = db.database;
  return beginDueReports({ transact, stores, playbook: () => active, clock: { now: () => now } });
}

function at(ms: number): Promise<void> {
  now = new Date(MONDAY.getTime() + ms);
  return look();
}

async function begun(report = `report:${name}`): Promise<readonly string[]> {
  const runs = await db.database.stores.reports.history(report, 50);
  return runs.map(({ dueAt }) => dueAt.toISOString());
}

describe('A report', () => {
  it('is begun when its time comes, in the organization’s zone', async () => {
    await look();
    await at(HOUR_MS - 60_000);
    expect(await begun()).toEqual([]);
    await at(HOUR_MS);
    expect(await begun()).toEqual(['2026-11-23T08:00:00.000Z']);
    const run = await db.database.stores.reports.lastRun(`report:${name}`);
    expect(await db.database.stores.outbox.stands(`report:${run?.id}`)).toBe(true);
  });

  it('is begun once, however many look', async () => {
    await look();
    now = new Date(MONDAY.getTime() + HOUR_MS);
    await Promise.all([look(), look(), look()]);
    await look();
    expect(await begun()).toHaveLength(1);
  });

  it('is not sent for times before it was written down', async () => {
    now = new Date(MONDAY.getTime() + 2 * HOUR_MS);
    await look();
    await look();
    expect(await begun()).toEqual([]);
  });

  it('makes up for the newest time alone that was missed', async () => {
    await look();
    await at(22 * DAY_MS);
    expect(await begun()).toEqual(['2026-12-14T08:00:00.000Z']);
  });

  it('is followed by whoever wants it, until they have enough of it', async () => {
    const { reports } = db.database.stores;
    const follow = await reports.addFollow({
      question: 'leads yesterday',
      cron: '30 8 * * *',
      timezone: 'Asia/Kolkata',
      channel: 'C0LEADS',
      createdBy: aPerson('Mia').id,
      createdAt: now,
    });
    await look();
    await at(DAY_MS);
    expect(await begun(`follow:${follow.id}`)).toEqual(['2026-11-24T03:00:00.000Z']);
    expect(await reports.endFollow(follow.id, now)).toBe(true);
    expect(await reports.endFollow(follow.id, now)).toBe(false);
    await at(3 * DAY_MS);
    expect(await begun(`follow:${follow.id}`)).toHaveLength(1);
  });
});
