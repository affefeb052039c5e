// What stands in the form of a campaign, as typed: out of Slack's values, out of a plan, and into one. Pure.
import { z } from 'zod';
import { parseMoney } from '#kernel/money.ts';
import { SlackUserId } from '#kernel/ids.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { UTM_KEYS } from './campaign.ts';
import type { Campaign, CampaignPlan, LaunchMode } from './campaign.ts';
import type { PlanKey } from './plan.ts';
import type { PlanProblem } from './plan-problems.ts';
import { proposeUtm } from './utm.ts';

/** Block ids of the form: the plan's own keys, and when it shall be launched. */
export type FormField = PlanKey | 'launch';

/** Everything as typed or chosen; an empty text where nothing was. */
export interface PlanDraft {
  readonly texts: Readonly<Partial<Record<FormField, string>>>;
  readonly crms: readonly CrmName[];
  readonly owner: SlackUserId | null;
}

const Answer = z.object({
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_user: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
});
export const FormValues = z.record(z.string(), z.record(z.string(), Answer));
export type FormValues = z.infer<typeof FormValues>;

/** A block's id carries a number once the app itself has filled it in: only a new input takes a value from us. */
const BLOCK_ID = /^(?<field>[a-z_]+?)(?:-\d+)?$/u;

/** The form's field that a block asks for. */
function fieldOf(blockId: string): string {
  return BLOCK_ID.exec(blockId)?.groups?.['field'] ?? blockId;
}

/** @param crms those that are connected; with a single one the form does not ask. */
export function draftFrom(values: FormValues, crms: readonly CrmName[]): PlanDraft {
  const texts: Record<string, string> = {};
  let chosen: readonly string[] | null = null;
  let owner: string | null = null;
  for (const [blockId, elements] of Object.entries(values)) {
    for (const answer of Object.values(elements)) {
      const field = fieldOf(blockId);
      if (field === 'crms') chosen = (answer.selected_options ?? []).map(({ value }) => value);
      else if (field === 'owner') owner = answer.selected_user ?? null;
      else texts[field] = (answer.value ?? answer.selected_date ?? answer.selected_option?.value ?? '').trim();
    }
  }
  const named = CRM_NAMES.filter((crm) => (chosen ?? crms).includes(crm));
  return { texts, crms: named, owner: SlackUserId.safeParse(owner).data ?? null };
}

/** An empty form: in the house's currency, in every connected CRM, owned by whoever opens it. */
export function newDraft({ organization }: Playbook, crms: readonly CrmName[], by: SlackUserId): PlanDraft {
  return { texts: { currency: organization.currency, launch: 'at_once' }, crms, owner: by };
}

export function draftOf({ plan, launch }: Campaign, owner: SlackUserId | null): PlanDraft {
  const { utm } = plan;
  const texts = {
    name: plan.name,
    type: plan.type,
    channel: plan.channel,
    starts_on: plan.startsOn ?? '',
    ends_on: plan.endsOn ?? '',
    budget: plan.budget?.replace(/\.00$/u, '') ?? '',
    currency: plan.currency,
    audience: plan.audience ?? '',
    audience_size: plan.audienceSize === null ? '' : String(plan.audienceSize),
    suppression_list: plan.suppressionList ?? '',
    content_url: plan.contentUrl ?? '',
    ...Object.fromEntries(UTM_KEYS.map((key) => [`utm_${key}`, utm[key] ?? ''])),
    goals: plan.goals ?? '',
    launch,
  };
  return { texts, crms: plan.crms, owner };
}

export interface ReadDraft {
  readonly plan: CampaignPlan;
  readonly launch: LaunchMode;
  /** What could not be read at all; the rest is for `planProblems`. */
  readonly problems: readonly PlanProblem[];
}

export interface Reading {
  /** E-mail address of the person that was chosen; null where none was, or where Slack shows no address of theirs. */
  readonly owner: string | null;
  /** Tags that the playbook requires and that were left empty become the proposed ones. */
  readonly proposes: boolean;
}

/** The plan that the draft means. */
export function readDraft({ campaigns: rules }: Playbook, draft: PlanDraft, { owner, proposes }: Reading): ReadDraft {
  const { texts } = draft;
  const problems: PlanProblem[] = [];
  const refuse = (field: PlanKey, message: string): void => void problems.push({ field, message, suggestion: null });
  const text = (field: FormField): string | null => texts[field] || null;
  const plan: CampaignPlan = {
    name: text('name') ?? '',
    type: text('type') ?? '',
    channel: text('channel') ?? '',
    crms: draft.crms,
    owner: owner?.toLowerCase() ?? null,
    startsOn: text('starts_on'),
    endsOn: text('ends_on'),
    budget: null,
    currency: text('currency') ?? '',
    audience: text('audience'),
    audienceSize: null,
    suppressionList: text('suppression_list'),
    contentUrl: text('content_url'),
    utm: Object.fromEntries(UTM_KEYS.flatMap((key) => (texts[`utm_${key}`] ? [[key, texts[`utm_${key}`]]] : []))),
    goals: text('goals'),
  };
  if (draft.owner !== null && owner === null) {
    refuse('owner', 'Slack shows no e-mail address of this person: choose somebody else.');
  }
  const budget = budgetFrom(text('budget'), plan.currency);
  if ('because' in budget) refuse('budget', budget.because);
  const size = sizeFrom(text('audience_size'));
  if (size === 'unclear') refuse('audience_size', 'Write a whole number, for example 12000.');
  const read = {
    ...plan,
    budget: 'because' in budget ? null : budget.amount,
    audienceSize: size === 'unclear' ? null : size,
  };
  return {
    plan: proposes ? { ...read, utm: { ...requiredTags(rules, read), ...read.utm } } : read,
    launch: texts.launch === 'by_hand' ? 'by_hand' : 'at_once',
    problems,
  };
}

function requiredTags(rules: Playbook['campaigns'], plan: CampaignPlan): CampaignPlan['utm'] {
  const proposed = proposeUtm(rules, plan);
  // Where the form does not ask for it, the tag follows the name.
  return rules.utm.campaign_is_name && plan.name !== '' ? { ...proposed, campaign: plan.name } : proposed;
}

type Budget = { readonly amount: string | null } | { readonly because: string };

function budgetFrom(typed: string | null, currency: string): Budget {
  if (typed === null) return { amount: null };
  const read = parseMoney(typed);
  if (read.kind === 'refused') return { because: read.because };
  if (read.currency !== null && read.currency !== currency) {
    return { because: `This says ${read.currency}, and the currency beside it ${currency}: make them agree.` };
  }
  return { amount: read.amount };
}

/** People group thousands as they are used to. */
function sizeFrom(typed: string | null): number | null | 'unclear' {
  if (typed === null) return null;
  const digits = typed.replace(/(?<=\d)[\s.,'’](?=\d{3}(?!\d))/gu, '');
  const size = /^\d{1,9}$/u.test(digits) ? Number(digits) : Number.NaN;
  return Number.isSafeInteger(size) ? size : 'unclear';
}
