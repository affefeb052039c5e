// Since when a KPI can be worked out.
import { measuresOf } from './inputs.ts';
import type { Metric } from './metric.ts';
import type { Workbench } from './workbench.ts';

/** Since when everything that the number needs is there. */
export async function sinceOf({ store, metrics, asked }: Workbench, metric: Metric): Promise<Date | null> {
  const counted = measuresOf(metric, metrics).filter(({ at }) => at !== null);
  const begun = await Promise.all(
    counted.map(({ fact, at }) => {
      const key = `since ${fact} ${at}`;
      const known = asked.get(key) ?? store.since({ fact, at });
      asked.set(key, known);
      return known as Promise<Date | null>;
    }),
  );
  return begun.reduce((latest, one) => (latest === null || (one !== null && one > latest) ? one : latest), null);
}
