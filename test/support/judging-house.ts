// Leads of some months in memory, for back-tests: 12 a day by Web and 5 by Event, and one day on which hardly anybody came.
import type { BackTestDeps } from '#features/anomalies/judging/back-test.ts';
import { dayAfter, weekdayOf } from '#features/anomalies/judging/calendar-day.ts';
import type { KnownEvent, Watch } from '#features/anomalies/store.ts';
import { createValueBook } from '#features/metrics/value-book.ts';
import { aPlaybook } from '../features/playbook/builders.ts';
import type { FakeRow } from './fake-metrics.ts';
import { createFakeMetrics } from './fake-metrics.ts';
import { anEvent } from './judging-days.ts';

const FIRST = '2026-06-01';
/** Neither a weekend nor a holiday, nor near one. */
export const FALL_DAY = '2026-08-19';
export const FROM = '2026-08-01';
export const TO = '2026-08-31';
const NOW = new Date('2026-09-01T10:00:00Z');
const WAVER = [0, 2, -1, 3, -2, 1, -3, 1];

export function aBackTestHouse({ events = [] as readonly Partial<KnownEvent>[] } = {}): BackTestDeps {
  const metrics = createFakeMetrics(leads());
  const clock = { now: () => NOW };
  const inForce = { playbook: aPlaybook(), version: 1 };
  const playbook = () => inForce;
  const values = createValueBook({ store: metrics, playbook, clock });
  const known = events.map((event) => anEvent(event));
  const stores = {
    watches: { events: () => Promise.resolve(known) },
    campaigns: { list: () => Promise.resolve([]) },
  } as unknown as BackTestDeps['stores'];
  return { metrics, values, playbook, clock, stores };
}

export function aWatch(over: Partial<Omit<Watch, 'key'>> = {}): Omit<Watch, 'key'> {
  return {
    question: 'leads',
    by: null,
    channel: '#ops',
    sensitivity: 'normal',
    direction: 'both',
    threshold: null,
    assignee: null,
    createdBy: null,
    ...over,
  };
}

function leads(): readonly FakeRow[] {
  const rows: FakeRow[] = [];
  for (let day = FIRST, n = 0; day <= TO; day = dayAfter(day, 1), n += 1) {
    const calm = weekdayOf(day) > 5 ? 0.5 : 1;
    const waver = WAVER[n % WAVER.length] ?? 0;
    const web = day === FALL_DAY ? 2 : Math.round((12 + waver) * calm);
    const event = day === FALL_DAY ? 1 : Math.round((5 + waver / 2) * calm);
    for (let lead = 0; lead < web + event; lead += 1) {
      const at = { lead: `${day}T1${lead % 8}:00:00Z` };
      rows.push({ fact: 'prospect', at, by: { source: lead < web ? 'Web' : 'Event' } });
    }
  }
  return rows;
}
