// KPIs that the playbook adds, in the form of the built-in ones. They were checked when it was loaded.
import { compileFormula } from '#features/playbook/formulas.ts';
import type { OwnKpi } from '#features/playbook/own-kpis.ts';
import { DAY_MS } from '#kernel/time.ts';
import { DIMENSIONS, type Dimension, type Formula, type Metric } from '../metric.ts';
import { conversion, OF_PEOPLE } from './measures.ts';

/** @param known the KPIs that it may be made of, by id; own ones that come before it are among them. */
export function ownMetric(own: OwnKpi, known: ReadonlyMap<string, Metric>, ids: ReadonlySet<string>): Metric {
  const base = own.formula === undefined ? counted(own, known) : derived(own, own.formula, known, ids);
  return {
    ...base,
    id: own.id,
    label: own.label,
    synonyms: own.synonyms.map((name) => name.toLowerCase()),
    ...(own.description === undefined ? {} : { description: own.description }),
    ...(own.if === undefined ? {} : { filter: own.if.filter }),
    ...(own.up_is_good === undefined ? {} : { upIsGood: own.up_is_good }),
    ...(own.minimum_sample === undefined ? {} : { minimumSample: own.minimum_sample }),
    version: 1,
  };
}

type Base = Omit<Metric, 'id' | 'label' | 'synonyms' | 'version'>;

function counted(own: OwnKpi, known: ReadonlyMap<string, Metric>): Base {
  if (own.conversion) {
    const { from, to } = own.conversion;
    return {
      description: `of the people who came to ${from}, the share that came to ${to} within the window${only(own)}`,
      formula: withWindow(own, conversion('prospect', from, to)),
      unit: 'percent',
      upIsGood: true,
      minimumSample: 30,
      dimensions: OF_PEOPLE,
    };
  }
  const like = own.like === undefined ? undefined : known.get(own.like);
  if (like === undefined) throw new RangeError(`${own.id} is like ${own.like ?? 'nothing'}, which is no KPI`);
  const { caveat } = like;
  return {
    description: `${like.description}${only(own)}`,
    formula: toDate(own, withWindow(own, like.formula)),
    unit: like.unit,
    upIsGood: like.upIsGood,
    minimumSample: like.minimumSample,
    dimensions: like.dimensions,
    ...(like.onlyWhenOver ? { onlyWhenOver: true } : {}),
    ...(caveat === undefined ? {} : { caveat }),
  };
}

function only({ if: condition, to_date: since }: OwnKpi): string {
  const words = since === undefined ? '' : `, added up ${since === 'ever' ? 'since ever' : `since the ${since} began`}`;
  return `${words}${condition === undefined ? '' : `, where ${condition.source}`}`;
}

function withWindow({ window }: OwnKpi, formula: Formula): Formula {
  if (window === undefined || formula.kind !== 'conversion') return formula;
  return { ...formula, windowDays: window / DAY_MS };
}

function toDate({ to_date: since }: OwnKpi, formula: Formula): Formula {
  if (since === undefined || formula.kind !== 'simple') return formula;
  return { kind: 'cumulative', measure: formula.measure, since };
}

function derived(own: OwnKpi, source: string, known: ReadonlyMap<string, Metric>, ids: ReadonlySet<string>): Base {
  const outcome = compileFormula(source, ids);
  const names = outcome.kind === 'compiled' ? outcome.formula.names : [];
  const inputs = names.flatMap((name) => known.get(name) ?? []);
  return {
    description: source,
    formula: { kind: 'derived', expression: source, inputs: Object.fromEntries(names.map((kpi) => [kpi, { kpi }])) },
    unit: own.unit ?? 'ratio',
    upIsGood: null,
    minimumSample: 0,
    dimensions: shared(inputs),
    ...(inputs.some((input) => input.onlyWhenOver) ? { onlyWhenOver: true } : {}),
  };
}

/** What all of them can be broken down by; what has nothing to do with models is the same for each of them. */
function shared(inputs: readonly Metric[]): readonly Dimension[] {
  return DIMENSIONS.filter((dimension) =>
    dimension === 'model'
      ? inputs.some(({ dimensions }) => dimensions.includes(dimension))
      : inputs.every(({ dimensions }) => dimensions.includes(dimension)),
  );
}
