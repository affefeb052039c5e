// Every KPI that can be asked for: the built-in ones, and those that the playbook adds.
import type { Playbook } from '#features/playbook/schema.ts';
import { FOLLOW_UP } from './catalogue/follow-up.ts';
import { FUNNEL } from './catalogue/funnel.ts';
import { OPERATIONS } from './catalogue/operations.ts';
import { PIPELINE } from './catalogue/pipeline.ts';
import { QUALITY } from './catalogue/quality.ts';
import { SALES } from './catalogue/sales.ts';
import { SPEND } from './catalogue/spend.ts';
import type { Metric } from './metric.ts';

export const BUILT_IN: readonly Metric[] = [
  ...FUNNEL,
  ...FOLLOW_UP,
  ...SPEND,
  ...PIPELINE,
  ...SALES,
  ...QUALITY,
  ...OPERATIONS,
];

export function catalogue(_playbook: Playbook): readonly Metric[] {
  return BUILT_IN;
}
