// What time does to incidents: reminders, the end of a snooze, the digest of a channel.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Incident } from '#features/anomalies/store.ts';
import { lookAfterIncidents } from '#features/anomalies/watching/look-after-incidents.ts';
import { aPerson } from '../../../support/builders.ts';
import { useDatabase } from '../../../support/database.ts';
import { anIncident, aSignal } from '../../../support/incident-builder.ts';
import { aWatchHouse, DAY, emptyWatches, HOUR } from '../../../support/watch-house.ts';
import type { WatchHouse } from '../../../support/watch-house.ts';

/** A Thursday at ten, in Berlin. */
const TEN = new Date('2026-03-05T09:00:00Z');
const clock = { now: TEN };
const db = useDatabase({ now: () => clock.now });
const mia = aPerson('Mia', { email: 'mia@acme.test' });
const ops = aPerson('Olga', { email: 'olga@acme.test' });
const CARD = { channel: 'C0OPS' as never, ts: '1.0', hash: 'h' };
let house: WatchHouse;

beforeEach(async () => {
  await emptyWatches(db);
  house = aWatchHouse(db, clock, 'roles: { ops: [olga@acme.test] }\nwatching: { remind_after: 4h }\n');
  house.now = TEN;
  await db.database.stores.directory.putPerson(mia, TEN);
  await db.database.stores.directory.putPerson(ops, TEN);
});

/** Told, unless it is said otherwise. */
async function anOpenOne(over: Partial<Incident> = {}): Promise<Incident> {
  const {
    id: _id,
    version: _version,
    ...incident
  } = anIncident({ openedAt: TEN, changedAt: TEN, card: CARD, ...over });
  const told = over.told === undefined ? { ...incident } : over.told;
  return db.database.transact((tx) => tx.incidents.add({ ...incident, told }));
}

async function lookedAfter(at: string): Promise<readonly string[]> {
  house.now = new Date(at);
  await lookAfterIncidents(house.desk);
  return house.said();
}

describe('An incident that nobody has taken', () => {
  it('is told to whose it is, after working time, once more, and no more', async () => {
    await anOpenOne({ assignee: mia.id });
    expect(await lookedAfter('2026-03-05T12:59:00Z')).toEqual([]);
    const first = `line 1: Nobody has taken this yet. @${mia.id}`;
    expect(await lookedAfter('2026-03-05T13:01:00Z')).toEqual([first]);
    // Eight hours of work later: four of this day are left.
    expect(await lookedAfter('2026-03-06T11:55:00Z')).toEqual([first]);
    expect(await lookedAfter('2026-03-06T12:05:00Z')).toEqual([first, first]);
    expect(await lookedAfter('2026-03-31T12:00:00Z')).toEqual([first, first]);
  });

  it('is told to ops where it is nobody’s', async () => {
    await anOpenOne();
    expect(await lookedAfter('2026-03-05T14:00:00Z')).toEqual([`line 1: Nobody has taken this yet. @${ops.id}`]);
  });

  it.each([
    ['somebody has acknowledged it', { state: 'acknowledged' }],
    ['it is small and nobody’s', { severity: 'low' }],
    ['it is snoozed', { snoozedUntil: new Date('2026-03-09T09:00:00Z') }],
    ['its channel never heard of it', { card: null, told: null, digested: true }],
  ] as const)('reminds nobody when %s', async (_, over) => {
    await anOpenOne(over);
    expect((await lookedAfter('2026-03-05T14:00:00Z')).filter((line) => line.includes('Nobody'))).toEqual([]);
  });
});

describe('A snooze that is over', () => {
  it('is said, and what became worse meanwhile is told anew', async () => {
    await anOpenOne({ snoozedUntil: new Date('2026-03-05T10:00:00Z'), state: 'acknowledged' });
    const worse = aSignal({ watch: 'watch:2', metric: 'leads' });
    const { told } = await anOpenOne({ state: 'acknowledged' });
    await anOpenOne({
      snoozedUntil: new Date('2026-03-05T10:00:00Z'),
      state: 'acknowledged',
      signals: [aSignal(), worse],
      told,
    });
    expect(await lookedAfter('2026-03-05T09:59:00Z')).toEqual([]);
    expect(await lookedAfter('2026-03-05T10:01:00Z')).toEqual([
      'card 1',
      'line 1: The snooze is over, and this still goes on.',
      'card 3 again',
    ]);
    expect((await house.incidents()).map(({ snoozedUntil }) => snoozedUntil)).toEqual([null, null, null]);
  });
});

describe('What the noise budget held back', () => {
  const night = new Date('2026-03-05T01:00:00Z');
  const held = { openedAt: night, changedAt: night, digested: true, told: null, card: null };

  it('is told at nine in the morning, once, in one message a channel', async () => {
    await anOpenOne(held);
    await anOpenOne({ ...held, state: 'recovered', endedAt: night });
    await anOpenOne({ ...held, channelName: 'sales' });
    expect(await lookedAfter('2026-03-05T07:59:00Z')).toEqual([]);
    const digests = ['digest ops: 1,2', 'digest sales: 3'];
    expect(await lookedAfter('2026-03-05T08:00:00Z')).toEqual(digests);
    expect(await lookedAfter('2026-03-06T08:00:00Z')).toEqual(digests);
    expect((await house.incidents()).map(({ told }) => told?.severity)).toEqual(['medium', 'medium', 'medium']);
  });

  it('later waits for the next morning', async () => {
    await anOpenOne(held);
    await lookedAfter('2026-03-05T08:00:00Z');
    await anOpenOne({ ...held, openedAt: TEN, changedAt: TEN });
    expect(await lookedAfter('2026-03-05T20:00:00Z')).toHaveLength(1);
    const said = await lookedAfter(new Date(TEN.getTime() + DAY - HOUR).toISOString());
    expect(said.filter((line) => line.startsWith('digest'))).toEqual(['digest ops: 1', 'digest ops: 2']);
  });
});
