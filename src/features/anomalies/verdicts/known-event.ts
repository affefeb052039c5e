// Days that somebody names as different: what may be named, and how it is written. Pure.
import { DAY_MS } from '#kernel/time.ts';
import type { JsonObject } from '#ports/json.ts';
import { shortDayWords } from '../telling/day-words.ts';
import type { KnownEvent } from '../store.ts';
import type { IncidentDays } from './incident-days.ts';

export interface EventDraft extends Pick<KnownEvent, 'name' | 'from' | 'to' | 'everyYear' | 'metrics'> {}

export interface EventProblem {
  readonly field: 'name' | 'from' | 'to';
  readonly text: string;
}

/** What lasts longer is no event: nothing would be watched meanwhile. */
const LONGEST_DAYS = 92;
const NAME_MAX = 80;
const DAY = /^\d{4}-\d{2}-\d{2}$/u;

/** @param around the days of the incident that it explains, which it must touch; null: of none. */
export function eventProblems({ name, from, to }: EventDraft, around: IncidentDays | null): readonly EventProblem[] {
  const problems: EventProblem[] = [];
  if (name === '') problems.push({ field: 'name', text: 'Give it a name, as you would tell a colleague.' });
  if (name.length > NAME_MAX) problems.push({ field: 'name', text: `At most ${NAME_MAX} characters.` });
  for (const [field, day] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (!isDay(day)) problems.push({ field, text: 'Write the day as 2026-11-24.' });
  }
  const wrongDays = problems.some(({ field }) => field !== 'name') ? null : daysProblem({ from, to }, around);
  return wrongDays === null ? problems : [...problems, wrongDays];
}

function daysProblem({ from, to }: Pick<EventDraft, 'from' | 'to'>, around: IncidentDays | null): EventProblem | null {
  if (to < from) return { field: 'to', text: 'It ends before it begins.' };
  if (Date.parse(to) - Date.parse(from) >= LONGEST_DAYS * DAY_MS) {
    const text = `At most ${LONGEST_DAYS} days: nothing is watched meanwhile. What stays is the new normal.`;
    return { field: 'to', text };
  }
  if (around === null || (to >= around.since && from <= around.until)) return null;
  const days = daysWords({ from: around.since, to: around.until });
  return { field: 'from', text: `These are not the days of the incident, which are ${days}.` };
}

function isDay(day: string): boolean {
  return DAY.test(day) && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day);
}

/** `Tue 17 Nov`, `Tue 17 Nov to Thu 19 Nov` */
export function daysWords({ from, to }: Pick<KnownEvent, 'from' | 'to'>): string {
  const [first, last] = [shortDayWords(from, 'UTC'), shortDayWords(to, 'UTC')];
  return from === to ? first : `${first} to ${last}`;
}

/** As it stands in the audit log. */
export function recordedEvent({ name, from, to, everyYear, metrics, incident }: Omit<KnownEvent, 'id'>): JsonObject {
  return { name, from, to, every_year: everyYear, metrics: [...metrics], incident };
}
