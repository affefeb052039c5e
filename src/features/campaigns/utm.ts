// UTM tags: what the playbook asks for, what is proposed, and the link with its tags. Pure.
import type { CampaignRules } from '#features/playbook/campaigns.ts';
import { UTM_KEYS } from './campaign.ts';
import type { CampaignPlan, Utm } from './campaign.ts';
import { slug } from './naming.ts';

export type UtmKey = (typeof UTM_KEYS)[number];

export interface UtmProblem {
  readonly key: UtmKey;
  readonly message: string;
  readonly suggestion: string | null;
}

type Tagged = Pick<CampaignPlan, 'name' | 'type' | 'channel' | 'contentUrl' | 'utm'>;

/** Mediums that say what a type of campaign is, the best one first. */
const MEDIUMS_OF: Readonly<Record<string, readonly string[]>> = {
  email: ['email'],
  webinar: ['event', 'email'],
  event: ['event'],
  'paid-social': ['social', 'cpc'],
  content: ['organic', 'referral'],
};

/** What is wrong with the tags; nothing where they are right. */
export function checkUtm({ utm: rules }: CampaignRules, plan: Tagged): readonly UtmProblem[] {
  return UTM_KEYS.flatMap((key): UtmProblem[] => {
    const value = plan.utm[key] ?? null;
    const suggestion = proposed(rules, plan, key);
    const problem = (message: string): UtmProblem[] => [{ key, message, suggestion }];
    if (value === null || value === '') {
      return rules.required.includes(key) ? problem(`utm_${key} is required by the playbook`) : [];
    }
    if (!/^[a-z0-9][a-z0-9._-]*$/u.test(value) || value.length > 100) {
      return problem(`utm_${key} is written in lower-case letters, digits, - _ and .`);
    }
    const allowed = allowedFor(rules, key);
    if (allowed.length > 0 && !allowed.includes(value)) return problem(`utm_${key} is one of ${allowed.join(', ')}`);
    if (key === 'campaign' && rules.campaign_is_name && value !== plan.name) {
      return problem('utm_campaign is the campaign’s name');
    }
    const inLink = tagOf(plan.contentUrl, key);
    return inLink !== null && inLink !== value ? problem(`The link itself says utm_${key}=${inLink}`) : [];
  });
}

/** What the rules propose, by key; those that somebody filled in rightly stay. */
export function proposeUtm(rules: CampaignRules, plan: Tagged): Utm {
  const wrong = new Set(checkUtm(rules, plan).map(({ key }) => key));
  const entries = UTM_KEYS.flatMap((key) => {
    const value = wrong.has(key) || plan.utm[key] === undefined ? proposed(rules.utm, plan, key) : plan.utm[key];
    const wanted = rules.utm.required.includes(key) || plan.utm[key] !== undefined;
    return value === null || value === undefined || !wanted ? [] : [[key, value]];
  });
  return Object.fromEntries(entries);
}

/** The link as people click it, with its tags; null without a link. */
export function taggedLink({ contentUrl, utm }: Pick<CampaignPlan, 'contentUrl' | 'utm'>): string | null {
  if (contentUrl === null || !URL.canParse(contentUrl)) return null;
  const url = new URL(contentUrl);
  for (const key of UTM_KEYS) if (utm[key] !== undefined) url.searchParams.set(`utm_${key}`, utm[key]);
  return url.href;
}

function proposed(rules: CampaignRules['utm'], plan: Tagged, key: UtmKey): string | null {
  const typed = slug(plan.utm[key] ?? '');
  const allowed = allowedFor(rules, key);
  if (key === 'campaign' && rules.campaign_is_name) return plan.name === '' ? null : plan.name;
  if (typed !== '' && (allowed.length === 0 || allowed.includes(typed))) return typed;
  if (key === 'source')
    return allowed.length === 0 || allowed.includes(plan.channel) ? plan.channel : (allowed[0] ?? null);
  if (key === 'medium') {
    const fitting = [...(MEDIUMS_OF[plan.type] ?? []), plan.channel].find((one) => allowed.includes(one));
    return fitting ?? allowed[0] ?? plan.channel;
  }
  return typed === '' ? null : typed;
}

function allowedFor(rules: CampaignRules['utm'], key: UtmKey): readonly string[] {
  if (key === 'source') return rules.sources;
  return key === 'medium' ? rules.mediums : [];
}

function tagOf(link: string | null, key: UtmKey): string | null {
  return link !== null && URL.canParse(link) ? new URL(link).searchParams.get(`utm_${key}`) : null;
}
