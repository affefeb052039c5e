// When somebody is reminded of an incident that nobody has taken: after a while of their own working time, once more after twice
// as long, and then no more. Whose it is hears of it, else ops.
import type { SlackUserId } from '#kernel/ids.ts';
import { elapsed } from '#kernel/time.ts';
import { addWorkingTime, calendarOf, isWorkingTime } from '#features/people/calendar.ts';
import { personNamed } from '#features/people/owner-of.ts';
import type { DirectoryStore } from '#features/people/store.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { Incident } from '../store.ts';
import { isSnoozed } from './tell-incident.ts';

export interface Reminder {
  /** Null: nobody is known who could be asked. */
  readonly person: SlackUserId | null;
  readonly nth: 1 | 2;
}

/** Null: nobody is to be reminded, or not now. */
export async function reminderOf(
  directory: DirectoryStore,
  playbook: Playbook,
  incident: Incident,
  now: Date,
): Promise<Reminder | null> {
  const { state, card, severity, assignee, openedAt, remindedAt } = incident;
  if (state !== 'open' || card === null || isSnoozed(incident, now)) return null;
  // Nobody has to do anything about a small change that is nobody’s.
  if (severity === 'low' && assignee === null) return null;
  // Working time is no shorter than time.
  if (elapsed(remindedAt ?? openedAt, now) < playbook.watching.remind_after) return null;
  const person = assignee === null ? await opsPerson(directory, playbook) : await directory.person(assignee);
  const nth = reminderDue(playbook, incident, person, now);
  const isThere = person?.away !== true && isWorkingTime(calendarOf(playbook, person), now);
  return nth === null || !isThere ? null : { person: person?.id ?? null, nth };
}

function reminderDue(
  playbook: Playbook,
  { openedAt, remindedAt }: Incident,
  person: SlackPerson | null,
  now: Date,
): Reminder['nth'] | null {
  const calendar = calendarOf(playbook, person);
  const span = playbook.watching.remind_after;
  const first = addWorkingTime(calendar, openedAt, span);
  if (remindedAt === null) return first <= now ? 1 : null;
  // What came so late was the second one.
  if (remindedAt >= addWorkingTime(calendar, first, 2 * span)) return null;
  return addWorkingTime(calendar, remindedAt, 2 * span) <= now ? 2 : null;
}

/** The first of ops who is there. */
async function opsPerson(directory: DirectoryStore, playbook: Playbook): Promise<SlackPerson | null> {
  for (const email of [...playbook.roles.ops, ...playbook.roles.admin]) {
    const person = await personNamed({ directory, playbook }, email);
    if (person !== null && person.active && !person.away) return person;
  }
  return null;
}
