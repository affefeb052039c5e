// What all watches of one round share: the time, the days that can be looked at, what is known of days, what verdicts taught.
import { catalogue } from '#features/metrics/catalogue/catalogue.ts';
import type { Metric } from '#features/metrics/metric.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { DAY_MS } from '#kernel/time.ts';
import type { CrmName } from '#ports/crm.ts';
import type { SystemHealth } from '../data-fault.ts';
import type { WatchDesk } from '../desk.ts';
import { knownDays } from '../judging/known-days.ts';
import type { SpecialDayOf } from '../judging/special-days.ts';
import type { Watch } from '../store.ts';
import { taughtShifts } from '../verdicts/taught-shift.ts';
import { endOfDay, newestSettled } from './due-days.ts';
import type { Hours } from './due-days.ts';
import type { Patience } from './systems.ts';

export interface Round {
  readonly desk: WatchDesk;
  readonly playbook: Playbook;
  readonly metrics: readonly Metric[];
  readonly hours: Hours;
  readonly now: Date;
  /** The last day that can be looked at. */
  readonly latest: string;
  readonly health: readonly SystemHealth[];
  /** Systems that are known to be behind its end. */
  readonly behind: ReadonlySet<CrmName>;
  readonly specialDaysOf: (metric: string) => SpecialDayOf;
  /** By key of the watch, as verdicts have taught. */
  readonly shifts: ReadonlyMap<string, number>;
}

export function hoursOf({ organization, watching }: Playbook): Hours {
  return { zone: organization.timezone, settleMs: watching.settle };
}

/** Throws what the stores throw. */
export async function beginRound(desk: WatchDesk, watches: readonly Watch[], patience: Patience): Promise<Round> {
  const { playbook } = desk.playbook();
  const now = desk.clock.now();
  const hours = hoursOf(playbook);
  const latest = newestSettled(now, hours);
  const [health, specialDaysOf, shifts] = await Promise.all([
    desk.health(),
    knownDays(desk),
    taughtShifts(desk.stores, watches, now),
  ]);
  const behind = patience.behind(health, endOfDay(latest, hours.zone));
  const metrics = catalogue(playbook);
  return { desk, playbook, metrics, hours, now, latest, health, behind, specialDaysOf, shifts };
}

/** Alarms of older days come too late to help anybody. */
const TOLD_DAYS = 3;

/** Whether what is unusual about a day is still told. */
export function isTold(day: string, latest: string): boolean {
  return Date.parse(latest) - Date.parse(day) < TOLD_DAYS * DAY_MS;
}
