// `/kpi incidents`: what is open first, then what ended lately; `all` and `closed` for more, and a number for one of them.
import { context, header, section } from '#blockkit/blocks.ts';
import type { Block } from '#blockkit/blocks.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import { Fault } from '#kernel/errors.ts';
import { after, DAY_MS } from '#kernel/time.ts';
import { note } from '#features/answering/note.ts';
import type { Turn } from '#features/people/turn.ts';
import type { Message } from '#ports/messenger.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import type { Incident } from '../store.ts';
import { lookButton } from '../telling/incident-actions.ts';
import { shownChart } from '../telling/incident-chart.ts';
import { loadIncidents } from '../telling/incident-data.ts';
import type { IncidentData } from '../telling/incident-data.ts';
import { incidentMessage } from '../telling/incident-view.ts';
import { gravestFirst } from './gravest-first.ts';
import { incidentEntry } from './incident-line.ts';
import { visibleTo } from './visible-incidents.ts';

const INCIDENTS_HELP = [
  '/kpi incidents: what is open, and what ended in the last 14 days',
  '/kpi incidents closed: what is over',
  '/kpi incidents all: everything, newest first',
  '/kpi incidents NUMBER: one of them, whole',
].join('\n');

const RECENT_DAYS = 14;
/** Of each part of the list; a message holds fifty blocks. */
const SHOWN = 20;
const READ_MOST = 200;

/** @param text what stands after `/kpi incidents` */
export async function answerIncidents<Tx extends WatchTx>(
  desk: WatchDesk<Tx>,
  turn: Turn,
  text: string,
): Promise<Message> {
  const word = text.trim().toLowerCase().replace(/^#/u, '');
  if (word === '') return openAndRecent(desk, turn);
  if (word === 'all' || word === 'closed') return past(desk, turn, word);
  return /^\d{1,9}$/u.test(word) ? lookAtIncident(desk, turn, Number(word)) : note(INCIDENTS_HELP);
}

/** The whole message, with its buttons, for one person. */
export async function lookAtIncident<Tx extends WatchTx>(
  desk: WatchDesk<Tx>,
  turn: Turn,
  id: number,
): Promise<Message> {
  const found = await desk.stores.incidents.find(id);
  const [incident] = found === null ? [] : await visibleTo(desk, turn, [found]);
  if (incident === undefined) return note(`There is no incident #${id}, or none that is told here.`);
  const [data] = await loadIncidents(desk, [incident]);
  if (data === undefined) throw new Fault('internal', 'An incident that was found was not loaded');
  return incidentMessage(data, await shownChart(desk, data));
}

async function openAndRecent<Tx extends WatchTx>(desk: WatchDesk<Tx>, turn: Turn): Promise<Message> {
  const { stores, clock } = desk;
  const since = after(clock.now(), -RECENT_DAYS * DAY_MS);
  const [open, ended] = await Promise.all([
    stores.incidents.open(),
    stores.incidents.list({ states: ['recovered', 'closed'], limit: READ_MOST }),
  ]);
  const now = await visibleTo(desk, turn, open.toSorted(gravestFirst));
  const lately = await visibleTo(
    desk,
    turn,
    ended.filter(({ endedAt }) => endedAt !== null && endedAt >= since),
  );
  const empty = 'Nothing is unusual right now: every watched number is within what is expected.';
  const blocks = [
    header(now.length === 0 ? 'No open incidents' : counted(now.length, 'open incident')),
    ...(now.length === 0 ? [section(escape(empty))] : await entries(desk, now)),
    ...(lately.length === 0
      ? [context([escape(`Nothing ended in the last ${RECENT_DAYS} days. /kpi incidents all has everything.`)])]
      : [header(`Over, in the last ${RECENT_DAYS} days`), ...(await entries(desk, lately))]),
  ];
  return { text: now.length === 0 ? empty : counted(now.length, 'open incident'), blocks };
}

async function past<Tx extends WatchTx>(desk: WatchDesk<Tx>, turn: Turn, which: 'all' | 'closed'): Promise<Message> {
  const states = which === 'closed' ? { states: ['recovered', 'closed'] as const } : {};
  const all = await visibleTo(desk, turn, await desk.stores.incidents.list({ ...states, limit: READ_MOST }));
  if (all.length === 0) return note('There has been no incident here yet.');
  const title = which === 'closed' ? `${counted(all.length, 'incident')} that ended` : counted(all.length, 'incident');
  return { text: title, blocks: [header(title), ...(await entries(desk, all))] };
}

async function entries<Tx extends WatchTx>(
  desk: WatchDesk<Tx>,
  incidents: readonly Incident[],
): Promise<readonly Block[]> {
  const shown = await loadIncidents(desk, incidents.slice(0, SHOWN));
  const hidden = incidents.length - shown.length;
  return [...shown.map(entryBlock), ...(hidden > 0 ? [context([escape(`and ${hidden} more`)])] : [])];
}

function entryBlock(data: IncidentData): Block {
  return section(incidentEntry(data), {
    accessory: lookButton(data.incident.id),
  });
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
