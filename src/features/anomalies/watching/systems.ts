// Which systems a number rests on, and since when each of them has been seen behind without anybody knowing why.
import type { Fact, Metric } from '#features/metrics/metric.ts';
import { MINUTE_MS } from '#kernel/time.ts';
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

/** Whether a day without a value lacks data: of what is imported by the day. Others have no cases on it, as with medians. */
export function isImported({ metric }: Pick<SeriesPlan, 'metric'>, metrics: readonly Metric[]): boolean {
  return factsOf(metric, metrics).has('content');
}

/** Remembers what was seen behind, so that what was merely not read yet is not taken for a fault. */
export interface Patience {
  /** Told of every round; answers those that are known to be behind: they fail, or stood still over several rounds. */
  behind(health: readonly SystemHealth[], end: Date): ReadonlySet<CrmName>;
}

interface Still {
  readonly readThrough: number | null;
  readonly rounds: number;
  readonly since: number;
}

/**
 * A system has to stand still for so many rounds, and so long, before that is a fault: after a night in which nothing ran,
 * reading takes its time. Real time, as the app's own may have been moved.
 */
const ROUNDS = 3;
const STILL_MS = 15 * MINUTE_MS;

/** @param monotonic milliseconds, never going back */
export function createPatience(monotonic: () => number = () => performance.now()): Patience {
  const seen = new Map<CrmName, Still>();
  return {
    behind(health, end) {
      // Whose first reading is not over yet is young.
      const behind = health.filter(({ readThrough }) => readThrough !== null && readThrough < end);
      const now = monotonic();
      for (const { crm, readThrough } of health) {
        const at = readThrough?.getTime() ?? null;
        const before = seen.get(crm);
        if (!behind.some((one) => one.crm === crm)) seen.delete(crm);
        else if (before?.readThrough === at) seen.set(crm, { ...before, rounds: before.rounds + 1 });
        else seen.set(crm, { readThrough: at, rounds: 1, since: now });
      }
      const known = behind.filter(({ crm, failingSince }) => failingSince !== null || isStill(seen.get(crm), now));
      return new Set(known.map(({ crm }) => crm));
    },
  };
}

function isStill(seen: Still | undefined, now: number): boolean {
  return seen !== undefined && seen.rounds >= ROUNDS && now - seen.since >= STILL_MS;
}
