// A plan as it is kept: without spaces around, empty where nothing is said, money with two digits. Pure.
import { toAmount } from '#kernel/money.ts';
import { UTM_KEYS } from './campaign.ts';
import type { CampaignPlan } from './campaign.ts';

export function tidyPlan(plan: CampaignPlan): CampaignPlan {
  return {
    ...plan,
    name: plan.name.trim(),
    crms: [...new Set(plan.crms)],
    owner: said(plan.owner)?.toLowerCase() ?? null,
    budget: plan.budget === null ? null : (toAmount(plan.budget) ?? plan.budget),
    currency: plan.currency.trim().toUpperCase(),
    audience: said(plan.audience),
    suppressionList: said(plan.suppressionList),
    contentUrl: said(plan.contentUrl),
    utm: Object.fromEntries(
      UTM_KEYS.flatMap((key) => {
        const value = said(plan.utm[key] ?? null);
        return value === null ? [] : [[key, value]];
      }),
    ),
    goals: said(plan.goals),
  };
}

function said(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}
