// Times that come round: cron expressions of five fields, in a zone.
import { Cron } from 'croner';
import { HOUR_MS } from '#kernel/time.ts';

/** More often than that nobody reads it. */
const LEAST_MS = HOUR_MS;
/** Enough to meet each hour that an expression names on a day, and two days. */
const LOOK_AHEAD = 30;

/** What is wrong with it, for whoever wrote it; null: nothing. */
export function cronProblem(expression: string): string | null {
  if (expression.trim().split(/\s+/u).length !== 5) {
    return 'a time is written as minute hour day month weekday, for example 0 9 * * MON';
  }
  try {
    // Any zone without summer time, so that no hour is left out or doubled.
    const runs = new Cron(expression, { timezone: 'UTC', mode: '5-part' }).nextRuns(LOOK_AHEAD, '2026-01-01T00:00:00');
    if (runs.length === 0) return 'this time never comes';
    const tooSoon = runs.some((run, index) => run.getTime() - (runs[index - 1]?.getTime() ?? -Infinity) < LEAST_MS);
    return tooSoon ? 'more often than once an hour is too often' : null;
  } catch (error) {
    return `not a time: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The newest time at or before `now` and after `since`; null where none has come. */
export function newestRun(expression: string, zone: string, since: Date, now: Date): Date | null {
  const justAfter = new Date(now.getTime() + 1000);
  const [run] = new Cron(expression, { timezone: zone, mode: '5-part' }).previousRuns(1, justAfter);
  return run !== undefined && run > since && run <= now ? run : null;
}

/** The first time after `now`; null where none ever comes. */
export function nextRun(expression: string, zone: string, now: Date): Date | null {
  return new Cron(expression, { timezone: zone, mode: '5-part' }).nextRun(now);
}
