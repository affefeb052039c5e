// The course of a series as a drawing.
import { describe, expect, it } from 'vitest';
import { judgeSeries } from '#features/anomalies/judging/judge-series.ts';
import { dayAfter } from '#features/anomalies/judging/calendar-day.ts';
import { silentLook } from '#features/anomalies/judging/look.ts';
import { drawingOfSeries } from '#features/anomalies/judging/series-drawing.ts';
import { aJudging, countDays, FIRST } from '../../../support/judging-days.ts';

const LEADS = { metric: { label: 'Leads', unit: 'count', upIsGood: true } } as const;
const { looks } = judgeSeries(aJudging(), null, countDays(100, 40, { 90: 6, 99: 95 }));
const drawn = { plan: LEADS, series: '', looks, currency: 'EUR' };

describe('A series', () => {
  it('is drawn with what was expected, its band, and the days that were unusual, for nine weeks', () => {
    const { title, subtitle, labels, series, band, flags } = drawingOfSeries(drawn);
    expect([title, subtitle]).toEqual(['Leads', '11 Feb 2026 to 14 Apr 2026']);
    expect(labels).toHaveLength(63);
    expect(series.map(({ name, faded }) => [name, faded])).toEqual([
      ['Actual', undefined],
      ['Expected', true],
    ]);
    expect(band?.low).toHaveLength(63);
    expect(flags).toEqual([
      { index: 53, tone: 'bad' },
      { index: 62, tone: 'good' },
    ]);
  });

  it('has the tone of the KPI: less of a cost is good, of what is neither nothing is', () => {
    const tones = (upIsGood: boolean | null) =>
      drawingOfSeries({ ...drawn, plan: { metric: { ...LEADS.metric, upIsGood } } }).flags?.map(({ tone }) => tone);
    expect(tones(false)).toEqual(['good', 'bad']);
    expect(tones(null)).toEqual(['muted', 'muted']);
  });

  it('is drawn as a whole where that is wanted, under a name of its own', () => {
    const whole = drawingOfSeries({ ...drawn, series: 'Web form', days: looks.length, title: 'A year' });
    expect(whole.labels).toHaveLength(100);
    expect(whole.title).toBe('A year');
    expect(drawingOfSeries({ ...drawn, series: 'Web form' }).title).toBe('Leads: Web form');
  });

  it('leaves gaps where days were not looked at', () => {
    const some = [...looks.slice(0, 95), ...looks.slice(98)];
    const { series, labels } = drawingOfSeries({ ...drawn, looks: some, days: 100 });
    expect(labels).toHaveLength(100);
    expect(series[0]?.values.slice(94, 99)).toEqual([looks[94]?.value, null, null, null, looks[98]?.value]);
  });

  it('is not pressed flat by a band that reaches far', () => {
    const wide = looks.map((look) => ({ ...look, high: 100_000 }));
    const highs = drawingOfSeries({ ...drawn, looks: wide }).band?.high ?? [];
    expect(Math.max(...highs.map((high) => high ?? 0))).toBeLessThan(200);
  });

  it('shows a limit as a level and no band', () => {
    const limited = Array.from({ length: 5 }, (_, n) => ({
      ...silentLook(dayAfter(FIRST, n), 50 - n, 'judged'),
      low: 48,
    }));
    const { band, target, series } = drawingOfSeries({ ...drawn, looks: limited, limit: 48 });
    expect(band).toBeUndefined();
    expect(target).toEqual({ name: 'Limit', value: 48 });
    expect(series).toHaveLength(1);
  });

  it('of minutes is labelled by the time, and of nothing is empty', () => {
    const minutes = ['2026-11-20T10:15Z', '2026-11-20T10:30Z'].map((day) => silentLook(day, 3, 'judged'));
    const drawing = drawingOfSeries({ ...drawn, looks: minutes });
    expect(drawing.labels).toEqual(['10:15', '10:30']);
    expect(drawing.subtitle).toBe('2026-11-20 10:15 UTC to 2026-11-20 10:30 UTC');
    expect(drawingOfSeries({ ...drawn, looks: [] })).toMatchObject({ labels: [], subtitle: '', flags: [] });
  });
});
