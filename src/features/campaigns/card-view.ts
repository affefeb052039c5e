// The campaign card: what it is, where it stands in each CRM, whose yes is missing, what is still to be checked, and the
// buttons that fit its state. The same in its channel and in private answers. Pure.
import type { Block } from '#blockkit/blocks.ts';
import { actions, context, section } from '#blockkit/blocks.ts';
import { bold, clip, dateTime, escape, join, link, md, mention } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import { formatMoney } from '#kernel/money.ts';
import type { Message } from '#ports/messenger.ts';
import type { Approval } from '#features/approvals/approval.ts';
import { approvalKey } from '#features/approvals/approval.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { campaignKey, UTM_KEYS } from './campaign.ts';
import type { Campaign, CampaignRecord, CampaignState } from './campaign.ts';
import { cardButtons, isRefused } from './card-actions.ts';
import type { CampaignCard } from './card-data.ts';
import { checklistBlocks } from './checklist-view.ts';
import { audienceText, daysText, RECORD_LABELS, STATE_LABELS, wordLabel } from './labels.ts';

/** Longest text of one foreign value on a card. */
const VALUE_MAX = 150;
const NAME_MAX = 200;
const GOALS_MAX = 600;
const WORDS_MAX = 500;
/** Most people that a card names as those whose yes is missing. */
const NAMED = 5;

export function renderCampaignCard(card: CampaignCard): Message {
  const { campaign } = card;
  const blocks: Block[] = [
    context([topLine(campaign)]),
    section(what(campaign)),
    section(null, { fields: facts(card) }),
  ];
  const where = [...standing(card), ...campaign.records.map((record) => recordLine(card, record))];
  if (where.length > 0) blocks.push(section(join(where)));
  if (campaign.notice !== null && !saysItself(card)) {
    blocks.push(context([md`:information_source: ${escape(campaign.notice, WORDS_MAX)}`]));
  }
  blocks.push(...checklistBlocks(card));
  blocks.push(actions(cardButtons(campaign)));
  return { text: campaignSummary(campaign), blocks };
}

/** Where the lines above say what the notice would. */
function saysItself({ campaign, approval }: CampaignCard): boolean {
  return isRefused(campaign) || (campaign.state === 'changes_requested' && approval !== null);
}

/** What a phone shows and a screen reader says. Plain text. */
function campaignSummary(campaign: Campaign): string {
  const { plan } = campaign;
  const parts = [
    `${campaignKey(campaign.id)} ${clip(plan.name, NAME_MAX)}: ${stateWords(campaign).toLowerCase()}`,
    budgetText(campaign),
    daysText(plan.startsOn, plan.endsOn),
  ];
  return parts.join(', ');
}

/** As the card's first words. */
export function stateWords(campaign: Campaign): string {
  if (isRefused(campaign)) return 'Approved, launch failed';
  if (campaign.state === 'approved' && campaign.launchAskedAt !== null) return 'Approved, being launched';
  return STATE_LABELS[campaign.state];
}

export function stateMark(campaign: Campaign): Mrkdwn {
  if (isRefused(campaign)) return md`:warning:`;
  const marks: Readonly<Record<Campaign['state'], Mrkdwn>> = {
    draft: md`:pencil2:`,
    waiting: md`:hourglass_flowing_sand:`,
    changes_requested: md`:leftwards_arrow_with_hook:`,
    approved: md`:ballot_box_with_check:`,
    live: md`:large_green_circle:`,
    paused: md`:large_orange_diamond:`,
    killed: md`:no_entry:`,
    closed: md`:checkered_flag:`,
    rejected: md`:no_entry_sign:`,
  };
  return marks[campaign.state];
}

/** `€25,000`, or that there is none. */
export function budgetText({ plan: { budget, currency } }: Pick<Campaign, 'plan'>): string {
  return budget === null ? 'no budget' : formatMoney(budget, currency);
}

function topLine(campaign: Campaign): Mrkdwn {
  const { plan, adoptedFrom } = campaign;
  return join(
    [
      md`${stateMark(campaign)} *${escape(stateWords(campaign))}*`,
      escape(campaignKey(campaign.id)),
      escape(kindWords(plan), VALUE_MAX),
      ...(adoptedFrom === null ? [] : [escape(`found in ${CRM_LABELS[adoptedFrom]}`)]),
    ],
    '  ·  ',
  );
}

/** `Webinar via Email`; of a campaign that was found in a CRM neither may be known. */
function kindWords({ type, channel }: Campaign['plan']): string {
  const words = [type, channel].filter((word) => word !== '' && word !== 'other');
  return words.map(wordLabel).join(' via ');
}

function what({ plan }: Campaign): Mrkdwn {
  return join([bold(clip(plan.name, NAME_MAX)), ...(plan.goals === null ? [] : [escape(plan.goals, GOALS_MAX)])]);
}

function facts({ campaign, owner }: CampaignCard): readonly Mrkdwn[] {
  const { plan, adoptedFrom } = campaign;
  // What was never planned here is not missing.
  const isMissing = adoptedFrom === null;
  // The name as a tag says nothing new.
  const tags = UTM_KEYS.flatMap((key) =>
    plan.utm[key] && plan.utm[key] !== plan.name ? [`${key} ${plan.utm[key]}`] : [],
  );
  const labelled: readonly (readonly [string, Mrkdwn | null])[] = [
    ['Budget', escape(budgetText(campaign))],
    ['When', escape(daysText(plan.startsOn, plan.endsOn))],
    ['Audience', isMissing || plan.audience !== null ? escape(audienceText(plan), VALUE_MAX) : null],
    ['Suppression list', plan.suppressionList === null ? null : escape(plan.suppressionList, VALUE_MAX)],
    ['Owner', ownerText(plan.owner ?? (isMissing ? 'none yet' : null), owner)],
    ['Content', plan.contentUrl === null ? null : link(clip(plan.contentUrl, 1500), addressLabel(plan.contentUrl))],
    ['UTM tags', tags.length === 0 ? null : escape(tags.join(', '), 2 * VALUE_MAX)],
  ];
  return labelled.flatMap(([label, shown]) => (shown === null ? [] : [md`*${escape(label)}*\n${shown}`]));
}

function ownerText(named: string | null, owner: SlackUserId | null): Mrkdwn | null {
  if (owner !== null) return mention(owner);
  return named === null ? null : escape(named, VALUE_MAX);
}

/** The address without what everybody knows of it. */
function addressLabel(url: string): string {
  return clip(url.replace(/^https?:\/\/(?:www\.)?/iu, '').replace(/\/$/u, ''), 60);
}

/** What it waits for, or what happened last. */
function standing(card: CampaignCard): readonly Mrkdwn[] {
  const { change } = card;
  if (change?.state !== 'pending') return launchStanding(card);
  return [...launchStanding(card), md`A change: ${waitsFor(change)}. Until then it runs as it was approved.`];
}

function launchStanding({ campaign, approval, zone }: CampaignCard): readonly Mrkdwn[] {
  switch (campaign.state) {
    case 'draft':
    case 'paused':
    case 'killed':
    case 'closed':
      return [];
    case 'waiting':
      return approval === null ? [] : [waitsFor(approval)];
    case 'changes_requested':
    case 'rejected':
      return approval === null ? [] : [verdictLine(approval)];
    case 'approved':
      return [approvedLine(campaign, zone)];
    case 'live':
      return campaign.launchedAt === null ? [] : [md`Live since ${dateTime(campaign.launchedAt, zone)}`];
  }
}

function waitsFor(approval: Approval): Mrkdwn {
  const key = escape(approvalKey(approval.id));
  const people = [...new Set(approval.seats.map(({ person }) => person))];
  if (people.length === 0) return md`Waits for its approval, ${key}`;
  const named = people.slice(0, NAMED).map(mention);
  const more = people.length - named.length;
  return md`Waits for ${join(named, ', ')}${more === 0 ? escape('') : escape(` and ${more} more`)} (${key})`;
}

/** Who sent it back or said no, and why. */
function verdictLine(approval: Approval): Mrkdwn {
  const vote = approval.votes.findLast(({ verdict }) => verdict !== 'approve');
  const what = approval.state === 'changes_requested' ? 'asks for changes' : 'rejected it';
  const words = vote?.comment ?? approval.because;
  const said = words === null ? escape('') : md`: ${escape(words, WORDS_MAX)}`;
  if (vote === undefined) return md`${escape(approvalKey(approval.id))} ended${said}`;
  return md`${mention(vote.by)} ${escape(what)}${said}`;
}

function approvedLine({ launch, launchAskedAt, approvedAt, notice }: Campaign, zone: string): Mrkdwn {
  const since = approvedAt === null ? md`Approved` : md`Approved ${dateTime(approvedAt, zone)}`;
  // The notice says what keeps it.
  if (launchAskedAt !== null || notice !== null) return since;
  return launch === 'by_hand' ? md`${since}; it goes live when somebody launches it` : md`${since}; not launched yet`;
}

/** States in which it must run nowhere. */
const STOPPED: ReadonlySet<CampaignState> = new Set(['paused', 'killed', 'closed']);

function recordLine({ campaign, links }: CampaignCard, { crm, state, message }: CampaignRecord): Mrkdwn {
  const url = links.get(crm);
  const name = url === undefined ? escape(CRM_LABELS[crm]) : link(url, CRM_LABELS[crm]);
  const said = message === null ? escape('') : md`: ${escape(message, WORDS_MAX)}`;
  if (state === 'live' && STOPPED.has(campaign.state)) {
    return md`:hourglass_flowing_sand: ${name}: still live, being stopped${said}`;
  }
  return md`${RECORD_MARKS[state]} ${name}: ${escape(RECORD_LABELS[state])}${said}`;
}

const RECORD_MARKS: Readonly<Record<CampaignRecord['state'], Mrkdwn>> = {
  waiting: md`:white_circle:`,
  writing: md`:hourglass_flowing_sand:`,
  live: md`:white_check_mark:`,
  paused: md`:large_orange_diamond:`,
  closed: md`:checkered_flag:`,
  refused: md`:x:`,
  gone: md`:x:`,
};
