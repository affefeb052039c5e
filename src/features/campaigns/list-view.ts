// Lists of campaigns as private answers: two lines a campaign with a button that shows it, a page at a time. Pure.
import type { Block } from '#blockkit/blocks.ts';
import { actions, section } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import { bold, clip, escape, join, md } from '#blockkit/mrkdwn.ts';
import type { CampaignId } from '#kernel/ids.ts';
import type { Message } from '#ports/messenger.ts';
import { campaignKey } from './campaign.ts';
import type { Campaign, CampaignState } from './campaign.ts';
import { CAMPAIGN_ACTIONS } from './card-actions.ts';
import { budgetText, stateMark, stateWords } from './card-view.ts';
import type { ListName } from './command.ts';
import { daysText } from './labels.ts';

export const CAMPAIGN_LIST_ACTIONS = { next: 'campaigns.list_next' } as const;

/** Campaigns of one page. */
export const CAMPAIGN_PAGE = 10;

/** What the Next button must know: which list, and where it goes on. */
export interface CampaignListPlace {
  readonly list: ListName;
  /** Words of the name; empty for all. */
  readonly text: string;
  /** The last campaign shown; null for the first page. */
  readonly before: CampaignId | null;
}

/** States of each list; none given: all of them. */
export const LIST_STATES: Readonly<Record<ListName, readonly CampaignState[] | null>> = {
  mine: null,
  waiting: ['waiting', 'changes_requested', 'approved'],
  live: ['live', 'paused'],
  all: null,
};

const TITLES: Readonly<Record<ListName, string>> = {
  mine: 'Your campaigns',
  waiting: 'Campaigns that wait for an approval or their launch',
  live: 'Live and paused campaigns',
  all: 'All campaigns',
};

export function campaignListMessage(
  { list, text: words }: CampaignListPlace,
  campaigns: readonly Campaign[],
  next: CampaignListPlace | null,
): Message {
  const title = words === '' ? TITLES[list] : `${TITLES[list]} with "${clip(words, 80)}"`;
  if (campaigns.length === 0) {
    return {
      text: `${title}: none`,
      blocks: [section(md`*${escape(title)}*\nNothing here. ${escape(advice(list, words))}`)],
    };
  }
  const blocks: Block[] = [section(md`*${escape(title)}*`), ...campaigns.map(line)];
  if (next) {
    const value = JSON.stringify(next);
    blocks.push(actions([button({ action: CAMPAIGN_LIST_ACTIONS.next, text: 'Next page', value })]));
  }
  const names = campaigns.map(({ id, plan }) => `${campaignKey(id)} ${clip(plan.name, 60)}`);
  return { text: `${title}: ${names.join(', ')}`, blocks };
}

function advice(list: ListName, words: string): string {
  if (words !== '') return 'Try fewer words, or /campaign list all.';
  return list === 'mine' ? 'Plan one with /campaign new.' : 'See all with /campaign list all.';
}

function line(campaign: Campaign): Block {
  const { id, plan } = campaign;
  const details = [
    md`${stateMark(campaign)} ${escape(stateWords(campaign))}`,
    escape(budgetText(campaign)),
    escape(daysText(plan.startsOn, plan.endsOn)),
  ];
  const text = join([md`${escape(campaignKey(id))}  ${bold(clip(plan.name, 100))}`, join(details, '  ·  ')]);
  return section(text, { accessory: button({ action: CAMPAIGN_ACTIONS.show, text: 'Show', value: String(id) }) });
}
