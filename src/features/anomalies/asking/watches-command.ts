// `/kpi watches`: what is watched, and the end of what somebody asked for.
import { note } from '#features/answering/note.ts';
import { isOps } from '#features/people/roles.ts';
import type { Turn } from '#features/people/turn.ts';
import type { Message } from '#ports/messenger.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import { endWatch } from './end-watch.ts';
import { listWatches } from './list-watches.ts';
import { watchesMessage } from './watches-view.ts';

const WATCHES_HELP = [
  '/kpi watches: everything that is watched, by channel',
  '/kpi watches WORD: what has this word in it, or is told in a channel of this name',
  '/kpi watches end NUMBER: no longer watch it',
  '/kpi alert QUESTION: watch something else',
].join('\n');

/** @param text what stands after `/kpi watches` */
export async function answerWatches<Tx extends WatchTx>(
  desk: WatchDesk<Tx>,
  turn: Turn,
  text: string,
): Promise<Message> {
  const [verb = '', ...words] = text.trim().split(/\s+/u);
  if (verb.toLowerCase() === 'help') return note(WATCHES_HELP);
  if (verb.toLowerCase() === 'end') {
    const id = Number(words.join('').replace(/^#/u, ''));
    if (!Number.isInteger(id) || id < 1) return note('Which one? /kpi watches has the numbers.');
    return note(await endedText(desk, turn, id));
  }
  return showWatches(desk, turn, text.trim(), 0);
}

/** One page of the list. */
export async function showWatches<Tx extends WatchTx>(
  desk: WatchDesk<Tx>,
  turn: Turn,
  word: string,
  skip: number,
): Promise<Message> {
  return watchesMessage(await listWatches(desk, turn, { word, skip }), word);
}

/** Ends it, and says so. */
export async function endedText<Tx extends WatchTx>(
  desk: Pick<WatchDesk<Tx>, 'transact' | 'clock' | 'playbook'>,
  turn: Turn,
  id: number,
): Promise<string> {
  const outcome = await endWatch(desk, turn, { id, anybodys: isOps(desk.playbook().playbook, turn.by) });
  switch (outcome) {
    case 'ended':
      return `#${id} is not watched any more.`;
    case 'not_yours':
      return `#${id} is somebody else’s watch: they or ops can end it.`;
    case 'unknown':
      return `There is no watch #${id} that goes on. What the playbook watches ends there.`;
  }
}
