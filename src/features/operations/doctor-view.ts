// The doctor's answer: what is wrong first, with how to mend it; what is fine in a line each. Pure.
import type { Block } from '#blockkit/blocks.ts';
import { context, divider, section } from '#blockkit/blocks.ts';
import { bold, escape, join, md } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import type { Message } from '#ports/messenger.ts';
import type { Finding, Looked } from './check.ts';

/** Characters of one sentence, of what mends it, of a detail, and of what is fine. */
const SAYS_MAX = 400;
const MEND_MAX = 200;
const DETAIL_MAX = 300;
const FINE_MAX = 120;
/** Of the details of one finding (a block holds 3,000), and of all: a message holds some 13,000. */
const DETAILS_MAX = 2400;
const ALL_DETAILS_MAX = 3600;

export function doctorMessage(looked: readonly Looked[]): Message {
  const troubles = looked.filter(({ finding }) => finding.kind === 'trouble');
  const notices = looked.filter(({ finding }) => finding.kind === 'notice');
  const fine = looked.filter(({ finding }) => finding.kind === 'fine');
  const text = verdict(troubles.length, notices.length);
  const blocks: Block[] = [section(md`*${escape(text)}*`)];
  const room = { left: ALL_DETAILS_MAX };
  for (const one of troubles) blocks.push(...found(one, md`:red_circle: `, room));
  if (troubles.length > 0 && notices.length > 0) blocks.push(divider());
  for (const one of notices) blocks.push(...found(one, md`:large_yellow_circle: `, room));
  if (fine.length > 0) {
    if (blocks.length > 1) blocks.push(divider());
    const all = fine.map(
      ({ title, finding }) => md`:large_green_circle: ${bold(title)}  ${escape(finding.says, FINE_MAX)}`,
    );
    blocks.push(context([join(all)]));
  }
  return { text, blocks };
}

function verdict(troubles: number, notices: number): string {
  if (troubles === 0 && notices === 0) return 'Signalbox is well';
  if (troubles === 0) return 'Signalbox works, and there is something to know';
  return troubles === 1 ? 'One thing needs somebody' : `${troubles} things need somebody`;
}

/** @param room what details of all findings may still take; used up here. */
function found({ title, finding }: Looked, sign: Mrkdwn, room: { left: number }): readonly Block[] {
  const says = md`${sign}${bold(title)}  ${escape(finding.says, SAYS_MAX)}`;
  if (finding.kind === 'fine') return [section(says)];
  const mend = finding.mend === null ? [] : [md`→ ${escape(finding.mend, MEND_MAX)}`];
  const details = detailsOf(finding, Math.min(DETAILS_MAX, room.left));
  room.left -= details.length;
  return [section(join([says, ...mend])), ...(details === '' ? [] : [context([details])])];
}

function detailsOf({ details = [] }: Exclude<Finding, { kind: 'fine' }>, longest: number): Mrkdwn {
  const lines: Mrkdwn[] = [];
  let room = longest;
  for (const detail of details) {
    const line = md`• ${escape(detail, DETAIL_MAX)}`;
    room -= line.length + 1;
    if (room < 0) break;
    lines.push(line);
  }
  return join(lines);
}
