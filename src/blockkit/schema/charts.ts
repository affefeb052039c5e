// The data_visualization block: pie, and bar, line and area charts over shared categories.
// Source: docs.slack.dev/reference/block-kit/blocks/data-visualization-block
import { LIMITS } from '../limits.ts';
import { all, finite, isRecord, list, object, oneOf, string, variants } from './checks.ts';
import type { Check } from './checks.ts';
import { blockId } from './objects.ts';

const label = string(LIMITS.chart.label);
const point: Check = object({ label, value: finite });

const segment: Check = all(point, (value, at, report) => {
  if (isRecord(value) && typeof value['value'] === 'number' && value['value'] <= 0) {
    report('must be greater than 0', `${at}/value`);
  }
});

const series: Check = object({ name: label, data: list(point, { max: LIMITS.chart.points }) });

const axes: Check = object(
  { categories: list(label, { max: LIMITS.chart.points }) },
  { x_label: string(LIMITS.chart.axisLabel), y_label: string(LIMITS.chart.axisLabel) },
);

function labelsOf(one: unknown): string {
  const data = isRecord(one) && Array.isArray(one['data']) ? one['data'] : [];
  return JSON.stringify(data.map((entry: unknown) => (isRecord(entry) ? entry['label'] : undefined)));
}

const seriesFitAxes: Check = (value, at, report) => {
  if (!isRecord(value) || !Array.isArray(value['series']) || !isRecord(value['axis_config'])) return;
  const categories = JSON.stringify(value['axis_config']['categories']);
  const seen = new Set<unknown>();
  value['series'].forEach((one: unknown, index) => {
    if (labelsOf(one) !== categories) report('labels must match axis categories', `${at}/series/${index}/data`);
    const name = isRecord(one) ? one['name'] : undefined;
    if (seen.has(name)) report('series names must be unique', `${at}/series/${index}/name`);
    seen.add(name);
  });
};

function overCategories(type: string): Record<string, Check> {
  const shape = object({ type: oneOf(type), series: list(series, { max: LIMITS.chart.series }), axis_config: axes });
  return { [type]: all(shape, seriesFitAxes) };
}

export const dataVisualization: Check = object(
  {
    type: oneOf('data_visualization'),
    title: string(LIMITS.chart.title),
    chart: variants({
      pie: object({ type: oneOf('pie'), segments: list(segment, { max: LIMITS.chart.segments }) }),
      ...overCategories('bar'),
      ...overCategories('line'),
      ...overCategories('area'),
    }),
  },
  { block_id: blockId },
);
