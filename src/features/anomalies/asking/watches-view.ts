// What is watched, by channel: when it is told, how eagerly, since when, how good its alarms have been, what it was taught, and
// what can be done with it. Pure.
import type { Block } from '#blockkit/blocks.ts';
import { actions, context, section } from '#blockkit/blocks.ts';
import { button, confirmation } from '#blockkit/elements.ts';
import { bold, calendarDay, escape, join, md, mention } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import type { Message } from '#ports/messenger.ts';
import { note } from '#features/answering/note.ts';
import { shiftWords } from '../verdicts/calibrate.ts';
import { feedbackWords } from '../verdicts/feedback.ts';
import { WATCHES_PAGE } from './list-watches.ts';
import type { ListedWatch, WatchList } from './list-watches.ts';
import { daysText, placeWords, whenText } from './watch-text.ts';
import { watchTitle } from './watched-text.ts';

export const WATCH_LIST_ACTIONS = {
  end: 'watches.end',
  reset: 'watches.reset',
  previous: 'watches.previous',
  next: 'watches.next',
} as const;

/** What a button that turns the page carries. */
function pageValue(word: string, skip: number): string {
  return JSON.stringify({ word, skip });
}

export function watchesMessage(list: WatchList, word: string): Message {
  const { shown, total, skip } = list;
  if (total === 0) {
    return note(
      word === ''
        ? 'Nothing is watched yet. Press “Alert me” below an answer of /kpi, type /kpi alert leads, or have ops write watches: in the playbook.'
        : `Nothing is watched that has “${word.slice(0, 80)}” in it. /kpi watches has everything.`,
    );
  }
  const title = total === 1 ? '1 watch' : `${total} watches`;
  const place = total > WATCHES_PAGE ? [context([escape(`${skip + 1} to ${skip + shown.length} of ${title}`)])] : [];
  return { text: title, blocks: [...byChannel(list), ...itself(list), ...place, ...turns(list, word)] };
}

function byChannel(list: WatchList): readonly Block[] {
  const others = list.shown.filter(({ own }) => !own);
  return others.flatMap((listed, index) => {
    const { place } = listed;
    const isNew = others[index - 1]?.place !== place;
    return [...(isNew ? [context([md`:bell: Told in ${placeWords(place)}`])] : []), ...watchBlocks(listed, list)];
  });
}

/** What Signalbox watches of itself needs a line each. */
function itself({ shown }: WatchList): readonly Block[] {
  const own = shown.filter((listed) => listed.own);
  const [first] = own;
  if (first === undefined) return [];
  const lines = own.map(({ watch, metric, feedback }) => {
    const each = watch.by === null ? '' : ', of each CRM';
    const good = feedback === null ? '' : `: ${feedbackWords(feedback)}`;
    return md`•  ${escape(`${metric?.label ?? watch.question}${each}${good}`, 300)}`;
  });
  return [
    context([md`:gear: Signalbox itself, looked at every few minutes, told in ${placeWords(first.place)}`]),
    section(join(lines)),
  ];
}

function watchBlocks(listed: ListedWatch, list: WatchList): readonly Block[] {
  const { watch, mayEnd, mayReset, shift } = listed;
  const taught = watch.threshold === null ? shiftWords(shift, watch.sensitivity) : null;
  const lines = [titleLine(listed), factLine(listed, list), ...goodness(listed)];
  const learned = taught === null ? [] : [md`:mortar_board: Verdicts made it ${escape(taught, 300)}`];
  return [
    section(join([...lines, ...learned]), mayEnd ? { accessory: endButton(listed) } : {}),
    ...(taught !== null && mayReset ? [actions([resetButton(listed)])] : []),
  ];
}

function titleLine({ watch, metric }: ListedWatch): Mrkdwn {
  const number = watch.createdBy === null ? escape('') : md`#${escape(watch.key.replace('watch:', ''))} `;
  return md`${number}${bold(watchTitle(watch, metric), 300)}`;
}

function factLine(listed: ListedWatch, { currency, zone }: WatchList): Mrkdwn {
  const { watch, metric, assignee, createdAt, through } = listed;
  const eager = watch.threshold === null ? [escape(watch.sensitivity)] : [];
  const whose =
    watch.createdBy === null
      ? escape('of the playbook')
      : md`asked for by ${mention(watch.createdBy)}${createdAt === null ? escape('') : md` ${calendarDay(createdAt, zone)}`}`;
  const assigned = assignee === null || assignee === watch.createdBy ? [] : [md`for ${mention(assignee)}`];
  const looked = through === null ? 'not looked at yet' : `looked at up to ${daysText(through, through)}`;
  return join([escape(whenText(watch, metric, currency)), ...eager, whose, ...assigned, escape(looked)], '  ·  ');
}

/** How good its alarms have been, or why there can be none. */
function goodness({ trouble, feedback }: ListedWatch): readonly Mrkdwn[] {
  if (trouble !== null) return [md`:warning: ${escape(trouble, 400)}`];
  return feedback === null ? [] : [escape(feedbackWords(feedback), 300)];
}

function endButton({ watch, metric }: ListedWatch) {
  return button({
    action: WATCH_LIST_ACTIONS.end,
    text: 'End',
    value: watch.key.replace('watch:', ''),
    confirm: confirmation({
      title: 'No longer watch this?',
      text: escape(`“${watchTitle(watch, metric)}” raises no alarms any more. What was found stays.`, 290),
      confirm: 'End it',
      deny: 'Keep it',
      style: 'danger',
    }),
  });
}

function resetButton({ watch }: ListedWatch) {
  return button({
    action: WATCH_LIST_ACTIONS.reset,
    text: 'Forget what verdicts taught',
    value: watch.key,
    confirm: confirmation({
      title: 'Start over?',
      text: escape(`It is “${watch.sensitivity}” again, as it was asked for. Verdicts from now on teach it anew.`),
      confirm: 'Start over',
    }),
  });
}

function turns({ total, skip }: WatchList, word: string): readonly Block[] {
  const before = Math.max(0, skip - WATCHES_PAGE);
  const after = skip + WATCHES_PAGE;
  const buttons = [
    ...(skip === 0
      ? []
      : [button({ action: WATCH_LIST_ACTIONS.previous, text: '‹ Previous', value: pageValue(word, before) })]),
    ...(after >= total
      ? []
      : [button({ action: WATCH_LIST_ACTIONS.next, text: 'Next ›', value: pageValue(word, after) })]),
  ];
  return buttons.length === 0 ? [] : [actions(buttons)];
}
