// What limits are compared with, as it was when a day was over.
import { describe, expect, it } from 'vitest';
import { readFigure, readPace } from '#features/anomalies/series/read-figure.ts';
import { createFakeMetrics } from '../../../support/fake-metrics.ts';
import type { FakeRow } from '../../../support/fake-metrics.ts';
import { aPlan, aSeriesDesk } from '../../../support/series-desk.ts';

/** Evaluated two hours after the day: it is the next one already. */
const NOW = new Date('2026-11-01T01:00:00Z');
const DAY = '2026-10-31';

/** One lead at noon of each day from August on, two of them from the web; every second one an MQL a day later. */
const rows = Array.from({ length: 100 }, (_, index): FakeRow => {
  const lead = new Date(Date.parse('2026-08-01T10:00:00Z') + index * 86_400_000);
  const mql = index % 2 === 0 ? new Date(lead.getTime() + 86_400_000) : null;
  return { fact: 'prospect', at: { created: lead, lead, mql }, by: { source: index % 4 === 0 ? 'Web' : 'Webinar' } };
});
const desk = aSeriesDesk(
  createFakeMetrics(rows),
  NOW,
  `kpis:
  conversion_window: 14d
  targets:
    - { kpi: leads, period: 2026-10, value: 62 }
    - { kpi: leads, period: 2026-11, value: 10 }
`,
);

describe('The figure that a limit is for', () => {
  it.each([
    { when: 'no period is named', question: 'leads', day: DAY, figure: 1 },
    { when: 'the day is named', question: 'leads yesterday', day: '2026-10-15', figure: 1 },
    { when: 'it is a month so far', question: 'leads this month', day: '2026-10-15', figure: 15 },
    { when: 'it is a month that has just ended', question: 'leads this month', day: DAY, figure: 31 },
    { when: 'it is some days up to then', question: 'leads last 7 days', day: '2026-10-15', figure: 7 },
    { when: 'it has a filter', question: 'leads this month where source = Web', day: DAY, figure: 7 },
    { when: 'it is a running total', question: 'contacts', day: '2026-10-31', figure: 92 },
    { when: 'days have no number: the newest month that has one', question: 'lead_to_mql', day: DAY, figure: 0.5 },
  ])('is as of the day’s end where $when', async ({ question, day, figure }) => {
    expect(await readFigure(desk, await aPlan(desk, question), day)).toBeCloseTo(figure, 10);
  });

  it('may be that of one value', async () => {
    expect(await readFigure(desk, await aPlan(desk, 'leads this month', 'source'), DAY, 'Web')).toBe(7);
  });

  it('is unknown where there is nothing to divide by', async () => {
    expect(await readFigure(desk, await aPlan(desk, 'win_rate'), DAY)).toBeNull();
  });
});

describe('The pace of a target', () => {
  it.each([
    { when: 'in the middle of its month', day: '2026-10-15', reached: 15 / 62, elapsed: 15 / 31 },
    { when: 'on its last day', day: DAY, reached: 0.5, elapsed: 1 },
  ])('is known $when', async ({ day, reached, elapsed }) => {
    const pace = await readPace(desk, await aPlan(desk, 'leads'), day);
    expect(pace?.target).toBe(62);
    expect(pace?.reached).toBeCloseTo(reached, 10);
    // October has an hour more.
    expect(pace?.elapsed).toBeCloseTo(elapsed, 2);
  });

  it.each([
    { when: 'there is no target', question: 'mqls', day: DAY },
    { when: 'it is for a part alone', question: 'leads where source = Web', day: DAY },
    { when: 'it is for another month', question: 'leads', day: '2026-09-30' },
  ])('is none where $when', async ({ question, day }) => {
    expect(await readPace(desk, await aPlan(desk, question), day)).toBeNull();
  });
});
