// The checklist on a campaign's card: what failed and what waits for a person stand out, the rest is one line. Pure.
import type { Block } from '#blockkit/blocks.ts';
import { context, section } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import { dateTime, escape, join, md, mention } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import type { CampaignState } from './campaign.ts';
import { CAMPAIGN_ACTIONS } from './card-actions.ts';
import type { CampaignCard, CardCheck } from './card-data.ts';

/** Items of a person that a card shows one by one; a playbook has few. */
const ITEMS_MAX = 15;
const LABEL_MAX = 200;
const NOTE_MAX = 300;

/** States in which the launch is still ahead, so that what is missing matters. */
const AHEAD: ReadonlySet<CampaignState> = new Set(['draft', 'waiting', 'changes_requested', 'approved', 'killed']);

export function checklistBlocks(card: CampaignCard): readonly Block[] {
  const { campaign, checks } = card;
  if (checks.length === 0) return [];
  // Of one that was found in a CRM nobody ever looked at anything.
  const isKnown = checks.some(({ verdict }) => verdict !== 'open');
  if (!AHEAD.has(campaign.state))
    return isKnown && campaign.state !== 'rejected' ? [context([summaryLine(checks)])] : [];
  const automatic = checks.filter(({ byPerson }) => !byPerson);
  const failed = automatic.filter(({ verdict }) => verdict === 'failed');
  const persons = checks.filter(({ byPerson }) => byPerson).slice(0, ITEMS_MAX);
  const lines = [md`*Checklist*  ${summaryLine(checks)}`, ...failed.map(failedLine)];
  return [section(join(lines)), ...persons.map((check) => personItem(card, check))];
}

function summaryLine(checks: readonly CardCheck[]): Mrkdwn {
  const automatic = checks.filter(({ byPerson }) => !byPerson);
  const isUnseen = automatic.length > 0 && automatic.every(({ verdict }) => verdict === 'open');
  const done = checks.filter(({ verdict }) => verdict === 'ok').length;
  if (isUnseen) return md`:clipboard: ${automatic.length} checks run when it is submitted`;
  const mark = done === checks.length ? md`:white_check_mark:` : md`:clipboard:`;
  return md`${mark} ${done} of ${checks.length} done`;
}

function failedLine({ label, note }: CardCheck): Mrkdwn {
  const because = note === null ? escape('') : md`: ${escape(note, NOTE_MAX)}`;
  return md`:x: ${escape(label, LABEL_MAX)}${because}`;
}

/** With a button that ticks it off, or takes the tick back. */
function personItem({ campaign, zone }: CampaignCard, check: CardCheck): Block {
  const value = `${campaign.id}:${check.item}`;
  if (check.verdict !== 'ok') {
    const text = md`:white_large_square: ${escape(check.label, LABEL_MAX)}`;
    return section(text, { accessory: button({ action: CAMPAIGN_ACTIONS.tick, text: 'Tick off', value }) });
  }
  const ticked = [
    ...(check.by === null ? [] : [mention(check.by)]),
    ...(check.at === null ? [] : [dateTime(check.at, zone)]),
    ...(check.note === null ? [] : [escape(check.note, NOTE_MAX)]),
  ];
  const text = join([md`:white_check_mark: ${escape(check.label, LABEL_MAX)}`, join(ticked, '  ·  ')]);
  return section(text, { accessory: button({ action: CAMPAIGN_ACTIONS.untick, text: 'Take back', value }) });
}
