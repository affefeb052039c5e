import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import type { Json } from '#sandbox/web/protocol.ts';
import { brief, chartDataOf, exact, percent } from '#sandbox/page/blocks/charts/chart-data.ts';
import type { PlotData } from '#sandbox/page/blocks/charts/chart-data.ts';
import { Chart } from '#sandbox/page/blocks/charts/chart.tsx';
import { plotOf } from '#sandbox/page/blocks/charts/plot-geometry.ts';
import { aSurface } from './a-surface.ts';

const points = (values: readonly number[]): readonly Json[] =>
  values.map((value, index) => ({ label: `m${index}`, value }));

function aPlot(more: Partial<PlotData> = {}): PlotData {
  const series = [{ name: 'HubSpot', values: [10, -5, 20] }];
  return { kind: 'bar', categories: ['m0', 'm1', 'm2'], series, xLabel: '', yLabel: '', ...more };
}

const bars: Json = {
  type: 'data_visualization',
  title: 'Leads',
  chart: {
    type: 'bar',
    series: [
      { name: 'HubSpot', data: points([1, 2]) },
      { name: 'Salesforce', data: points([3]) },
    ],
    axis_config: { categories: ['m0', 'm1'], x_label: 'Month' },
  },
};
const pie: Json = {
  type: 'data_visualization',
  title: 'Sources',
  chart: {
    type: 'pie',
    segments: [
      { label: 'Webinar', value: 3 },
      { label: 'Form', value: 1 },
    ],
  },
};

describe('A chart’s numbers', () => {
  it('are those of its categories; where the app gave none there is none', () => {
    expect(chartDataOf(bars)).toEqual({
      kind: 'bar',
      categories: ['m0', 'm1'],
      series: [
        { name: 'HubSpot', values: [1, 2] },
        { name: 'Salesforce', values: [3, null] },
      ],
      xLabel: 'Month',
      yLabel: '',
    });
  });

  it('are shares of the whole in a pie', () => {
    expect(chartDataOf(pie)).toEqual({
      kind: 'pie',
      slices: [
        { label: 'Webinar', value: 3, share: 0.75 },
        { label: 'Form', value: 1, share: 0.25 },
      ],
    });
  });

  it('are unknown of a kind that is', () => {
    expect(chartDataOf({ chart: { type: 'radar' } })).toBeNull();
  });

  it('are written for people', () => {
    expect([exact(1234.5), exact(null), brief(12_300), percent(0.425)]).toEqual(['1,234.5', '–', '12.3K', '42.5%']);
  });
});

describe('A plot', () => {
  it('has bars from zero, up and down', () => {
    const {
      bars: [series = []],
      ticks,
    } = plotOf(aPlot(), 500);
    const zero = ticks.find(({ value }) => value === 0)?.y ?? Number.NaN;
    const [up, down] = series;
    expect((up?.y ?? 0) + (up?.height ?? 0)).toBeCloseTo(zero);
    expect(down?.y).toBeCloseTo(zero);
    expect(down?.height).toBeCloseTo((up?.height ?? 0) / 2);
  });

  it('stays within its width', () => {
    const plot = plotOf(aPlot({ yLabel: 'Leads' }), 300);
    const last = plot.bars[0]?.at(-1);
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(plot.right);
    expect(plot.right).toBeLessThan(300);
  });

  it('breaks a line where there is no number', () => {
    const [line = ''] = plotOf(aPlot({ kind: 'line', series: [{ name: 'a', values: [1, null, 3] }] }), 500).lines;
    expect(line.match(/M/g)).toHaveLength(2);
  });

  it('labels only as many points of a line as there is room for', () => {
    const categories = Array.from({ length: 20 }, (_, index) => `November ${index + 1}`);
    const series = [{ name: 'a', values: categories.map(() => 1) }];
    const crowded = plotOf(aPlot({ kind: 'line', categories, series }), 400);
    const labels = crowded.columns.filter(({ label }) => label !== '');
    expect(labels.length).toBeGreaterThan(2);
    expect(labels.length).toBeLessThan(8);
  });

  it.each([
    ['Organic search', 'Paid search', 'Webinar', 'Trade show', 'Referral', 'Partner', 'Outbound', '(none)'],
    Array.from({ length: 20 }, (_, index) => `Nov ${2000 + index}*`),
  ])('names each bar, tilted where the names have no room side by side: %s', (...categories) => {
    const series = [{ name: 'a', values: categories.map(() => 1) }];
    const [narrow, wide] = [470, 2400].map((width) => plotOf(aPlot({ yLabel: 'Number', categories, series }), width));
    expect(narrow?.columns.map(({ label }) => label)).toEqual(categories);
    expect(narrow).toMatchObject({ tilted: true, bottom: wide?.bottom });
    expect(narrow?.height).toBeGreaterThan(wide?.height ?? Infinity);
    expect(wide).toMatchObject({ tilted: false });
  });

  it.each([
    { when: 'no category', data: aPlot({ categories: [], series: [] }) },
    { when: 'one category', data: aPlot({ kind: 'line', categories: ['a'], series: [{ name: 'a', values: [1] }] }) },
    { when: 'only zeros', data: aPlot({ series: [{ name: 'a', values: [0, 0, 0] }] }) },
  ])('can be drawn with $when', ({ data }) => {
    const { lines, bars: drawn, ticks, columns } = plotOf(data, 400);
    expect(JSON.stringify([lines, drawn, ticks, columns])).not.toMatch(/NaN|null/);
  });
});

describe('A drawn chart', () => {
  it.each([
    { block: bars, numbers: ['HubSpot', 'Salesforce', 'm0', 'm1', '<td>3</td>', '<td>–</td>'] },
    { block: pie, numbers: ['Webinar', '<td>3</td>', '<td>75%</td>', 'Form'] },
  ])('has its numbers in a table for whoever cannot see: $block.title', ({ block, numbers }) => {
    const html = renderToString(<Chart block={block} surface={aSurface()} />);
    const table = /<table.*<\/table>/s.exec(html)?.[0] ?? '';
    expect(numbers.filter((number) => !table.includes(number))).toEqual([]);
  });

  it('can be gone through from the keyboard', () => {
    expect(renderToString(<Chart block={bars} surface={aSurface()} />)).toMatch(/role="group"[^>]*tabindex="0"/);
  });
});
