// A drawing as ECharts reads it. Pure.
import type { EChartsCoreOption } from 'echarts/core';
import type { Drawing, DrawnSeries } from '#ports/drawing.ts';

/** Told apart with every kind of colour vision (Okabe and Ito). */
const COLOURS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#8c7a00', '#444444'];
const FADED = '#a9b1ba';
const BAND = 'rgba(0, 114, 178, 0.14)';
const TONES = { bad: '#c0392b', good: '#1e8449', muted: '#7f8c8d' } as const;
/** The font that is brought along; see rasterise.ts. */
const FONT = 'DejaVu Sans';

export function optionOf(drawing: Drawing): EChartsCoreOption {
  const write = writer(drawing);
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: FONT, fontSize: 20, color: '#1d1c1d' },
    title: {
      text: drawing.title,
      subtext: drawing.subtitle,
      left: 24,
      top: 18,
      itemGap: 8,
      textStyle: { fontFamily: FONT, fontSize: 28, width: 1140, overflow: 'truncate' },
      subtextStyle: { fontFamily: FONT, fontSize: 20, color: '#5c6670', width: 1140, overflow: 'truncate' },
    },
    legend: { bottom: 12, data: named(drawing), itemGap: 28, textStyle: { fontFamily: FONT, fontSize: 20 } },
    grid: { left: 24, right: 40, top: 112, bottom: named(drawing).length > 1 ? 64 : 24, outerBoundsMode: 'same' },
    xAxis: {
      type: 'category',
      data: [...drawing.labels],
      boundaryGap: drawing.series.some(({ as }) => as === 'bar'),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: '#c4cad0' } },
      axisLabel: { hideOverlap: true, color: '#5c6670', fontSize: 18 },
    },
    yAxis: {
      type: 'value',
      axisLabel: { formatter: write, color: '#5c6670', fontSize: 18 },
      splitLine: { lineStyle: { color: '#eceff1' } },
    },
    series: [...bandOf(drawing), ...drawing.series.map((series, index) => seriesOf(drawing, series, index))],
  };
}

/** One series alone is named by the title. */
function named({ series, band }: Drawing): readonly string[] {
  const names = [...series.map(({ name }) => name), ...(band === undefined ? [] : [band.name])];
  return names.length > 1 ? names : [];
}

function seriesOf(drawing: Drawing, { name, values, as, faded = false }: DrawnSeries, index: number): object {
  const colour = faded ? FADED : (COLOURS[index % COLOURS.length] ?? FADED);
  return {
    name,
    type: as,
    data: [...values],
    color: colour,
    z: faded ? 2 : 3,
    symbol: values.length > 1 ? 'none' : 'circle',
    symbolSize: 10,
    lineStyle: { width: faded ? 2 : 4, type: faded ? 'dashed' : 'solid' },
    ...(index === 0 ? { markPoint: flagsOf(drawing), markLine: targetOf(drawing) } : {}),
  };
}

function flagsOf({ flags = [], series: [first] }: Drawing): object {
  const data = flags.flatMap(({ index, tone }) => {
    const value = first?.values[index] ?? null;
    return value === null ? [] : [{ coord: [index, value], itemStyle: { color: TONES[tone] } }];
  });
  return { symbol: 'circle', symbolSize: 18, label: { show: false }, data };
}

function targetOf(drawing: Drawing): object {
  const { target } = drawing;
  if (target === undefined) return { data: [] };
  const label = `${target.name} ${writer(drawing)(target.value)}`;
  return {
    symbol: 'none',
    lineStyle: { color: '#5c6670', type: 'dotted', width: 3 },
    label: { formatter: label, position: 'insideEndTop', fontSize: 18, fontFamily: FONT, color: '#5c6670' },
    data: [{ yAxis: target.value }],
  };
}

/** Two lines without colour, the upper as its distance from the lower, which is filled. */
function bandOf({ band }: Drawing): readonly object[] {
  if (band === undefined) return [];
  const line = { type: 'line', stack: 'band', symbol: 'none', lineStyle: { opacity: 0 }, z: 1, color: BAND };
  const spread = band.high.map((high, index) => {
    const low = band.low[index] ?? null;
    return high === null || low === null ? null : high - low;
  });
  return [
    { ...line, data: [...band.low] },
    { ...line, name: band.name, areaStyle: { color: BAND, opacity: 1 }, data: spread },
  ];
}

function writer({ numbers, suffix = '' }: Drawing): (value: number) => string {
  const format = new Intl.NumberFormat('en', numbers);
  return (value) => `${format.format(value)}${suffix}`;
}
