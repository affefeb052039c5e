// Which KPIs move together by nature.
import { expect, it } from 'vitest';
import { areRelated } from '#features/anomalies/related-metrics.ts';
import { BUILT_IN } from '#features/metrics/catalogue/catalogue.ts';
import type { Metric } from '#features/metrics/metric.ts';

it.each([
  { a: 'mqls', b: 'mqls', together: true, when: 'they are the same' },
  { a: 'mqls', b: 'sqls', together: true, when: 'they count the same people' },
  { a: 'mqls', b: 'mql_to_sql', together: true, when: 'one is a share of the other' },
  { a: 'lead_velocity_rate', b: 'leads', together: true, when: 'one is made of what the other counts' },
])('$a and $b: $together, as $when', ({ a, b, together }) => {
  expect(areRelated(named(a), named(b), BUILT_IN)).toBe(together);
  expect(areRelated(named(b), named(a), BUILT_IN)).toBe(together);
});

it('is not everything with everything', () => {
  const apart = BUILT_IN.filter((metric) => !areRelated(named('leads'), metric, BUILT_IN));
  expect(apart.length).toBeGreaterThan(5);
});

function named(id: string): Metric {
  const metric = BUILT_IN.find((one) => one.id === id);
  if (metric === undefined) throw new RangeError(`no KPI ${id}`);
  return metric;
}
