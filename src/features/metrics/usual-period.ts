// Which period is meant where nobody names one.
import type { Metric } from './metric.ts';
import { resolvePeriod, shift, startOf, todayIn, unitAt, type PeriodSettings, type PeriodSpec } from './periods.ts';
import type { Period } from './question.ts';
import { DAY_MS } from '#kernel/time.ts';

/**
 * The period that tells most of a KPI when nobody names one: this month; of what is known of periods that are over alone,
 * the last one; of a conversion the newest month of which everybody has had the whole window.
 */
export function usualPeriod(conversionWindowMs: number, metric: Metric, settings: PeriodSettings): Period {
  const spec = (offset: number): PeriodSpec => ({ kind: 'unit', unit: 'month', offset });
  if (metric.onlyWhenOver) return resolvePeriod(spec(-1), settings);
  if (metric.formula.kind !== 'conversion') return resolvePeriod(spec(0), settings);
  const { windowDays } = metric.formula;
  const windowMs = windowDays === null ? conversionWindowMs : windowDays * DAY_MS;
  for (let back = -1; ; back -= 1) {
    const { from } = unitAt(shift(todayIn(settings).with({ day: 1 }), 'month', back + 1), 'month', settings);
    if (startOf(from, settings.zone).getTime() + windowMs <= settings.now.getTime()) {
      return resolvePeriod(spec(back), settings);
    }
  }
}
