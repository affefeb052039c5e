// What questions are worked out with: the store, the playbook in force, its KPIs, and what was asked already.
import type { Playbook } from '#features/playbook/schema.ts';
import type { AttributionModel, Dimension, Metric, RowFilter } from './metric.ts';
import type { PeriodSettings } from './periods.ts';
import type { MetricStore } from './store.ts';

export interface Workbench {
  readonly store: MetricStore;
  readonly playbook: Playbook;
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly settings: PeriodSettings;
  /** Answers of the store to what was asked already, so that KPIs that share an input ask once. */
  readonly asked: Map<string, Promise<unknown>>;
}

export interface Cut {
  readonly by: Dimension | null;
  readonly filter: RowFilter | null;
  /** Null: the playbook's. */
  readonly model: AttributionModel | null;
  /** Groups are asked for as well: where they add up, the whole is their sum, and the store is asked once for both. */
  readonly besides?: Dimension;
}

/** The same question is asked once. */
export function once<T>({ asked }: Workbench, key: unknown, ask: () => Promise<T>): Promise<T> {
  const text = JSON.stringify(key);
  const known = asked.get(text);
  if (known) return known as Promise<T>;
  const answer = ask();
  asked.set(text, answer);
  return answer;
}

/** Both conditions, where there are both. */
export function allOf(...filters: readonly (RowFilter | null)[]): RowFilter | null {
  const known = filters.filter((filter) => filter !== null);
  const [first, ...more] = known;
  if (first === undefined) return null;
  return more.length === 0 ? first : { kind: 'all', of: known };
}
