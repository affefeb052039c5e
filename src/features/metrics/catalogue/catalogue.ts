// Every KPI that can be asked for: the built-in ones, and those that the playbook adds.
import { compileFormula } from '#features/playbook/formulas.ts';
import type { OwnKpi } from '#features/playbook/own-kpis.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { FOLLOW_UP } from './follow-up.ts';
import { FUNNEL } from './funnel.ts';
import { OPERATIONS } from './operations.ts';
import { ownMetric } from './own.ts';
import { PIPELINE } from './pipeline.ts';
import { QUALITY } from './quality.ts';
import { SALES } from './sales.ts';
import { SPEND } from './spend.ts';
import type { Metric } from '../metric.ts';

export const BUILT_IN: readonly Metric[] = [
  ...FUNNEL,
  ...FOLLOW_UP,
  ...SPEND,
  ...PIPELINE,
  ...SALES,
  ...QUALITY,
  ...OPERATIONS,
];

const catalogues = new WeakMap<Playbook, readonly Metric[]>();

/** Made once a playbook. Built-in ones first. */
export function catalogue(playbook: Playbook): readonly Metric[] {
  const known = catalogues.get(playbook);
  if (known) return known;
  const made = [...BUILT_IN, ...ownOnes(playbook)];
  catalogues.set(playbook, made);
  return made;
}

/** What is made of others comes after them. */
function ownOnes({ kpis }: Playbook): readonly Metric[] {
  const ids = new Set([...BUILT_IN.map(({ id }) => id), ...kpis.own.map(({ id }) => id)]);
  const known = new Map(BUILT_IN.map((metric) => [metric.id, metric]));
  let waiting = kpis.own;
  while (waiting.length > 0) {
    const ready = waiting.filter((own) => inputsOf(own, ids).every((name) => known.has(name)));
    if (ready.length === 0) throw new RangeError('own KPIs are made of each other');
    for (const own of ready) known.set(own.id, ownMetric(own, known, ids));
    waiting = waiting.filter((own) => !known.has(own.id));
  }
  return kpis.own.flatMap(({ id }) => known.get(id) ?? []);
}

function inputsOf({ formula, like }: OwnKpi, ids: ReadonlySet<string>): readonly string[] {
  if (formula === undefined) return like === undefined ? [] : [like];
  const outcome = compileFormula(formula, ids);
  return outcome.kind === 'compiled' ? outcome.formula.names : [];
}
