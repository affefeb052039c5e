// What can be pressed on a campaign, and which of it fits its state. Pure.
import type { ActionsBlockElement } from '@slack/types';
import { button, confirmation, overflow } from '#blockkit/elements.ts';
import { md } from '#blockkit/mrkdwn.ts';
import type { CampaignId } from '#kernel/ids.ts';
import type { Campaign } from './campaign.ts';

export const CAMPAIGN_ACTIONS = {
  submit: 'campaigns.submit',
  edit: 'campaigns.edit',
  launch: 'campaigns.launch',
  retry: 'campaigns.retry',
  pause: 'campaigns.pause',
  resume: 'campaigns.resume',
  kill: 'campaigns.kill',
  tick: 'campaigns.tick',
  untick: 'campaigns.untick',
  more: 'campaigns.more',
  show: 'campaigns.show',
} as const;

/** Behind the three dots. */
export const MORE = ['history', 'close', 'check'] as const;
type More = (typeof MORE)[number];

const MORE_LABELS: Readonly<Record<More, string>> = {
  history: 'Its story',
  close: 'Close it',
  check: 'Run the checks again',
};

/** Whether a CRM said no to a launch that was asked for. */
export function isRefused({ state, records }: Pick<Campaign, 'state' | 'records'>): boolean {
  return state === 'approved' && records.some((record) => record.state === 'refused');
}

export function cardButtons(campaign: Campaign): readonly ActionsBlockElement[] {
  const value = String(campaign.id);
  const edit = button({ action: CAMPAIGN_ACTIONS.edit, text: 'Edit', value });
  const kill = button({ action: CAMPAIGN_ACTIONS.kill, text: 'Kill', value, style: 'danger' });
  const submit = button({ action: CAMPAIGN_ACTIONS.submit, text: 'Submit for approval', value, style: 'primary' });
  const more = (...choices: readonly More[]) => moreMenu(campaign.id, choices);
  switch (campaign.state) {
    case 'draft':
    case 'changes_requested':
    case 'rejected':
      return [submit, edit, more('check', 'history', 'close')];
    case 'waiting':
      return [edit, more('check', 'history', 'close')];
    case 'approved':
      return [...launchButtons(campaign), edit, kill, more('check', 'history', 'close')];
    case 'live':
      return [button({ action: CAMPAIGN_ACTIONS.pause, text: 'Pause', value }), kill, edit, more('history', 'close')];
    case 'paused':
      return [resumeButton(value), edit, kill, more('history', 'close')];
    case 'killed':
      return [submit, edit, more('check', 'history', 'close')];
    case 'closed':
      return [more('history')];
  }
}

/** None while the launch is under way. */
function launchButtons(campaign: Campaign): readonly ActionsBlockElement[] {
  const value = String(campaign.id);
  if (isRefused(campaign)) {
    return [button({ action: CAMPAIGN_ACTIONS.retry, text: 'Retry the launch', value, style: 'primary' })];
  }
  if (campaign.launchAskedAt !== null) return [];
  return [
    button({
      action: CAMPAIGN_ACTIONS.launch,
      text: 'Launch',
      value,
      style: 'primary',
      confirm: confirmation({
        title: 'Launch it now?',
        text: md`It goes live in every CRM of its plan, exactly as it was approved.`,
        confirm: 'Launch',
      }),
    }),
  ];
}

function resumeButton(value: string): ActionsBlockElement {
  return button({ action: CAMPAIGN_ACTIONS.resume, text: 'Resume', value, style: 'primary' });
}

function moreMenu(campaign: CampaignId, choices: readonly More[]): ActionsBlockElement {
  return overflow(
    CAMPAIGN_ACTIONS.more,
    choices.map((choice) => ({ value: `${choice}:${campaign}`, label: MORE_LABELS[choice] })),
  );
}
