// `/kpi events`: which days are known to be different, naming further ones, and taking them back.
import type { Message } from '#ports/messenger.ts';
import { note } from '#features/answering/note.ts';
import { catalogue } from '#features/metrics/catalogue/catalogue.ts';
import { isOps } from '#features/people/roles.ts';
import type { Turn } from '#features/people/turn.ts';
import type { WatchTx } from '../desk.ts';
import type { KnownEvent } from '../store.ts';
import { termsOf } from '../telling/terms.ts';
import { readEventText } from './event-text.ts';
import { EVENTS_HELP, eventsMessage } from './events-view.ts';
import type { ListedEvent } from './events-view.ts';
import type { VerdictDesk } from './keep-change.ts';
import { addEvent, endEvent } from './keep-event.ts';
import { daysWords, eventProblems } from './known-event.ts';

/** @param text what stands after `/kpi events` */
export async function answerEvents<Tx extends WatchTx>(
  desk: VerdictDesk<Tx>,
  turn: Turn,
  text: string,
): Promise<Message> {
  const [verb = ''] = text.trim().split(/\s+/u);
  const rest = text.trim().slice(verb.length);
  switch (verb.toLowerCase()) {
    case '':
    case 'list':
      return listEvents(desk, turn);
    case 'add':
      return nameEvent(desk, turn, rest);
    case 'end':
    case 'remove':
      return note(await takeBackEvent(desk, turn, Number(rest.trim().replace(/^#/u, ''))));
    default:
      return note(EVENTS_HELP);
  }
}

async function listEvents<Tx extends WatchTx>({ stores, playbook }: VerdictDesk<Tx>, { by }: Turn): Promise<Message> {
  const { playbook: active } = playbook();
  const known = await stores.watches.events();
  const people = await stores.directory.people([...new Set(known.map(({ createdBy }) => createdBy))]);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const terms = termsOf(active);
  const kpisOf = (metrics: readonly string[]): readonly string[] =>
    metrics.map((metric) => terms.term({ metric }).label);
  const written = active.watching.events.map(
    ({ name, from, to = from, every_year: everyYear, metrics }): ListedEvent => {
      return { id: null, name, from, to, everyYear, kpis: kpisOf(metrics), incident: null, by: null, mayEnd: false };
    },
  );
  const named = known.map((event): ListedEvent => {
    const { metrics, createdBy, createdAt: _, ...rest } = event;
    const mayEnd = mayTakeBack(by.id, isOps(active, by), event);
    return { ...rest, kpis: kpisOf(metrics), by: names.get(createdBy) ?? 'a colleague', mayEnd };
  });
  return eventsMessage([...written, ...named]);
}

async function nameEvent<Tx extends WatchTx>(
  { transact, clock, playbook }: VerdictDesk<Tx>,
  turn: Turn,
  text: string,
): Promise<Message> {
  const { playbook: active } = playbook();
  if (!isOps(active, turn.by)) {
    return note('Days are named by ops. Whoever a watch belongs to can do it too: Expected, on an incident of it.');
  }
  const read = readEventText(
    text,
    catalogue(active).map(({ id }) => id),
  );
  if (read.kind === 'refused') return note(read.because);
  const [problem] = eventProblems(read.event, null);
  if (problem !== undefined) return note(problem.text);
  const event = await transact((tx) => addEvent(tx, { ...read.event, incident: null }, { ...turn, at: clock.now() }));
  const yearly = event.everyYear ? ', every year' : '';
  const kpis = event.metrics.length === 0 ? 'all KPIs' : event.metrics.join(', ');
  return note(
    `#${event.id} ${event.name} is known: ${daysWords(event)} ${event.to.slice(0, 4)}${yearly}, for ${kpis}.`,
  );
}

/** What came of it, in words. */
export async function takeBackEvent<Tx extends WatchTx>(
  { transact, clock, playbook }: VerdictDesk<Tx>,
  turn: Turn,
  id: number,
): Promise<string> {
  return transact(async (tx) => {
    const event = (await tx.watches.events()).find((one) => one.id === id);
    if (event === undefined)
      return 'There is no such event. /kpi events lists their numbers; those of the playbook have none.';
    if (!mayTakeBack(turn.by.id, isOps(playbook().playbook, turn.by), event)) {
      return `#${id} ${event.name} was named by somebody else: they or ops can take it back.`;
    }
    const ended = await endEvent(tx, event, { ...turn, at: clock.now() });
    return ended ? `#${id} ${event.name} is taken back.` : `#${id} ${event.name} was taken back before.`;
  });
}

function mayTakeBack(by: string, ops: boolean, { createdBy }: Pick<KnownEvent, 'createdBy'>): boolean {
  return ops || createdBy === by;
}
