// The catalogue as docs/kpis.md shows it, so that a test can hold the one against the other.
import type { Formula, Measure, Metric } from '#features/metrics/metric.ts';

export function catalogueTable(metrics: readonly Metric[]): string {
  const rows = metrics.map(
    (metric) =>
      `| \`${metric.id}\` | ${metric.label} | ${metric.description} | ${formulaText(metric.formula)} | ${metric.unit} ${direction(metric)} | ${metric.minimumSample === 0 ? '' : String(metric.minimumSample)} | ${metric.dimensions.join(', ')} |`,
  );
  return [
    '| KPI | Name | What it counts | Formula | Unit | Minimum sample | By |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function direction({ upIsGood }: Metric): string {
  if (upIsGood === null) return '';
  return upIsGood ? '▲' : '▼';
}

function formulaText(formula: Formula): string {
  switch (formula.kind) {
    case 'simple':
      return measureText(formula.measure);
    case 'cumulative':
      return `${measureText(formula.measure)}, since the ${formula.since}`;
    case 'ratio':
      return `${measureText(formula.numerator)} / ${measureText(formula.denominator)}`;
    case 'conversion':
      return `conversion(${formula.conversion.from} -> ${formula.conversion.to})`;
    case 'attributed':
      return `attributed(${formula.amount})`;
    case 'derived':
      return Object.entries(formula.inputs).reduce(
        (text, [name, { kpi, offset }]) =>
          text.replaceAll(new RegExp(`\\b${name}\\b`, 'gu'), `\`${kpi}${offset ? ` of the period before` : ''}\``),
        formula.expression,
      );
  }
}

function measureText({ fact, at, aggregate, where = [] }: Measure): string {
  const of = aggregate.kind === 'count' ? fact : `${fact}.${aggregate.of}`;
  const conditions = where.length === 0 ? '' : ` where ${where.join(', ')}`;
  return `${aggregate.kind}(${of}${at === null ? '' : ` at ${at}`}${conditions})`;
}
