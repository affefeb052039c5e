import { describe, expect, it } from 'vitest';
import { SlackUserId } from '#kernel/ids.ts';
import { DAY_MS } from '#kernel/time.ts';
import type { AskedWatch, KnownEvent } from '#features/anomalies/store.ts';
import { useDatabase } from '../../../support/database.ts';
import { aLook, anIncident } from '../../../support/incident-builder.ts';

const noon = new Date('2026-03-10T12:00:00.000Z');
const db = useDatabase({ now: () => noon });
const watches = () => db.database.stores.watches;
const ana = SlackUserId.parse('U0ANA');

const asked = (over: Partial<AskedWatch> = {}): Omit<AskedWatch, 'id'> => ({
  question: 'mqls where source = Web',
  by: null,
  channel: '#marketing',
  sensitivity: 'normal',
  direction: 'both',
  threshold: null,
  assignee: null,
  createdBy: ana,
  createdAt: noon,
  ...over,
});

describe('Watches that people asked for', () => {
  it('go on until somebody ends them, once', async () => {
    const first = await watches().ask(asked({ by: 'source', assignee: 'bo@acme.test', direction: 'down' }));
    const below = await watches().ask(asked({ threshold: { kind: 'below', value: 40 } }));
    const behind = await watches().ask(asked({ threshold: { kind: 'behind_target', share: 0.2 } }));
    expect(await watches().asked()).toEqual([first, below, behind]);
    expect(below.threshold).toEqual({ kind: 'below', value: 40 });
    expect(await watches().end(below.id, noon)).toBe(true);
    expect(await watches().end(below.id, noon)).toBe(false);
    expect(await watches().asked()).toEqual([first, behind]);
  });

  it('are advanced by one process alone', async () => {
    const round = { watch: 'watch:9', through: '2026-03-08', beganAt: noon, version: 0 };
    const firsts = await Promise.all(Array.from({ length: 6 }, () => watches().advance(round)));
    expect(firsts.filter(Boolean)).toHaveLength(1);
    expect(await watches().progress(['watch:9', 'watch:10'])).toEqual(new Map([['watch:9', { ...round, version: 1 }]]));

    const next = { ...round, through: '2026-03-09', version: 1 };
    const rounds = await Promise.all(
      Array.from({ length: 6 }, (_, nth) =>
        db.database.transact(async (tx) => {
          if (!(await tx.watches.advance(next))) return false;
          await tx.watches.record([aLook({ watch: 'watch:9', day: '2026-03-09', value: nth })]);
          return true;
        }),
      ),
    );
    expect(rounds.filter(Boolean)).toHaveLength(1);
    expect(await db.rows(`SELECT look FROM watch_evaluation WHERE watch = 'watch:9'`)).toEqual([{ look: 1 }]);
    expect((await watches().progress(['watch:9'])).get('watch:9')).toEqual({ ...next, version: 2 });
  });

  it('keep what their detectors remember, and what they were taught', async () => {
    const whole = { watch: 'watch:3', series: '', state: { days: [1, 2.5, null], kind: 'count' }, shift: 0 };
    const web = { watch: 'watch:3', series: 'Web "1"', state: null, shift: 0.1 };
    await watches().keepSeries([web, whole]);
    await watches().keepSeries([{ ...whole, shift: -0.05, state: { days: [] } }]);
    await watches().keepSeries([]);
    expect(await watches().series(['watch:3', 'watch:4'])).toEqual([
      { ...whole, shift: -0.05, state: { days: [] } },
      web,
    ]);
  });
});

describe('A watch that starts over', () => {
  it('says when it last did', async () => {
    await watches().startOver('watch:30', noon);
    expect(await watches().startedOver(['watch:30', 'watch:31'])).toEqual(new Map([['watch:30', noon]]));
    const later = new Date(noon.getTime() + DAY_MS);
    await watches().startOver('watch:30', later);
    expect((await watches().startedOver(['watch:30'])).get('watch:30')).toEqual(later);
  });
});

describe('Looks', () => {
  const span = { from: '2026-03-01', to: '2026-03-31' };

  it('at the same day are numbered, and the latest is told', async () => {
    const look = aLook({ watch: 'watch:20', day: '2026-03-05', value: 10, since: '2026-03-04', evaluatedAt: noon });
    const later = new Date(noon.getTime() + DAY_MS);
    await watches().record([look, aLook({ ...look, day: '2026-03-04', because: null, direction: null })]);
    await watches().record([{ ...look, value: 12, evaluatedAt: later }]);
    const now = await watches().looks({ watches: ['watch:20'], ...span });
    expect(now.map(({ day, look: nth, value }) => [day, nth, value])).toEqual([
      ['2026-03-04', 1, 10],
      ['2026-03-05', 2, 12],
    ]);
    expect(now[1]).toEqual({ ...look, look: 2, value: 12, evaluatedAt: later });
    const then = await watches().looks({ watches: ['watch:20'], ...span, asOf: noon });
    expect(then.map(({ look: nth, value }) => [nth, value])).toEqual([
      [1, 10],
      [1, 10],
    ]);
  });

  it('of the past from before a watch began are kept once, as such', async () => {
    const past = aLook({ watch: 'watch:21', look: 0 });
    await watches().record([past, past]);
    await watches().record([past, { ...past, value: 7, look: 1 }]);
    const rows = await db.rows(`SELECT look, value FROM watch_evaluation WHERE watch = 'watch:21' ORDER BY look`);
    expect(rows).toEqual([
      { look: 0, value: 100 },
      { look: 1, value: 7 },
    ]);
  });

  it('are numbered without gaps when several transactions add some at once', async () => {
    const add = (): Promise<void> => db.database.transact((tx) => tx.watches.record([aLook({ watch: 'watch:22' })]));
    await Promise.all(Array.from({ length: 8 }, add));
    const rows = await db.rows<{ look: number }>(
      `SELECT look FROM watch_evaluation WHERE watch = 'watch:22' ORDER BY look`,
    );
    expect(rows.map(({ look }) => look)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('are found by their series and days, ascending as bytes are', async () => {
    const of = (series: string, day: string) => aLook({ watch: 'own:sync_lag', series, day, evaluatedAt: noon });
    await watches().record([
      of('b', '2026-03-09T10:15Z'),
      of('b', '2026-03-09T10:10Z'),
      of('B', '2026-03-10T00:00Z'),
      of('', '2026-03-08T23:55Z'),
    ]);
    const found = async (from: string, to: string, series?: string): Promise<readonly string[]> => {
      const looks = await watches().looks({
        watches: ['own:sync_lag'],
        from,
        to,
        ...(series === undefined ? {} : { series }),
      });
      return looks.map((look) => `${look.series} ${look.day}`);
    };
    expect(await found('2026-03-08', '2026-03-10')).toEqual([
      ' 2026-03-08T23:55Z',
      'B 2026-03-10T00:00Z',
      'b 2026-03-09T10:10Z',
      'b 2026-03-09T10:15Z',
    ]);
    expect(await found('2026-03-09', '2026-03-09', 'b')).toHaveLength(2);
    expect(await found('2026-03-09T10:15Z', '2026-03-09T10:15Z')).toEqual(['b 2026-03-09T10:15Z']);
  });

  it('stay as they were, whoever asks; only those of Signalbox itself can be forgotten', async () => {
    const old = aLook({ watch: 'watch:23', evaluatedAt: new Date('2025-01-01T00:00:00Z') });
    await watches().record([
      old,
      { ...old, watch: 'own:api_budget' },
      aLook({ watch: 'own:api_budget', evaluatedAt: noon }),
    ]);
    await watches().forgetOwn(new Date(noon.getTime() - 90 * DAY_MS));
    const left = await watches().looks({ watches: ['watch:23', 'own:api_budget'], ...span });
    expect(left.map(({ watch, evaluatedAt }) => [watch, evaluatedAt])).toEqual([
      ['own:api_budget', noon],
      ['watch:23', old.evaluatedAt],
    ]);
    for (const statement of [
      `UPDATE watch_evaluation SET value = 1 WHERE watch = 'watch:23'`,
      `UPDATE watch_evaluation SET value = 1 WHERE watch = 'own:api_budget'`,
      `DELETE FROM watch_evaluation WHERE watch = 'watch:23'`,
      `TRUNCATE watch_evaluation`,
    ]) {
      await expect(db.rows(statement)).rejects.toThrow('append-only');
    }
  });
});

describe('Days known to be different', () => {
  it('are known until somebody takes them back', async () => {
    const event: Omit<KnownEvent, 'id'> = {
      name: 'Fair',
      from: '2026-04-01',
      to: '2026-04-03',
      everyYear: true,
      metrics: ['leads', 'mqls'],
      incident: null,
      createdBy: ana,
      createdAt: noon,
    };
    const fair = await watches().addEvent(event);
    const launch = await watches().addEvent({ ...event, name: 'Launch', metrics: [] });
    expect(await watches().events()).toEqual([fair, launch]);
    expect(fair).toEqual({ ...event, id: fair.id });
    expect(await watches().endEvent(fair.id, noon)).toBe(true);
    expect(await watches().endEvent(fair.id, noon)).toBe(false);
    expect(await watches().events()).toEqual([launch]);
  });

  it('may be what an incident was about', async () => {
    const { id: __, version: _, ...incident } = anIncident();
    const { id } = await db.database.stores.incidents.add(incident);
    const about = { name: 'Outage', from: '2026-05-01', to: '2026-05-01', everyYear: false, metrics: [], incident: id };
    const outage = await watches().addEvent({ ...about, createdBy: ana, createdAt: noon });
    expect(outage.incident).toBe(id);
    expect(await watches().events()).toContainEqual(outage);
  });
});
