// Which systems a number rests on, and since when each of them has been seen behind without anybody knowing why.
import type { Fact, Metric } from '#features/metrics/metric.ts';
import type { CrmName } from '#ports/crm.ts';
import type { SystemHealth } from '../data-fault.ts';
import { factsOf } from '../related-metrics.ts';
import type { SeriesPlan } from '../series/plan-series.ts';

/** What Signalbox knows of itself; nothing needs to be read for it. */
const OWN: ReadonlySet<Fact> = new Set(['plan', 'crm_read', 'run', 'step']);

/** @param metrics the catalogue, in which inputs of derived KPIs are looked up. */
export function systemsUnder(
  { metric, question }: Pick<SeriesPlan, 'metric' | 'question'>,
  health: readonly SystemHealth[],
  metrics: readonly Metric[],
): readonly SystemHealth[] {
  if ([...factsOf(metric, metrics)].every((fact) => OWN.has(fact))) return [];
  const named = question.where.find(({ dimension, not }) => dimension === 'crm' && !not);
  return named === undefined ? health : health.filter(({ crm }) => named.values.includes(crm));
}

/** Remembers what was seen behind, so that what was merely not read yet is not taken for a fault. */
export interface Patience {
  /** Told of every round; answers those that are known to be behind: they fail, or stood still over several rounds. */
  behind(health: readonly SystemHealth[], end: Date): ReadonlySet<CrmName>;
}

/** Rounds in which a system has to stand still before that is a fault: after a pause reading comes before long. */
const ROUNDS = 3;

export function createPatience(): Patience {
  const seen = new Map<CrmName, { readonly readThrough: number | null; readonly rounds: number }>();
  return {
    behind(health, end) {
      // Whose first reading is not over yet is young.
      const behind = health.filter(({ readThrough }) => readThrough !== null && readThrough < end);
      for (const { crm, readThrough } of health) {
        const at = readThrough?.getTime() ?? null;
        const before = seen.get(crm);
        if (!behind.some((one) => one.crm === crm)) seen.delete(crm);
        else seen.set(crm, { readThrough: at, rounds: before?.readThrough === at ? before.rounds + 1 : 1 });
      }
      const known = behind.filter(
        ({ crm, failingSince }) => failingSince !== null || (seen.get(crm)?.rounds ?? 0) >= ROUNDS,
      );
      return new Set(known.map(({ crm }) => crm));
    },
  };
}
