// A change to a campaign that runs, as people approve it: the fields that change, each with what it was. Pure.
import type { Content } from '#features/approvals/approval.ts';
import type { ContentLine } from '#features/approvals/gate.ts';
import type { CampaignPlan } from './campaign.ts';
import { changedKeys, contentOf, PLAN_KEYS, PLAN_LABELS, valueInWords, withContent } from './plan.ts';
import type { PlanKey } from './plan.ts';

/** What stands behind a field's name for what it was before. */
const WAS = '_was';

/** `{ budget: '30000.00', budget_was: '25000.00', currency: 'EUR', currency_was: 'EUR' }`. Empty where nothing differs. */
export function changeContent(before: CampaignPlan, next: CampaignPlan): Content {
  const [was, is] = [contentOf(before), contentOf(next)];
  const keys = new Set<PlanKey>(changedKeys(before, next));
  // An amount means nothing without its currency.
  if (keys.has('budget') || keys.has('currency')) keys.add('budget').add('currency');
  const chosen = PLAN_KEYS.filter((key) => keys.has(key));
  return Object.fromEntries(
    chosen.flatMap((key) => [
      [key, is[key] ?? null],
      [`${key}${WAS}`, was[key] ?? null],
    ]),
  );
}

/** The plan with an approved change in it. */
export function changedPlan(plan: CampaignPlan, change: Content): CampaignPlan {
  return withContent(plan, change);
}

/** `Budget: €25,000 → €30,000`. */
export function changeInWords(change: Content): readonly ContentLine[] {
  const was: Content = Object.fromEntries(PLAN_KEYS.map((key) => [key, change[`${key}${WAS}`] ?? null]));
  return PLAN_KEYS.flatMap((key) => {
    if (change[key] === undefined || (key === 'currency' && change['budget'] != null)) return [];
    const value = `${valueInWords(was, key) ?? 'nothing'} → ${valueInWords(change, key) ?? 'nothing'}`;
    return [{ label: PLAN_LABELS[key], value }];
  });
}
