// Every KPI that can be asked for: the built-in ones, and those that the playbook adds.
import type { Playbook } from '#features/playbook/schema.ts';
import { FOLLOW_UP } from './follow-up.ts';
import { FUNNEL } from './funnel.ts';
import { OPERATIONS } from './operations.ts';
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

export function catalogue(_playbook: Playbook): readonly Metric[] {
  return BUILT_IN;
}
