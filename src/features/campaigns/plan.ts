// A plan as what people approve (flat, field and value), in their words, and as what policies ask about. Pure.
import { Fault } from '#kernel/errors.ts';
import { convertMoney, formatMoney } from '#kernel/money.ts';
import { DAY_MS } from '#kernel/time.ts';
import type { Amount } from '#kernel/money.ts';
import type { Content } from '#features/approvals/approval.ts';
import type { ContentLine } from '#features/approvals/gate.ts';
import type { Facts } from '#features/playbook/facts.ts';
import { rateOn } from '#features/playbook/rates.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { FieldValue } from '#ports/crm.ts';
import { UTM_KEYS } from './campaign.ts';
import type { CampaignPlan } from './campaign.ts';
import { audienceText, daysText } from './labels.ts';

type Organization = Playbook['organization'];

/** Field of a content, and what people call it; in the order in which they read it. */
export const PLAN_LABELS = {
  name: 'Name',
  type: 'Type',
  channel: 'Channel',
  crms: 'Goes live in',
  owner: 'Owner',
  starts_on: 'Starts',
  ends_on: 'Ends',
  budget: 'Budget',
  currency: 'Currency',
  audience: 'Audience',
  audience_size: 'Audience size',
  suppression_list: 'Suppression list',
  content_url: 'Link',
  utm_source: 'utm_source',
  utm_medium: 'utm_medium',
  utm_campaign: 'utm_campaign',
  utm_term: 'utm_term',
  utm_content: 'utm_content',
  goals: 'Goals',
} as const satisfies Readonly<Record<string, string>>;

export type PlanKey = keyof typeof PLAN_LABELS;
export const PLAN_KEYS = Object.keys(PLAN_LABELS) as readonly PlanKey[];

/** What a live campaign may change without anybody's yes: whose it is, and what it is for. */
const FREE: ReadonlySet<PlanKey> = new Set(['owner', 'goals']);

/** The plan as it is approved: every field, so that a later change to any of them shows. */
export function contentOf(plan: CampaignPlan): Content {
  return {
    name: plan.name,
    type: plan.type,
    channel: plan.channel,
    crms: CRM_NAMES.filter((crm) => plan.crms.includes(crm)).join(', '),
    owner: plan.owner,
    starts_on: plan.startsOn,
    ends_on: plan.endsOn,
    budget: plan.budget,
    currency: plan.currency,
    audience: plan.audience,
    audience_size: plan.audienceSize,
    suppression_list: plan.suppressionList,
    content_url: plan.contentUrl,
    ...Object.fromEntries(UTM_KEYS.map((key) => [`utm_${key}`, plan.utm[key] ?? null])),
    goals: plan.goals,
  };
}

/** The plan with these fields of a content in place of its own; what the content leaves out stays. */
export function withContent(plan: CampaignPlan, content: Content): CampaignPlan {
  const text = (key: PlanKey, now: string | null): string | null => {
    const value = content[key];
    return value === undefined ? now : value === null ? null : String(value);
  };
  const size = content['audience_size'];
  const crms = text('crms', null)?.split(', ');
  const utm = UTM_KEYS.flatMap((key) => {
    const value = text(`utm_${key}`, plan.utm[key] ?? null);
    return value === null ? [] : [[key, value]];
  });
  return {
    name: text('name', plan.name) ?? plan.name,
    type: text('type', plan.type) ?? plan.type,
    channel: text('channel', plan.channel) ?? plan.channel,
    crms: crms === undefined ? plan.crms : CRM_NAMES.filter((crm) => crms.includes(crm)),
    owner: text('owner', plan.owner),
    startsOn: text('starts_on', plan.startsOn),
    endsOn: text('ends_on', plan.endsOn),
    budget: text('budget', plan.budget),
    currency: text('currency', plan.currency) ?? plan.currency,
    audience: text('audience', plan.audience),
    audienceSize: size === undefined ? plan.audienceSize : typeof size === 'number' ? size : null,
    suppressionList: text('suppression_list', plan.suppressionList),
    contentUrl: text('content_url', plan.contentUrl),
    utm: Object.fromEntries(utm),
    goals: text('goals', plan.goals),
  };
}

/** Keys in which two plans differ, in their order. */
export function changedKeys(before: CampaignPlan, next: CampaignPlan): readonly PlanKey[] {
  const [one, other] = [contentOf(before), contentOf(next)];
  return PLAN_KEYS.filter((key) => (one[key] ?? null) !== (other[key] ?? null));
}

/** Whether a live campaign may change these without anybody's yes. */
export function isFree(keys: readonly PlanKey[]): boolean {
  return keys.every((key) => FREE.has(key));
}

/** One field in words; null where there is nothing to say. Money needs the content's currency. */
export function valueInWords(content: Content, key: PlanKey): string | null {
  const value = content[key] ?? null;
  if (value === null) return null;
  if (key === 'budget') return formatMoney(String(value), String(content['currency']));
  if (key === 'audience_size') return Number(value).toLocaleString('en');
  if (key !== 'crms') return String(value);
  return CRM_NAMES.filter((crm) => String(value).includes(crm))
    .map((crm) => CRM_LABELS[crm])
    .join(' and ');
}

/** Said together on one line. */
const TOGETHER: ReadonlySet<PlanKey> = new Set([
  'name',
  'budget',
  'starts_on',
  'ends_on',
  'audience',
  'audience_size',
  'crms',
  'owner',
  'type',
  'channel',
]);

/** The content in words, what decides about it first; what was left open is left out. */
export function contentInWords(content: Content): readonly ContentLine[] {
  const { startsOn, endsOn, audience, audienceSize } = partsOf(content);
  const lines: readonly (readonly [string, string | null])[] = [
    [PLAN_LABELS.name, valueInWords(content, 'name')],
    [PLAN_LABELS.budget, valueInWords(content, 'budget')],
    ['When', startsOn === null && endsOn === null ? null : daysText(startsOn, endsOn)],
    [
      PLAN_LABELS.audience,
      audience === null && audienceSize === null ? null : audienceText({ audience, audienceSize }),
    ],
    [PLAN_LABELS.crms, valueInWords(content, 'crms')],
    [PLAN_LABELS.owner, valueInWords(content, 'owner')],
    ['Type and channel', [content['type'], content['channel']].filter((word) => typeof word === 'string').join(', ')],
    ...PLAN_KEYS.flatMap((key): readonly (readonly [string, string | null])[] => {
      // The budget carries its currency.
      const said = TOGETHER.has(key) || (key === 'currency' && (content['budget'] ?? null) !== null);
      return said ? [] : [[PLAN_LABELS[key], valueInWords(content, key)]];
    }),
  ];
  return lines.flatMap(([label, value]) => (value === null || value === '' ? [] : [{ label, value }]));
}

function partsOf(content: Content): Pick<CampaignPlan, 'startsOn' | 'endsOn' | 'audience' | 'audienceSize'> {
  const text = (key: PlanKey): string | null => (typeof content[key] === 'string' ? content[key] : null);
  const size = content['audience_size'];
  return {
    startsOn: text('starts_on'),
    endsOn: text('ends_on'),
    audience: text('audience'),
    audienceSize: typeof size === 'number' ? size : null,
  };
}

/** Null where the playbook has no rate for the plan's currency: nothing may pass under a threshold then. */
export function budgetAtHome({ budget, currency, startsOn }: CampaignPlan, organization: Organization): Amount | null {
  if (currency === organization.currency) return budget ?? '0.00';
  const rate = rateOn(organization, currency, startsOn);
  return rate === null ? null : convertMoney(budget ?? '0.00', rate);
}

/** What to say where there is no rate. */
export function noRate(currency: string, organization: Organization): string {
  return `There is no rate for ${currency}: plan in ${organization.currency}, or have ops add organization.rates.${currency} to the playbook`;
}

/**
 * What policies ask about; its money in the organization's currency, and no budget is a budget of nothing. Throws Fault
 * `invalid_input` where the plan's currency has no rate.
 */
export function factsOf(plan: CampaignPlan, organization: Organization): Facts {
  const budget = budgetAtHome(plan, organization);
  if (budget === null) throw new Fault('invalid_input', noRate(plan.currency, organization));
  const campaign: Record<string, FieldValue> = {
    name: plan.name,
    type: plan.type,
    channel: plan.channel,
    owner: plan.owner,
    budget: Number(budget),
    currency: plan.currency,
    audience: plan.audience,
    audience_size: plan.audienceSize,
    days: daysOf(plan),
  };
  return { lead: null, company: null, opportunity: null, campaign };
}

/** Calendar days from start to end, both counted; null while one is not known. */
export function daysOf({ startsOn, endsOn }: Pick<CampaignPlan, 'startsOn' | 'endsOn'>): number | null {
  if (startsOn === null || endsOn === null) return null;
  return Math.round((Date.parse(endsOn) - Date.parse(startsOn)) / DAY_MS) + 1;
}
