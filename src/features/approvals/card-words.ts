// The sentences of a request: where it stands, who decided, what is still needed from whom, by when. Pure.
import { dateTime, escape, join, md, mention } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import { NAMED_MAX } from './card-data.ts';
import type { ApprovalCardData } from './card-data.ts';
import type { Approval, ApprovalState, Seat, Vote } from './approval.ts';
import { stepsOf } from './progress.ts';
import type { StepView } from './progress.ts';

/** Most votes that a card lists; Details has them all. */
const VOTES_MAX = 6;
const COMMENT_MAX = 250;
/** Most steps, side by side, that it says who is needed in. */
const OPEN_MAX = 4;

export const STATE_WORDS: Readonly<Record<ApprovalState, string>> = {
  pending: 'Waiting for approval',
  changes_requested: 'Sent back for changes',
  approved: 'Approved',
  used: 'Approved and carried out',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  expired: 'Expired',
};

export const STATE_MARKS: Readonly<Record<ApprovalState, Mrkdwn>> = {
  pending: md`:hourglass_flowing_sand:`,
  changes_requested: md`:leftwards_arrow_with_hook:`,
  approved: md`:white_check_mark:`,
  used: md`:white_check_mark:`,
  rejected: md`:no_entry:`,
  withdrawn: md`:heavy_minus_sign:`,
  expired: md`:alarm_clock:`,
};

const STEP_MARKS = { done: '●', open: '◐', waiting: '○' } as const;

/** `● Marketing 1 of 1  →  ◐ Finance 1 of 2  ·  ○ Legal`; the arrow stands where one must be done before the next. */
export function progressLine(approval: Approval): Mrkdwn {
  const stages = Map.groupBy(stepsOf(approval), ({ stage }) => stage);
  return join(
    [...stages.values()].map((steps) => join(steps.map(stepWords), '  ·  ')),
    '   →   ',
  );
}

function stepWords({ label, status, yes, needed }: StepView): Mrkdwn {
  const count = needed === null ? '' : ` ${yes} of ${needed}`;
  return md`${escape(STEP_MARKS[status])} *${escape(label, 60)}*${escape(count)}`;
}

/** One line for each step that somebody is asked in. */
export function neededLines(data: ApprovalCardData): readonly Mrkdwn[] {
  const open = stepsOf(data.approval).filter(({ status }) => status === 'open');
  const hidden = open.length - OPEN_MAX;
  return [
    ...open.slice(0, OPEN_MAX).map((step) => md`*${escape(step.label, 60)}* needs ${asked(step, data.names)}`),
    ...(hidden > 0 ? [escape(`and ${hidden} more steps, in Details`)] : []),
  ];
}

/** `one of Nora Field and Mia Hartmann`, `2 more of …`, `Vera Antonova`. */
function asked({ asked: seats, yes, needed }: StepView, names: ApprovalCardData['names']): Mrkdwn {
  if (seats.length === 0) return escape('somebody, and nobody is there who may decide: an admin was told');
  const more = needed === null ? null : needed - yes;
  const all = more !== null && more >= seats.length;
  const people = listed(seats.map((seat) => seatWords(seat, names)));
  if (all) return people;
  return more === null || more === 1 ? md`one of ${people}` : md`${more} of ${people}`;
}

function seatWords({ person, seat, kind }: Seat, names: ApprovalCardData['names']): Mrkdwn {
  const name = escape(names.get(person) ?? 'a colleague', 60);
  if (kind === 'escalation') return md`${name} (as it took too long)`;
  return person === seat ? name : md`${name} (for ${escape(names.get(seat) ?? 'a colleague', 60)})`;
}

/** `a, b and c`, or `a, b and 12 more`. */
function listed(people: readonly Mrkdwn[]): Mrkdwn {
  const shown = people.slice(0, NAMED_MAX);
  const hidden = people.length - shown.length;
  const parts = hidden > 0 ? [...shown, escape(`${hidden} more`)] : shown;
  const last = parts.at(-1) ?? escape('');
  return parts.length < 2 ? last : md`${join(parts.slice(0, -1), ', ')} and ${last}`;
}

const VERDICT_WORDS: Readonly<Record<Vote['verdict'], Mrkdwn>> = {
  approve: md`:white_check_mark:`,
  reject: md`:no_entry:`,
  request_changes: md`:leftwards_arrow_with_hook:`,
};
const VERDICT_VERBS: Readonly<Record<Vote['verdict'], string>> = {
  approve: 'approved',
  reject: 'rejected',
  request_changes: 'asked for changes',
};

/** Who decided what and when, and what they said; the newest where there are many. */
export function voteLines({ approval, zone }: ApprovalCardData): readonly Mrkdwn[] {
  const shown = approval.votes.slice(-VOTES_MAX);
  const hidden = approval.votes.length - shown.length;
  const lines = shown.map((vote) => voteLine(vote, zone));
  return hidden > 0 ? [escape(`${hidden} earlier decisions are in Details`), ...lines] : lines;
}

export function voteLine({ by, onBehalfOf, verdict, comment, at }: Vote, zone: string): Mrkdwn {
  const whose = onBehalfOf === null ? escape('') : md` for ${mention(onBehalfOf)}`;
  const said = comment === null ? escape('') : md`: “${escape(comment, COMMENT_MAX)}”`;
  return md`${VERDICT_WORDS[verdict]} ${mention(by)} ${escape(VERDICT_VERBS[verdict])}${whose}, ${dateTime(at, zone)}${said}`;
}

/** What it came to, for a request that waits for nobody's yes any more. */
export function outcomeLine({ approval, zone }: ApprovalCardData): Mrkdwn {
  const { state, because, endedAt, requestedBy, votes } = approval;
  const when = endedAt === null ? escape('') : md`, ${dateTime(endedAt, zone)}`;
  // Who rejects says why with the vote, which the card shows as well.
  const said = because === null || votes.some(({ comment }) => comment === because);
  const why = said ? escape('') : md`: ${escape(because, COMMENT_MAX)}`;
  switch (state) {
    case 'pending':
      return md`*${escape(STATE_WORDS.pending)}*`;
    case 'changes_requested':
      return requestedBy === null
        ? md`*Sent back for changes*${why}`
        : md`*Sent back for changes*: ${mention(requestedBy)} edits it and asks again${why}`;
    case 'approved':
      return md`*Approved*, and about to be carried out`;
    case 'used':
      return md`*Approved and carried out*${when}`;
    case 'rejected':
      return md`*Rejected*${when}${why}`;
    case 'withdrawn':
      return md`*Withdrawn*${when}${why}`;
    case 'expired':
      return md`*Expired* without a decision${when}${why}`;
  }
}

/** By when, and what happens then. */
export function deadlineLine({ approval, zone }: ApprovalCardData): Mrkdwn {
  const outcome = approval.policy.expiresAs === 'rejected' ? 'Counts as rejected' : 'Expires';
  return md`:calendar: ${escape(outcome)} ${dateTime(approval.expiresAt, zone)} if nobody decides`;
}

/** Who asks: a person, or a rule. Never a ping for anybody but themselves. */
export function requesterWords({ requestedBy, rule }: Pick<Approval, 'requestedBy' | 'rule'>): Mrkdwn {
  if (requestedBy !== null) return mention(requestedBy);
  return rule === null ? escape('Signalbox') : md`the rule ${escape(rule, 100)}`;
}

export function nameIn(names: ApprovalCardData['names'], person: SlackUserId): string {
  return names.get(person) ?? 'a colleague';
}
