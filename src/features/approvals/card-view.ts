// The card of a request: what is asked, how far it is, who is needed, and the buttons. The same for everybody in its
// channel; in direct messages it begins with what it wants of its reader. Pure.
import type { Block } from '#blockkit/blocks.ts';
import { actions, context, section } from '#blockkit/blocks.ts';
import { bold, clip, dateTime, escape, join, link, md, struck } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import type { Message } from '#ports/messenger.ts';
import { approvalKey } from './approval.ts';
import type { Approval } from './approval.ts';
import { cardButtons, personalButtons } from './card-actions.ts';
import type { ApprovalCardData, CardLine } from './card-data.ts';
import {
  deadlineLine,
  nameIn,
  neededLines,
  outcomeLine,
  progressLine,
  requesterWords,
  STATE_MARKS,
  STATE_WORDS,
  voteLines,
} from './card-words.ts';
import { openSeatsOf } from './progress.ts';

const VALUE_MAX = 150;
/** There are two of them on a line. */
const CHANGED_MAX = 120;
/** What decides comes first, and a card is read in seconds. Slack takes ten fields a section. */
const FIELDS_MAX = 8;
const CHANGES_MAX = 8;
/** Shorter values may end a title by chance, and are never left out. */
const NAME_MIN = 9;
const LINKS_MAX = 6;

/** @param reader null for the card in the channel. */
export function renderApprovalCard(data: ApprovalCardData, reader: SlackUserId | null): Message {
  const { approval } = data;
  const blocks: Block[] = [context([topLine(data, reader)]), section(title(data))];
  const changed = data.lines.filter(({ before }) => before !== null);
  if (changed.length > 0) blocks.push(section(changes(approval, changed)));
  blocks.push(...content(data, changed));
  blocks.push(section(standing(data)));
  const votes = voteLines(data);
  if (votes.length > 0) blocks.push(context([join(votes)]));
  if (approval.state === 'pending') blocks.push(context([deadlineLine(data)]));
  blocks.push(...buttons(approval, reader));
  return { text: summary(data, reader), blocks };
}

/** What stands where the card of an earlier revision was: a newer one below asks again. */
export function renderOvertaken({ id, title }: Pick<Approval, 'id' | 'title'>): Message {
  const text = `${approvalKey(id)} was changed. A newer card below asks again: ${clip(title, VALUE_MAX)}`;
  return { text, blocks: [context([escape(text)])] };
}

function topLine({ approval, names }: ApprovalCardData, reader: SlackUserId | null): Mrkdwn {
  const revision = approval.revision === 1 ? '' : `revision ${approval.revision}`;
  return join(
    [
      reader === null ? standingWords(approval) : personalWords(approval, reader, names),
      escape(approvalKey(approval.id)),
      escape(approval.policy.name, 100),
      escape(revision),
    ],
    '  ·  ',
  );
}

function standingWords({ state }: Approval): Mrkdwn {
  return md`${STATE_MARKS[state]} *${escape(STATE_WORDS[state])}*`;
}

/** What the card wants of its reader, or that it wants nothing any more. */
function personalWords(approval: Approval, reader: SlackUserId, names: ApprovalCardData['names']): Mrkdwn {
  if (approval.state !== 'pending') return standingWords(approval);
  const [seat] = openSeatsOf(approval, reader);
  if (seat !== undefined) {
    const whose = seat.seat === reader ? '' : ` for ${nameIn(names, seat.seat)}`;
    const late = seat.kind === 'escalation' ? ', as it took others too long' : '';
    return md`:bell: *Your decision is needed*${escape(`${whose}${late}`, 200)}`;
  }
  const voted = approval.votes.some(({ by }) => by === reader);
  return voted
    ? md`:white_check_mark: *You have decided*; it waits for others`
    : md`:heavy_minus_sign: *Nothing is needed from you* at the moment`;
}

function title({ approval, zone }: ApprovalCardData): Mrkdwn {
  const again = approval.revision === 1 ? escape('') : md`, changed ${dateTime(approval.revisedAt, zone)}`;
  return md`${bold(approval.title, 300)}\nAsked by ${requesterWords(approval)}, ${dateTime(approval.requestedAt, zone)}${again}`;
}

function changes({ revision, because, state }: Approval, changed: readonly CardLine[]): Mrkdwn {
  const shown = changed.slice(0, CHANGES_MAX).map(changeLine);
  const hidden = changed.length - shown.length;
  if (hidden > 0) shown.push(escape(`and ${hidden} more, in Details`));
  const why = state !== 'pending' || because === null ? escape('') : md` (${escape(because, VALUE_MAX)})`;
  const again = state === 'pending' ? escape(', so everybody is asked again') : escape('');
  return md`:pencil2: *Changed since revision ${revision - 1}*${why}${again}\n${join(shown)}`;
}

/** `Budget: ~€20,000.00~ → €25,000.00` */
export function changeLine({ label, value, before }: CardLine): Mrkdwn {
  const was = before === null || before === '' ? escape('nothing') : struck(before, CHANGED_MAX);
  const now = value === '' ? escape('nothing') : bold(value, CHANGED_MAX);
  return md`${escape(label, 80)}: ${was} → ${now}`;
}

/** Whether a value says anything that the title does not: the name of what is asked for is mostly its end. */
export function isNews(value: string, { title }: Pick<Approval, 'title'>): boolean {
  return value !== '' && !(value.length >= NAME_MIN && title.endsWith(value));
}

/** What changed stands above already, and what the title says as well. */
function content(data: ApprovalCardData, changed: readonly CardLine[]): readonly Block[] {
  const { approval, lines } = data;
  const rest = lines.filter((line) => !changed.includes(line) && isNews(line.value, approval));
  const shown = rest.slice(0, FIELDS_MAX);
  const fields = shown.map(({ label, value }) => md`*${escape(label, 80)}*  ${escape(value, VALUE_MAX)}`);
  const hidden = rest.length - shown.length;
  const more = [...(hidden > 0 ? [escape(`${hidden} more in Details`)] : []), ...links(data)];
  return [
    ...(fields.length > 0 ? [section(null, { fields })] : []),
    ...(more.length > 0 ? [context([join(more, '  ·  ')])] : []),
  ];
}

function links({ links }: ApprovalCardData): readonly Mrkdwn[] {
  return links.slice(0, LINKS_MAX).map(({ url, label }) => link(url, label));
}

function standing(data: ApprovalCardData): Mrkdwn {
  const { approval } = data;
  const progress = progressLine(approval);
  if (approval.state !== 'pending') return join([outcomeLine(data), progress]);
  return join([progress, ...neededLines(data)]);
}

function buttons(approval: Approval, reader: SlackUserId | null): readonly Block[] {
  if (reader === null) {
    const shown = cardButtons(approval);
    return shown.length === 0 ? [] : [actions(shown)];
  }
  return openSeatsOf(approval, reader).length === 0 ? [] : [actions(personalButtons(approval))];
}

/** What a notification shows and a screen reader says. Plain text. */
export function summary({ approval, names, lines }: ApprovalCardData, reader: SlackUserId | null): string {
  const key = approvalKey(approval.id);
  const named = clip(approval.title, VALUE_MAX);
  const asked = reader !== null && openSeatsOf(approval, reader).length > 0;
  const begins = asked ? `Your decision is needed: ${named}` : `${STATE_WORDS[approval.state]}: ${named}`;
  const who = approval.requestedBy === null ? '' : `asked by ${nameIn(names, approval.requestedBy)}`;
  const first = lines.find(({ value }) => isNews(value, approval));
  const changed = lines.find(({ before }) => before !== null);
  const what = changed ?? first;
  const about = what === undefined ? '' : `${what.label} ${clip(what.value || 'none', 80)}`;
  return [`${begins} (${key})`, about, who].filter((part) => part !== '').join(', ');
}
