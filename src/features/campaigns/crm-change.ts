// What a change in a CRM means for the plan: its fields in ours. Pure.
import { toAmount } from '#kernel/money.ts';
import type { CrmCampaignFields } from '#ports/crm-campaigns.ts';
import type { CampaignPlan } from './campaign.ts';

/**
 * The plan with these fields of a record in place of its own. What has no place in a plan (a type of the CRM's own list)
 * changes nothing, and neither does an owner who is nobody we know.
 * @param ownerOf e-mail address of a CRM user; null where it is not known.
 */
export function planAfter(
  plan: CampaignPlan,
  names: readonly (keyof CrmCampaignFields)[],
  fields: CrmCampaignFields,
  ownerOf: (id: string) => string | null,
): CampaignPlan {
  let next = plan;
  for (const name of names) next = { ...next, ...partOf(next, name, fields, ownerOf) };
  return next;
}

function partOf(
  plan: CampaignPlan,
  name: keyof CrmCampaignFields,
  fields: CrmCampaignFields,
  ownerOf: (id: string) => string | null,
): Partial<CampaignPlan> {
  switch (name) {
    case 'name':
      return { name: fields.name };
    case 'startsOn':
      return { startsOn: fields.startsOn ?? null };
    case 'endsOn':
      return { endsOn: fields.endsOn ?? null };
    case 'budget':
      return { budget: amountIn(fields) };
    case 'currency':
      return { currency: fields.currency ?? plan.currency };
    case 'audience':
      return { audience: fields.audience ?? null };
    case 'goals':
      return { goals: fields.goals ?? null };
    case 'utm': {
      const { campaign: _, ...utm } = plan.utm;
      return { utm: fields.utm == null ? utm : { ...utm, campaign: fields.utm } };
    }
    case 'ownerId': {
      const owner = fields.ownerId == null ? null : ownerOf(fields.ownerId);
      return owner === null ? {} : { owner };
    }
    case 'type':
    case 'state':
      return {};
  }
}

/** A CRM that adds a budget up says zero where none was said. */
export function amountIn({ budget }: CrmCampaignFields): string | null {
  const amount = budget == null ? null : toAmount(budget);
  return amount === '0.00' ? null : amount;
}
