// OpportunityHistory: stage, amount, close date and forecast as they were after each step. Kept of every opportunity,
// whatever the admin tracks.
import { z } from 'zod';
import { decimalOf } from '#adapters/http/amounts.ts';
import type { ChangedField, FieldChange } from '#ports/crm-history.ts';
import { idCore } from '../objects.ts';
import type { OrgView } from '../org-view.ts';
import type { Soql } from '../soql.ts';
import * as soql from '../soql.ts';
import { instant } from '../values.ts';
import { textOf } from './reading.ts';
import { settled } from './tracking.ts';
import { isVisible } from './visible.ts';

const SOBJECT = 'OpportunityHistory';

const Step = z.object({
  OpportunityId: z.string(),
  CreatedDate: z.string(),
  StageName: z.string().nullish(),
  Amount: z.number().nullish(),
  CloseDate: z.string().nullish(),
  ForecastCategory: z.string().nullish(),
});
type Step = z.infer<typeof Step>;

/** History has the short words for programs, opportunities have those that people see. */
const FORECASTS: Readonly<Record<string, string>> = {
  BestCase: 'Best Case',
  MostLikely: 'Most Likely',
  Forecast: 'Commit',
};

const READINGS: readonly (readonly [ChangedField, (step: Step) => string | null])[] = [
  ['stage', ({ StageName }) => textOf(StageName)],
  ['amount', ({ Amount }) => decimalOf(Amount)],
  ['close_date', ({ CloseDate }) => CloseDate ?? null],
  ['forecast', ({ ForecastCategory: category }) => FORECASTS[category ?? ''] ?? textOf(category)],
];

/** What changed when, by the core of the opportunity's id. None where the org hides it. Throws Fault. */
export async function readSteps(
  { client, metadata }: OrgView,
  conditions: readonly Soql[],
): Promise<ReadonlyMap<string, readonly FieldChange[]>> {
  if (!(await isVisible(metadata, SOBJECT))) return new Map();
  const shown = await metadata.describe(SOBJECT);
  const steps: Step[] = [];
  for (const where of conditions) {
    const query = soql.select({
      select: [
        'OpportunityId',
        'CreatedDate',
        ...['StageName', 'Amount', 'CloseDate', 'ForecastCategory'].filter((field) => shown.has(field)),
      ],
      from: SOBJECT,
      where,
      orderBy: ['CreatedDate', 'Id'],
    });
    steps.push(...(await client.query(query, Step, { kind: 'history', urgency: 'scan' })));
  }
  const byOpportunity = Map.groupBy(steps, ({ OpportunityId }) => idCore(OpportunityId));
  return new Map([...byOpportunity].map(([id, own]) => [id, settled(READINGS.flatMap(changesIn(own)))]));
}

/** Each step repeats what stayed as it was. */
function changesIn(steps: readonly Step[]) {
  return ([field, read]: (typeof READINGS)[number]): readonly FieldChange[] =>
    steps.flatMap((step, index) => {
      const [value, before] = [read(step), index === 0 ? null : read(steps[index - 1] ?? step)];
      return value === before ? [] : [{ field, at: instant(step.CreatedDate), value }];
    });
}
