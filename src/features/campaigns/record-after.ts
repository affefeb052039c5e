// What a CRM's answer to a write makes of a campaign's record. Pure.
import type { CampaignWriteOutcome, CrmCampaign } from '#ports/crm-campaigns.ts';
import type { BegunWrite } from './begin-write.ts';
import type { CampaignRecord } from './campaign.ts';
import { recordStateOf } from './records.ts';

/** Fields that people approve: a CRM that took one otherwise has not launched what they said yes to. */
const APPROVED_FIELDS: ReadonlySet<string> = new Set([
  'name',
  'state',
  'startsOn',
  'endsOn',
  'budget',
  'currency',
  'audience',
]);

/** @param home the organization's currency. */
export function recordAfter(
  begun: BegunWrite,
  before: CampaignRecord,
  outcome: CampaignWriteOutcome,
  { at, home }: { readonly at: Date; readonly home: string },
): CampaignRecord {
  const launch = begun.part === 'launch';
  switch (outcome.kind) {
    case 'written': {
      const { campaign } = outcome;
      const seen = { recordId: campaign.id, seen: campaign.fields, seenAt: at, modifiedAt: campaign.modifiedAt };
      const wrong = launch ? wrongWords(begun, outcome, home) : null;
      if (wrong !== null) return { ...before, ...seen, state: 'refused', message: wrong };
      // What was taken otherwise than approved was put back: that it is refused stands until the next try.
      if (!launch && before.state === 'refused') return { ...before, ...seen };
      return { ...before, ...seen, state: recordStateOf(campaign.fields.state), message: null };
    }
    case 'refused':
      return { ...before, state: launch ? 'refused' : stateBefore(before), message: outcome.message };
    case 'gone':
      if (!launch) return { ...before, state: 'gone', message: 'it was deleted there' };
      return {
        ...before,
        ...NOTHING_THERE,
        state: 'refused',
        message: 'it was deleted there; try again to make it anew',
      };
  }
}

const NOTHING_THERE = { recordId: null, seen: null } as const;

/** Why what stands in the CRM is not what people said yes to; null where it is. */
function wrongWords(
  { campaign: { plan } }: BegunWrite,
  { campaign, differs }: Extract<CampaignWriteOutcome, { kind: 'written' }>,
  home: string,
): string | null {
  const wrong = differs.filter((field) => APPROVED_FIELDS.has(field));
  if (wrong.length > 0) return `it was taken otherwise than approved: ${valuesOf(campaign, wrong)}`;
  // A CRM of one currency takes any figure for its own.
  if (campaign.fields.currency !== undefined || plan.currency === home || plan.budget === null) return null;
  return `it keeps no currency and would read ${plan.currency} as ${home}: plan the budget in ${home}`;
}

function valuesOf({ fields }: CrmCampaign, names: readonly string[]): string {
  return names.map((name) => `${name} is ${fields[name as keyof typeof fields] ?? 'empty'}`).join(', ');
}

function stateBefore({ state, seen }: CampaignRecord): CampaignRecord['state'] {
  if (state !== 'writing') return state;
  return seen === null ? 'waiting' : recordStateOf(seen.state);
}
