// The Home tab: what waits for its reader first, with the buttons right there; then incidents; then what they asked for; then
// who decides while somebody is away. Pure.
import type { HomeView } from '@slack/types';
import type { Block } from '#blockkit/blocks.ts';
import { actions, context, divider, header, homeTab, input, section } from '#blockkit/blocks.ts';
import { button, overflow, staticSelect } from '#blockkit/elements.ts';
import { checkboxes } from '#blockkit/form-elements.ts';
import { bold, calendarDay, clip, dateTime, escape, join, md, mention } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import { LIMITS } from '#blockkit/limits.ts';
import { after, MINUTE_MS } from '#kernel/time.ts';
import { homeIncidentBlocks } from '#features/anomalies/asking/home-incidents.ts';
import { approvalKey } from '#features/approvals/approval.ts';
import type { Approval } from '#features/approvals/approval.ts';
import {
  APPROVAL_ACTIONS,
  approveButton,
  changesButton,
  detailsButton,
  moreChoices,
  rejectButton,
  valueOf,
} from '#features/approvals/card-actions.ts';
import type { ApprovalCardData } from '#features/approvals/card-data.ts';
import { changeLine, isNews } from '#features/approvals/card-view.ts';
import { progressLine, requesterWords, STATE_MARKS, STATE_WORDS } from '#features/approvals/card-words.ts';
import { openSeatsOf } from '#features/approvals/progress.ts';
import type { Delegation } from '#features/approvals/store.ts';
import type { HomeData } from './home-data.ts';
import { workItemBlocks } from './work-items-view.ts';

export const HOME_ACTIONS = {
  approve: 'home.approve',
  approveSelected: 'home.approve_selected',
  look: 'home.look',
  delegate: 'home.delegate',
  endDelegation: 'home.end_delegation',
} as const;

/** Block ids of what is ticked; the element's action id is always `value`. */
export const SELECTED = 'selected';
const VALUE = 'value';

const LINES_MAX = 4;
/** On the one line below a box. */
const SMALL_MAX = 3;
const CHANGES_MAX = 4;
const VALUE_MAX = 120;

export function renderHome(data: HomeData): HomeView {
  return homeTab([
    header('Waiting for you'),
    ...waitingBlocks(data),
    ...smallBlocks(data),
    ...workItemBlocks(data.workItems),
    ...homeIncidentBlocks(data.incidents),
    header('Your requests'),
    ...mineBlocks(data),
    header('While you are away'),
    ...awayBlocks(data),
  ]);
}

function waitingBlocks({ person, waiting, small, workItems, zone }: HomeData): readonly Block[] {
  const total = waiting.total + small.total + workItems.total;
  if (total === 0) {
    return [
      section(
        md`:white_check_mark: *Nothing waits for you.* What needs your decision shows up here and in your messages.`,
      ),
    ];
  }
  const [first] = waiting.shown;
  const urgent = first === undefined ? escape('') : md`, the first by ${dateTime(first.approval.expiresAt, zone)}`;
  return [
    context([md`${escape(total === 1 ? '1 decision' : `${total} decisions`)}${urgent}`]),
    ...waiting.shown.flatMap((card) => waitingCard(card, person)),
    ...hiddenLine(waiting.total - waiting.shown.length, 'more wait for you; they follow when these are decided.'),
  ];
}

function waitingCard(card: ApprovalCardData, person: HomeData['person']): readonly Block[] {
  const { approval, zone } = card;
  const [seat] = openSeatsOf(approval, person);
  const whose = seat === undefined || seat.seat === person ? escape('') : md`, for ${mention(seat.seat)}`;
  const asked = md`Asked by ${requesterWords(approval)}${whose}  ·  ${escape(approval.policy.name, 80)}  ·  by ${dateTime(approval.expiresAt, zone)}`;
  return [
    section(join([titleWords(approval), asked, ...contentLines(card)])),
    actions([
      approveButton(approval, HOME_ACTIONS.approve),
      rejectButton(approval),
      ...changesButton(approval),
      detailsButton(approval),
    ]),
    divider(),
  ];
}

function titleWords({ id, title }: Approval): Mrkdwn {
  return md`${bold(title, 200)}  ·  ${escape(approvalKey(id))}`;
}

/** What changed comes first; of the rest the first few, on one line. */
function contentLines({ approval, lines }: ApprovalCardData): readonly Mrkdwn[] {
  const changed = lines.filter(({ before }) => before !== null).slice(0, CHANGES_MAX);
  const rest = lines.filter((line) => line.before === null && isNews(line.value, approval)).slice(0, LINES_MAX);
  const shown = rest.map(({ label, value }) => md`${escape(label, 40)}: ${escape(value, VALUE_MAX)}`);
  return [...changed.map((line) => md`:pencil2: ${changeLine(line)}`), join(shown, '  ·  ')];
}

/** Ten boxes a block is what Slack takes. */
function smallBlocks({ small }: HomeData): readonly Block[] {
  if (small.shown.length === 0) return [];
  const piles = Array.from({ length: Math.ceil(small.shown.length / LIMITS.choices.options) }, (_, pile) =>
    small.shown.slice(pile * LIMITS.choices.options, (pile + 1) * LIMITS.choices.options),
  );
  return [
    ...piles.map((cards, pile) =>
      input({
        label: pile === 0 ? 'Small ones: tick what you approve' : 'More small ones',
        blockId: `${SELECTED}-${pile}`,
        element: checkboxes({ action: VALUE, choices: cards.map(smallChoice) }),
      }),
    ),
    actions([
      button({ action: HOME_ACTIONS.approveSelected, text: 'Approve what is ticked', style: 'primary' }),
      staticSelect({
        action: HOME_ACTIONS.look,
        placeholder: 'Look at one of them',
        choices: small.shown.map(smallChoice),
      }),
    ]),
    ...hiddenLine(small.total - small.shown.length, 'more small ones follow when these are decided.'),
    divider(),
  ];
}

function smallChoice({ approval, lines }: ApprovalCardData) {
  const about = lines.map(({ value }) => value).filter((value) => isNews(value, approval));
  return {
    value: valueOf(approval),
    label: clip(`${approvalKey(approval.id)}  ${approval.title}`, LIMITS.option.text),
    description: clip(about.slice(0, SMALL_MAX).join(', ') || approval.policy.name, LIMITS.option.description),
  };
}

function mineBlocks({ mine, ended, zone }: HomeData): readonly Block[] {
  if (mine.total === 0 && ended.length === 0) {
    return [
      section(
        escape('You have asked for nothing lately. Whatever you submit for approval shows up here with its progress.'),
      ),
    ];
  }
  return [
    ...mine.shown.map(mineLine),
    ...hiddenLine(mine.total - mine.shown.length, 'more of your requests are under way.'),
    ...(ended.length === 0 ? [] : [context([join(ended.map((one) => endedLine(one, zone)))])]),
  ];
}

function mineLine({ approval, zone }: ApprovalCardData): Block {
  const { state, because, expiresAt } = approval;
  const said = state === 'changes_requested' && because !== null ? md`: “${escape(because, 300)}”` : escape('');
  const until = state === 'pending' ? md`  ·  until ${dateTime(expiresAt, zone)}` : escape('');
  return section(
    join([
      titleWords(approval),
      md`${STATE_MARKS[state]} *${escape(STATE_WORDS[state])}*${said}${until}`,
      progressLine(approval),
    ]),
    { accessory: overflow(APPROVAL_ACTIONS.more, moreChoices(approval, ['details', 'withdraw'])) },
  );
}

function endedLine({ id, title, state, endedAt, requestedAt }: Approval, zone: string): Mrkdwn {
  const when = calendarDay(endedAt ?? requestedAt, zone);
  return md`${STATE_MARKS[state]} ${escape(STATE_WORDS[state])} ${when}: ${escape(title, VALUE_MAX)}  ·  ${escape(approvalKey(id))}`;
}

function awayBlocks({ away, standsIn, names, zone, now }: HomeData): readonly Block[] {
  const others = standsIn.map((one) => standInLine(one, names, zone, now));
  const nobody =
    'Nobody decides for you. Name somebody for the days on which you are away, and what waits for you goes on.';
  const own =
    away.length === 0
      ? [section(escape(nobody), { accessory: delegateButton('Name somebody') })]
      : [...away.map((one) => awayLine(one, zone, now)), actions([delegateButton('Name somebody for other days')])];
  return [...own, ...(others.length === 0 ? [] : [context([join(others)])])];
}

function awayLine(delegation: Delegation, zone: string, now: Date): Block {
  const { id, to } = delegation;
  const begun = delegation.startsAt <= now;
  return section(
    md`${mention(to)} ${escape(begun ? 'decides' : 'will decide')} for you ${daysWords(delegation, zone, now)}`,
    {
      accessory: button({
        action: HOME_ACTIONS.endDelegation,
        text: begun ? 'End it now' : 'Cancel it',
        value: String(id),
      }),
    },
  );
}

function standInLine(delegation: Delegation, names: HomeData['names'], zone: string, now: Date): Mrkdwn {
  const { from, startsAt } = delegation;
  const verb = startsAt <= now ? 'You decide for' : 'You will decide for';
  return md`:bust_in_silhouette: ${escape(verb)} ${escape(names.get(from) ?? 'a colleague', 80)} ${daysWords(delegation, zone, now)}`;
}

/** `until 24 Dec`, or `from 20 Dec until 24 Dec`; the last day counts. */
function daysWords({ startsAt, endsAt }: Delegation, zone: string, now: Date): Mrkdwn {
  const last = calendarDay(after(endsAt, -MINUTE_MS), zone);
  return startsAt <= now ? md`until ${last}` : md`from ${calendarDay(startsAt, zone)} until ${last}`;
}

function delegateButton(text: string) {
  return button({ action: HOME_ACTIONS.delegate, text });
}

function hiddenLine(count: number, words: string): readonly Block[] {
  return count > 0 ? [context([escape(`${count} ${words}`)])] : [];
}
