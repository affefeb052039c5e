// A campaign's record in one CRM, and what it is to say there. Pure.
import type { CrmName } from '#ports/crm.ts';
import type { CrmCampaignFields, CrmCampaignState } from '#ports/crm-campaigns.ts';
import { isSameAmount } from '#kernel/money.ts';
import type { Campaign, CampaignPlan, CampaignRecord } from './campaign.ts';

/** As kept, or as it begins where nothing is there yet. */
export function recordIn({ records }: Campaign, crm: CrmName): CampaignRecord {
  const known = records.find((one) => one.crm === crm);
  return known ?? { crm, recordId: null, state: 'waiting', message: null, seen: null, seenAt: null, modifiedAt: null };
}

/** What its record is to be in every CRM, as the campaign stands now. */
export function desiredState({ state }: Pick<Campaign, 'state'>): CrmCampaignState {
  switch (state) {
    case 'live':
      return 'live';
    case 'paused':
    case 'killed':
      return 'paused';
    case 'closed':
      return 'closed';
    case 'draft':
    case 'waiting':
    case 'changes_requested':
    case 'approved':
    case 'rejected':
      return 'planned';
  }
}

/** How we call what a CRM says. */
export function recordStateOf(state: CrmCampaignState): CampaignRecord['state'] {
  return state === 'planned' ? 'waiting' : state;
}

type PlanFields = Omit<CrmCampaignFields, 'state' | 'type'>;

/** What the plan says, in the CRM's fields. */
export function planFields(plan: CampaignPlan, ownerId: string | null): PlanFields {
  return {
    name: plan.name,
    startsOn: plan.startsOn,
    endsOn: plan.endsOn,
    budget: plan.budget,
    currency: plan.currency,
    ...(ownerId === null ? {} : { ownerId }),
    audience: plan.audience,
    goals: plan.goals,
    utm: plan.utm.campaign ?? null,
  };
}

/** Those of the fields that the record does not have yet, as it was last seen; what the CRM keeps no field for is left out. */
export function missingFields(
  fields: Partial<CrmCampaignFields>,
  seen: CrmCampaignFields | null,
): Partial<CrmCampaignFields> {
  if (seen === null) return fields;
  const names = Object.keys(fields) as (keyof CrmCampaignFields)[];
  const wanted = names.filter((name) => seen[name] !== undefined && !isSameField(name, fields[name], seen[name]));
  // An amount means nothing without its currency.
  const money = wanted.includes('currency') || wanted.includes('budget') ? (['budget', 'currency'] as const) : [];
  const chosen = new Set<keyof CrmCampaignFields>([...wanted, ...money.filter((name) => names.includes(name))]);
  return Object.fromEntries([...chosen].map((name) => [name, fields[name]]));
}

/** Fields of a record that say something else than before; those that one of the two leaves out are no news. */
export function changedFields(before: CrmCampaignFields, now: CrmCampaignFields): readonly (keyof CrmCampaignFields)[] {
  const names = Object.keys(now) as (keyof CrmCampaignFields)[];
  return names.filter(
    (name) => before[name] !== undefined && now[name] !== undefined && !isSameField(name, before[name], now[name]),
  );
}

function isSameField(
  name: keyof CrmCampaignFields,
  one: string | null | undefined,
  other: string | null | undefined,
): boolean {
  const [a, b] = [one ?? null, other ?? null];
  // A CRM that adds a budget up says zero where none was said.
  return name === 'budget' ? isSameAmount(a ?? '0.00', b ?? '0.00') : a === b;
}
