import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileFormula } from '#features/playbook/formulas.ts';
import { ADDITIVE_KPIS, CONVERSION_KPIS, KPI_DIMENSIONS } from '#features/playbook/kpi-names.ts';
import { BUILT_IN, catalogue } from '#features/metrics/catalogue/catalogue.ts';
import { constantsOf } from '#features/metrics/constants.ts';
import { FACT_COLUMNS } from '#features/metrics/facts.ts';
import { isAdditive } from '#features/metrics/rows.ts';
import { measuresOf } from '#features/metrics/inputs.ts';
import type { Measure, Metric } from '#features/metrics/metric.ts';
import { daysIn, periodSettings } from '#features/metrics/periods.ts';
import { slotOf } from '#features/metrics/slots.ts';
import { aPlaybook } from '../playbook/builders.ts';
import { PROJECT } from '../../support/source-files.ts';
import { catalogueTable } from '../../support/catalogue-table.ts';

const METRICS = new Map(BUILT_IN.map((metric) => [metric.id, metric]));
const DERIVED = BUILT_IN.flatMap(({ id, dimensions, formula }) =>
  formula.kind === 'derived' ? [{ id, dimensions, ...formula }] : [],
);
const NOW = new Date('2026-11-20T12:00:00Z');

describe('The catalogue', () => {
  it('has each name once', () => {
    const names = BUILT_IN.flatMap(({ id, label, synonyms }) => [
      ...new Set([id.replaceAll('_', ' '), label.toLowerCase(), ...synonyms]),
    ]);
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
    expect(names.filter((name) => name !== name.toLowerCase())).toEqual([]);
  });

  it.each(BUILT_IN.map((metric) => [metric.id, metric] as const))('%s counts what its facts have', (_, metric) => {
    for (const measure of measures(metric)) {
      const { instants, values, conditions, dimensions } = FACT_COLUMNS[measure.fact];
      const { at, aggregate } = measure;
      expect(Object.keys(instants)).toEqual(expect.arrayContaining(at === null ? [] : [at]));
      expect(Object.keys(values)).toEqual(expect.arrayContaining(aggregate.kind === 'count' ? [] : [aggregate.of]));
      expect(Object.keys(conditions)).toEqual(expect.arrayContaining([...(measure.where ?? [])]));
      // Costs have less than what they brought, among which they are shared.
      const wanted = measure.fact === 'cost' && isShared(metric) ? [] : metric.dimensions;
      expect(dimensions).toEqual(expect.arrayContaining([...wanted]));
    }
  });

  it.each(DERIVED)(
    '$id is made of KPIs that can be broken down as it can',
    ({ expression, inputs, dimensions: own }) => {
      const playbook = aPlaybook();
      const settings = periodSettings(playbook, NOW);
      const constants = constantsOf(playbook, slotOf(daysIn({ from: '2026-11-01', to: '2026-11-30' }), settings));
      const known = new Set([...Object.keys(inputs), ...Object.keys(constants)]);
      expect(compileFormula(expression, known)).toMatchObject({ kind: 'compiled' });
      for (const { kpi } of Object.values(inputs)) {
        const dimensions = METRICS.get(kpi)?.dimensions ?? [];
        expect(dimensions).toEqual(expect.arrayContaining(own.filter((one) => one !== 'model')));
      }
    },
  );

  it('is what playbooks know of it', () => {
    expect(new Map(BUILT_IN.map(({ id, dimensions }) => [id, dimensions.toSorted()]))).toEqual(
      new Map(Array.from(KPI_DIMENSIONS, ([id, dimensions]) => [id, dimensions.toSorted()])),
    );
    expect([...CONVERSION_KPIS]).toEqual(
      BUILT_IN.filter(({ formula }) => formula.kind === 'conversion').map(({ id }) => id),
    );
    const additive = BUILT_IN.filter(
      ({ formula }) => formula.kind === 'simple' && formula.measure.at !== null && isAdditive(formula.measure),
    ).map(({ id }) => id);
    expect([...ADDITIVE_KPIS].toSorted()).toEqual(additive.filter((id) => id !== 'forecast').toSorted());
  });

  it('says of everything since when it is known', () => {
    expect(BUILT_IN.filter((metric) => measuresOf(metric, METRICS).length === 0).map(({ id }) => id)).toEqual([
      'martech_utilisation',
      'stack_cost',
    ]);
  });

  it('stands in docs/kpis.md as it is', () => {
    expect(readFileSync(join(PROJECT, 'docs/kpis.md'), 'utf8')).toContain(catalogueTable(BUILT_IN));
  });
});

describe('Own KPIs', () => {
  const playbook = aPlaybook(`kpis:
  own:
    - { id: ratio_of_ratios, label: Ratio, formula: german_mqls / leads, unit: percent }
    - { id: german_mqls, label: German MQLs, synonyms: [MQLs DACH], like: mqls, if: 'country in ["DE", "AT"] && employees > 50' }
    - { id: quick_wins, label: Quick wins, conversion: { from: mql, to: customer }, window: 30d }
    - { id: revenue_quarter, label: Revenue so far, like: revenue, to_date: quarter }
`);
  const own = new Map(catalogue(playbook).map((metric) => [metric.id, metric]));

  it('count as another on fewer rows', () => {
    expect(own.get('german_mqls')).toMatchObject({
      synonyms: ['mqls dach'],
      formula: METRICS.get('mqls')?.formula,
      description: 'people who entered MQL for the first time, where country in ["DE", "AT"] && employees > 50',
      filter: {
        kind: 'all',
        of: [
          { kind: 'is', dimension: 'country', values: ['DE', 'AT'] },
          { kind: 'compare', field: 'employees', operator: '>', value: 50 },
        ],
      },
    });
  });

  it('are formulas over others, whichever stands first', () => {
    expect(own.get('ratio_of_ratios')).toMatchObject({
      unit: 'percent',
      formula: { kind: 'derived', inputs: { german_mqls: { kpi: 'german_mqls' }, leads: { kpi: 'leads' } } },
      dimensions: METRICS.get('leads')?.dimensions,
    });
  });

  it('are conversions with a window of their own, and sums to date', () => {
    expect(own.get('quick_wins')?.formula).toEqual({
      kind: 'conversion',
      conversion: { fact: 'prospect', from: 'mql', to: 'customer' },
      windowDays: 30,
    });
    expect(own.get('revenue_quarter')?.formula).toMatchObject({ kind: 'cumulative', since: 'quarter' });
  });
});

function isShared({ formula }: Metric): boolean {
  return formula.kind === 'ratio' && formula.shared === true;
}

function measures({ formula }: Metric): readonly Measure[] {
  if (formula.kind === 'simple' || formula.kind === 'cumulative') return [formula.measure];
  if (formula.kind === 'ratio') return [formula.numerator, formula.denominator];
  if (formula.kind !== 'conversion') return [];
  const { fact, from, to } = formula.conversion;
  return [from, to].map((at): Measure => ({ fact, at, aggregate: { kind: 'count' } }));
}
