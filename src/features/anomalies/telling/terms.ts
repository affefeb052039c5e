// What the numbers of an incident are called, and how they are written: by the playbook's catalogue, or as Signalbox calls
// what it watches of itself.
import type { Playbook } from '#features/playbook/schema.ts';
import { catalogue } from '#features/metrics/catalogue/catalogue.ts';
import type { Unit } from '#features/metrics/metric.ts';
import { isOwnMetric, ownLabel } from '../own/own-metrics.ts';
import type { Signal } from '../store.ts';

export interface Term {
  readonly label: string;
  readonly unit: Unit;
  /** Whether more is better; null: neither. */
  readonly upIsGood: boolean | null;
  readonly description: string;
}

export interface Terms {
  /** IANA zone of the days. */
  readonly zone: string;
  readonly currency: string;
  /** Without a watch: a KPI. */
  term(signal: Pick<Signal, 'metric'> & Partial<Pick<Signal, 'watch'>>): Term;
}

/** Whether it is of Signalbox itself: some of that is a KPI as well. */
export function isOwn({ watch }: Partial<Pick<Signal, 'watch'>>): boolean {
  return watch?.startsWith('own:') ?? false;
}

const known = new WeakMap<Playbook, Terms>();

/** Made once a playbook. */
export function termsOf(playbook: Playbook): Terms {
  const made = known.get(playbook) ?? newTerms(playbook);
  known.set(playbook, made);
  return made;
}

function newTerms(playbook: Playbook): Terms {
  const metrics = new Map(catalogue(playbook).map((metric) => [metric.id, metric]));
  const { timezone: zone, currency } = playbook.organization;
  function term(signal: Parameters<Terms['term']>[0]): Term {
    const { metric } = signal;
    if (isOwn(signal) && isOwnMetric(metric)) return ownLabel(metric);
    // A KPI of the playbook's own may be gone, and its incidents are still there.
    return metrics.get(metric) ?? { label: metric, unit: 'ratio', upIsGood: null, description: '' };
  }
  return { zone, currency, term };
}
