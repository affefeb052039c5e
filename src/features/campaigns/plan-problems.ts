// What is wrong with a plan while it is still typed: each problem at its field, in words that say how to mend it. Pure.
import { isCurrency, toAmount } from '#kernel/money.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { CampaignPlan } from './campaign.ts';
import { checkName } from './naming.ts';
import { budgetAtHome, daysOf, noRate } from './plan.ts';
import type { PlanKey } from './plan.ts';
import { checkUtm } from './utm.ts';

type PlanField = PlanKey;

export interface PlanProblem {
  readonly field: PlanField;
  readonly message: string;
  /** The right value, where one can be named. */
  readonly suggestion: string | null;
}

const LONGEST_DAYS = 730;
const EMAIL = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/u;
const LENGTHS: readonly (readonly [PlanField & ('audience' | 'suppression_list' | 'goals' | 'content_url'), number])[] =
  [
    ['audience', 150],
    ['suppression_list', 150],
    ['content_url', 1000],
    ['goals', 2000],
  ];

/** Nothing where the plan can be kept. What only matters at a launch (a budget, an audience) may still be missing. */
export function planProblems(
  { organization, campaigns: rules }: Playbook,
  crms: ReadonlySet<CrmName>,
  plan: CampaignPlan,
): readonly PlanProblem[] {
  const problems: PlanProblem[] = [];
  const add = (field: PlanField, message: string, suggestion: string | null = null): void => {
    problems.push({ field, message, suggestion });
  };
  for (const { message, suggestion } of checkName(rules, plan)) add('name', message, suggestion);
  if (!rules.types.includes(plan.type)) add('type', `A type is one of ${rules.types.join(', ')}`);
  if (!rules.channels.includes(plan.channel)) add('channel', `A channel is one of ${rules.channels.join(', ')}`);
  const away = plan.crms.filter((crm) => !crms.has(crm));
  if (plan.crms.length === 0) add('crms', 'Choose where the campaign goes live');
  if (away.length > 0) add('crms', `${away.map((crm) => CRM_LABELS[crm]).join(' and ')} is not connected`);
  if (plan.owner !== null && !EMAIL.test(plan.owner)) add('owner', 'The owner is named by e-mail address');
  for (const [field, day] of [
    ['starts_on', plan.startsOn],
    ['ends_on', plan.endsOn],
  ] as const) {
    if (day !== null && !isDay(day)) add(field, 'A day is written 2026-12-24');
  }
  const days = daysOf(plan);
  if (days !== null && days < 1) add('ends_on', `The end is before the start, ${plan.startsOn}`);
  if (days !== null && days > LONGEST_DAYS) add('ends_on', 'A campaign lasts two years at most');
  moneyProblems(plan, organization, add);
  if (plan.audienceSize !== null && !(Number.isSafeInteger(plan.audienceSize) && plan.audienceSize >= 0)) {
    add('audience_size', 'The size of an audience is a whole number');
  }
  if (plan.contentUrl !== null && !isWebAddress(plan.contentUrl)) {
    add('content_url', 'A link begins with https:// or http://');
  }
  for (const [field, most] of LENGTHS) {
    if ((textOf(plan, field)?.length ?? 0) > most) add(field, `At most ${most} characters`);
  }
  for (const { key, message, suggestion } of checkUtm(rules, plan)) {
    // What is required is asked for at the request; what is there is checked at once.
    if (plan.utm[key] !== undefined) add(`utm_${key}`, message, suggestion);
  }
  return problems;
}

function moneyProblems(
  plan: CampaignPlan,
  organization: Playbook['organization'],
  add: (field: PlanField, message: string) => void,
): void {
  if (!isCurrency(plan.currency))
    return add('currency', `${plan.currency} is no currency: write its code, such as EUR`);
  if (budgetAtHome({ ...plan, budget: null }, organization) === null)
    add('currency', noRate(plan.currency, organization));
  if (plan.budget !== null && toAmount(plan.budget) === null) add('budget', 'A budget is an amount of cents at most');
}

function textOf(plan: CampaignPlan, field: (typeof LENGTHS)[number][0]): string | null {
  switch (field) {
    case 'audience':
      return plan.audience;
    case 'suppression_list':
      return plan.suppressionList;
    case 'content_url':
      return plan.contentUrl;
    case 'goals':
      return plan.goals;
  }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol);
}
