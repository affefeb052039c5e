// Words for people where a campaign's own are for machines.
import type { AutomaticCheck } from '#features/playbook/campaigns.ts';
import type { CampaignPlan, CampaignRecord, CampaignState } from './campaign.ts';

export const STATE_LABELS: Readonly<Record<CampaignState, string>> = {
  draft: 'Draft',
  waiting: 'Waiting for approval',
  changes_requested: 'Changes requested',
  approved: 'Approved, not launched',
  live: 'Live',
  paused: 'Paused',
  killed: 'Stopped by the kill switch',
  closed: 'Closed',
  rejected: 'Rejected',
};

export const RECORD_LABELS: Readonly<Record<CampaignRecord['state'], string>> = {
  waiting: 'not there yet',
  writing: 'being written',
  live: 'live',
  paused: 'paused',
  closed: 'closed',
  refused: 'refused',
  gone: 'deleted there',
};

export const CHECK_LABELS: Readonly<Record<AutomaticCheck, string>> = {
  links_answer: 'The content link answers',
  utm_present: 'UTM tags are complete',
  owner_set: 'It has an owner',
  dates_sane: 'The dates make sense',
  audience_within_cap: 'The audience is neither empty nor over the cap',
  no_clash: 'No other campaign is on this audience then',
  suppression_list: 'A suppression list is attached',
};

/** `2026-04-01` and `2026-04-30` as `1 – 30 Apr 2026`. */
export function daysText(startsOn: string | null, endsOn: string | null): string {
  if (startsOn === null && endsOn === null) return 'no dates yet';
  if (startsOn === null) return `until ${dayText(endsOn ?? '')}`;
  if (endsOn === null) return `from ${dayText(startsOn)}`;
  const [from, to] = [midnight(startsOn), midnight(endsOn)];
  return DAYS.formatRange(from, to).replaceAll('\u2009', ' ');
}

/** `1 Apr 2026`. */
export function dayText(day: string): string {
  return DAYS.format(midnight(day));
}

/** `12,000 people of "EMEA newsletter"`. */
export function audienceText({ audience, audienceSize }: Pick<CampaignPlan, 'audience' | 'audienceSize'>): string {
  const size = audienceSize === null ? null : `${audienceSize.toLocaleString('en-US')} people`;
  return [audience, size].filter((part) => part !== null).join(', ') || 'none yet';
}

/** `paid-social` as `Paid social`. */
export function wordLabel(word: string): string {
  const words = word.replaceAll('-', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

const DAYS = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' });

function midnight(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
