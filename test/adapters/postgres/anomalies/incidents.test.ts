import { describe, expect, it } from 'vitest';
import { ChannelId, SlackUserId } from '#kernel/ids.ts';
import type { Incident } from '#features/anomalies/store.ts';
import { useDatabase } from '../../../support/database.ts';
import { anIncident, aSignal } from '../../../support/incident-builder.ts';

const noon = new Date('2026-03-10T12:00:00.000Z');
const later = new Date('2026-03-11T12:00:00.000Z');
const db = useDatabase({ now: () => noon });
const incidents = () => db.database.stores.incidents;
const ana = SlackUserId.parse('U0ANA');
const channel = ChannelId.parse('C0OPS');

function fresh(over: Partial<Incident> = {}): Omit<Incident, 'id' | 'version'> {
  const { id: _, version: __, ...incident } = anIncident({ openedAt: noon, changedAt: noon, ...over });
  return incident;
}

describe('An incident', () => {
  it('is kept whole', async () => {
    const { kind, channelName, severity, since, signals, causes } = fresh();
    const full = fresh({
      causes: [{ dims: { source: 'Web', country: 'DE' }, share: 0.71 }],
      everywhere: true,
      fault: 'Reading HubSpot has been failing for 40 minutes',
      nearby: ['A holiday', 'A "launch"'],
      signals: [aSignal({ value: null, expected: null, low: null, high: null }), aSignal({ watch: 'own:sync_lag' })],
      told: { kind, channelName, severity, since, signals, causes },
      assignee: ana,
      acknowledgedBy: ana,
      acknowledgedAt: noon,
      snoozedUntil: later,
      verdict: 'expected',
      judgedBy: ana,
      digested: true,
    });
    const added = await incidents().add(full);
    expect(added).toEqual({ ...full, id: added.id, version: 1 });
    expect(await incidents().find(added.id)).toEqual(added);
    expect(await incidents().find(999_999)).toBeNull();
    const bare = await incidents().add(fresh());
    expect(await incidents().find(bare.id)).toEqual({ ...fresh(), id: bare.id, version: 1 });
  });

  it('is saved by whoever read it last', async () => {
    const read = await incidents().add(fresh());
    const saved = await incidents().save({
      ...read,
      state: 'acknowledged',
      acknowledgedBy: ana,
      acknowledgedAt: later,
    });
    expect(saved).toEqual({ ...read, state: 'acknowledged', acknowledgedBy: ana, acknowledgedAt: later, version: 2 });
    await expect(incidents().save({ ...read, severity: 'high' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await incidents().find(read.id)).toEqual(saved);
  });

  it('loses nothing when many change it at once, each having read it in the own transaction', async () => {
    const { id } = await incidents().add(fresh({ nearby: [] }));
    const change = (nth: number): Promise<Incident> =>
      db.database.transact(async (tx) => {
        const read = await tx.incidents.find(id);
        if (read === null) throw new Error('it is there');
        return tx.incidents.save({ ...read, nearby: [...read.nearby, String(nth)] });
      });
    await Promise.all(Array.from({ length: 8 }, (_, nth) => change(nth)));
    const read = await incidents().find(id);
    expect(read?.version).toBe(9);
    expect(read?.nearby.toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  });

  it('keeps its newest message, which saving leaves alone', async () => {
    const read = await incidents().add(fresh());
    const card = { channel, ts: '1.2', hash: 'abc' };
    await incidents().setCard(read.id, card);
    expect((await incidents().save({ ...read, severity: 'low' })).card).toEqual(card);
    await incidents().setCard(read.id, { ...card, ts: '3.4' });
    expect((await incidents().find(read.id))?.card?.ts).toBe('3.4');
  });

  it('is begun once, though several find nothing open', async () => {
    const begin = (): Promise<void> =>
      db.database.transact(async (tx) => {
        const open = await tx.incidents.open();
        if (open.some(({ channelName }) => channelName === '#once')) return;
        await tx.incidents.add(fresh({ channelName: '#once' }));
      });
    await Promise.all(Array.from({ length: 6 }, begin));
    expect(await incidents().list({ channelName: '#once', limit: 10 })).toHaveLength(1);
  });
});

describe('Lists of incidents', () => {
  it('are the newest first, of those asked for', async () => {
    const on = { channelName: '#lists' };
    const old = await incidents().add(fresh({ ...on, state: 'recovered', endedAt: later }));
    const open = await incidents().add(fresh({ ...on, openedAt: later, signals: [aSignal({ watch: 'watch:77' })] }));
    const seen = await incidents().add(fresh({ ...on, openedAt: later, state: 'acknowledged' }));
    const ids = async (asked: Partial<Parameters<ReturnType<typeof incidents>['list']>[0]>) =>
      (await incidents().list({ ...on, limit: 10, ...asked })).map(({ id }) => id);
    expect(await ids({})).toEqual([seen.id, open.id, old.id]);
    expect(await ids({ limit: 1 })).toEqual([seen.id]);
    expect(await ids({ states: ['open', 'recovered'] })).toEqual([open.id, old.id]);
    expect(await ids({ openedSince: later })).toEqual([seen.id, open.id]);
    expect(await ids({ watches: ['watch:77', 'watch:78'] })).toEqual([open.id]);
    const going = (await incidents().open()).filter(({ channelName }) => channelName === '#lists');
    expect(going.map(({ id }) => id)).toEqual([open.id, seen.id]);
  });
});

describe('What a channel was told', () => {
  it('is known since an instant', async () => {
    const { id } = await incidents().add(fresh());
    const told = { channelName: '#told', incident: id, kind: 'told', at: noon } as const;
    const digest = { channelName: '#told', incident: null, kind: 'digest', at: later } as const;
    await incidents().tell(told);
    await incidents().tell(digest);
    await incidents().tell({ ...told, channelName: '#other' });
    expect(await incidents().tellings('#told', noon)).toEqual([told, digest]);
    expect(await incidents().tellings('#told', new Date(noon.getTime() + 1))).toEqual([digest]);
  });
});
