// Days that are known to be different, the latest first. Pure.
import { section, context } from '#blockkit/blocks.ts';
import { button, confirmation } from '#blockkit/elements.ts';
import { bold, escape, join } from '#blockkit/mrkdwn.ts';
import type { Message } from '#ports/messenger.ts';
import { note } from '#features/answering/note.ts';
import type { KnownEvent } from '../store.ts';
import { daysWords } from './known-event.ts';

export const EVENT_ACTIONS = { end: 'incident.end_event' } as const;

/** An event as it is listed; `id` null: the playbook's, which only the playbook changes. */
export interface ListedEvent extends Pick<KnownEvent, 'name' | 'from' | 'to' | 'everyYear'> {
  readonly id: number | null;
  /** Labels of the KPIs that it changes; empty: all. */
  readonly kpis: readonly string[];
  readonly incident: number | null;
  /** Name of who named it; null: the playbook does. */
  readonly by: string | null;
  /** Whether whoever looks may take it back. */
  readonly mayEnd: boolean;
}

const SHOWN = 30;

export const EVENTS_HELP = [
  '/kpi events: days that are known to be different',
  '/kpi events add NAME FIRST-DAY [LAST-DAY] [yearly] [for KPI, KPI]: neither judged nor learned, such as launches, outages and price changes',
  '/kpi events end NUMBER: take one back',
].join('\n');

export function eventsMessage(events: readonly ListedEvent[]): Message {
  if (events.length === 0) {
    return note(
      'No days are known to be different besides public holidays. Press Expected on an incident, write /kpi events add Spring launch 2026-03-02 2026-03-06, or write watching.events in the playbook.',
    );
  }
  const latest = events.toSorted((a, b) => (a.from < b.from ? 1 : -1));
  const shown = latest
    .slice(0, SHOWN)
    .map((event) =>
      section(
        join([bold(titleOf(event), 200), escape(detailsOf(event), 500)]),
        event.id !== null && event.mayEnd ? { accessory: endButton(event.id, event.name) } : {},
      ),
    );
  const hidden = events.length - shown.length;
  const more = hidden > 0 ? [context([escape(`and ${hidden} earlier ones`)])] : [];
  return { text: `${events.length} known events`, blocks: [...shown, ...more] };
}

function titleOf({ id, name }: ListedEvent): string {
  return id === null ? name : `#${id} ${name}`;
}

function detailsOf({ from, to, everyYear, kpis, incident, by }: ListedEvent): string {
  return [
    `${daysWords({ from, to })} ${to.slice(0, 4)}${everyYear ? ' and every year after' : ''}`,
    kpis.length === 0 ? 'all KPIs' : kpis.join(', '),
    ...(incident === null ? [] : [`explains incident #${incident}`]),
    by === null ? 'of the playbook' : `named by ${by}`,
  ].join('  ·  ');
}

function endButton(id: number, name: string) {
  return button({
    action: EVENT_ACTIONS.end,
    text: 'Take back',
    value: String(id),
    confirm: confirmation({
      title: 'Take this back?',
      text: escape(`The days of “${name}” are judged again, as far as they are not longer ago than five weeks.`, 300),
      confirm: 'Take back',
    }),
  });
}
