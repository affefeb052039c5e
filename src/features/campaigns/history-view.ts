// A campaign's story for people, the newest page first, each page told from its beginning to its end. Pure.
import type { Block } from '#blockkit/blocks.ts';
import { actions, context, section } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import { bold, clip, dateTime, escape, join, md } from '#blockkit/mrkdwn.ts';
import type { CampaignId } from '#kernel/ids.ts';
import { spanText } from '#kernel/time.ts';
import type { Message } from '#ports/messenger.ts';
import type { StoryLine } from '#features/approvals/story.ts';
import { campaignKey } from './campaign.ts';
import type { Campaign } from './campaign.ts';
import { LEGS } from './velocity.ts';
import type { Velocity } from './velocity.ts';

export const CAMPAIGN_HISTORY_ACTIONS = { earlier: 'campaigns.history_earlier' } as const;

/** Lines of one page: each may take 350 characters, and a message holds 13,200. */
const STORY_PAGE = 25;
const LINE_MAX = 350;
/** Lines of one block, which holds 3,000 characters. */
const TOGETHER = 5;

/** Which page: how many of the newest lines were shown already. */
export interface StoryPlace {
  readonly campaign: CampaignId;
  readonly skip: number;
}

export interface Story {
  readonly campaign: Campaign;
  readonly lines: readonly StoryLine[];
  readonly velocity: Velocity;
  /** IANA zone of the organization. */
  readonly zone: string;
}

export function historyMessage({ campaign, lines, velocity, zone }: Story, { skip }: StoryPlace): Message {
  const { id, plan } = campaign;
  const key = campaignKey(id);
  const text = `The story of ${key} ${clip(plan.name, 100)}`;
  const end = Math.max(0, lines.length - skip);
  const start = Math.max(0, end - STORY_PAGE);
  const shown = lines.slice(start, end);
  const blocks: Block[] = [section(md`*The story of ${escape(key)}*  ${bold(clip(plan.name, 100))}`)];
  if (shown.length === 0) blocks.push(section(md`Nothing is recorded.`));
  for (let from = 0; from < shown.length; from += TOGETHER) {
    blocks.push(section(join(shown.slice(from, from + TOGETHER).map((line) => storyLine(line, zone)))));
  }
  const took = velocityText(velocity);
  if (took !== '' && skip === 0) blocks.push(context([md`:stopwatch: ${escape(took)}`]));
  if (start > 0) {
    const value = JSON.stringify({ campaign: id, skip: skip + shown.length } satisfies StoryPlace);
    blocks.push(actions([button({ action: CAMPAIGN_HISTORY_ACTIONS.earlier, text: `Earlier (${start})`, value })]));
  }
  return { text, blocks };
}

/** How long it took so far, leg by leg; empty before one is over. */
function velocityText({ legs, requestToLaunch }: Velocity): string {
  const parts = LEGS.flatMap((leg) => {
    const span = legs[leg];
    return span === null ? [] : [`${leg} ${spanText(span.calendarMs)}`];
  });
  if (requestToLaunch === null) return parts.join(', ');
  const { calendarMs, workingMs } = requestToLaunch;
  return `From request to launch ${spanText(calendarMs)}, ${spanText(workingMs)} of it working time: ${parts.join(', ')}`;
}

function storyLine({ at, text }: StoryLine, zone: string) {
  return md`${dateTime(at, zone)}  ${escape(text, LINE_MAX)}`;
}
