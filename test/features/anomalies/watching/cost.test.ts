// What a tick costs: nearly nothing where nothing is due, and a year of looks stays quiet.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { evaluateWatches } from '#features/anomalies/watching/evaluate-watches.ts';
import { lookAfterIncidents } from '#features/anomalies/watching/look-after-incidents.ts';
import { watchesOf } from '#features/anomalies/watching/watches-of.ts';
import type { WatchDesk } from '#features/anomalies/desk.ts';
import type { Evaluation } from '#features/anomalies/store.ts';
import { useDatabase } from '../../../support/database.ts';
import { aWatchHouse, emptyWatches } from '../../../support/watch-house.ts';

const clock = { now: new Date('2026-11-09T03:00:00Z') };
const db = useDatabase({ now: () => clock.now });
beforeAll(async () => {
  const house = aWatchHouse(db, clock, '');
  house.at('2026-11-20');
  await house.plant('2025-09-01', '2026-11-19');
});
beforeEach(() => emptyWatches(db));

/** Days between two alarms of one series that are told as one. */
const APART = 3;

/** Counts the calls of every store, and of everything else that asks outside. */
function counted(desk: WatchDesk): { readonly desk: WatchDesk; readonly calls: () => number } {
  let calls = 0;
  const count = <T extends object>(of: T): T =>
    new Proxy(of, {
      get(target, name, receiver) {
        const value: unknown = Reflect.get(target, name, receiver);
        if (typeof value === 'function') {
          return (...args: readonly unknown[]): unknown => {
            calls += 1;
            return Reflect.apply(value, target, args);
          };
        }
        return typeof value === 'object' && value !== null ? count(value) : value;
      },
    });
  return { desk: { ...desk, stores: count(desk.stores), metrics: count(desk.metrics) }, calls: () => calls };
}

it('asks three questions where nothing is due, and two to look after incidents', async () => {
  const written = ['leads', 'mqls', 'lead_to_mql'].map((metric) => `  - { metric: ${metric}, channel: "#a" }\n`);
  const house = aWatchHouse(db, clock, `watches:\n${written.join('')}`);
  house.at('2026-11-20');
  await evaluateWatches(house.desk);
  const { desk, calls } = counted(house.desk);
  await evaluateWatches(desk);
  expect(calls()).toBe(3);
  await lookAfterIncidents(desk);
  expect(calls()).toBe(5);
});

it('raises no more alarms in a quiet year than is said, for each number', async () => {
  const written = `watches:
  - { metric: leads, by: source, channel: "#a" }
  - { metric: mqls, by: country, channel: "#a" }
  - { metric: lead_to_mql, channel: "#a" }
`;
  const house = aWatchHouse(db, clock, written);
  house.at('2026-01-20');
  await evaluateWatches(house.desk);
  // The same code as day by day, in one go: there is no late data.
  house.at('2026-11-20');
  await evaluateWatches(house.desk);
  const { watches } = house.desk.stores;
  const keys = watchesOf(house.playbook, []).map(({ key }) => key);
  const looks = await watches.looks({ watches: keys, from: '2026-01-20', to: '2026-11-19' });
  const series = Map.groupBy(looks, (look) => `${look.watch} ${look.series}`);
  expect(series.size).toBe(4 + 3 + 1);
  const alarms = [...series.values()].flatMap((own) => own.filter((_, n) => isNewAlarm(own, n)));
  // Eight numbers over ten months: one a year and number.
  expect(alarms.length).toBeLessThanOrEqual(8);
});

function isNewAlarm(looks: readonly Evaluation[], n: number): boolean {
  const before = looks.slice(Math.max(0, n - APART), n);
  return looks[n]?.flagged === true && !before.some(({ flagged }) => flagged);
}
