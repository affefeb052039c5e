// Calls counted against the limit of a rolling day, hour by hour of the org's clock.
import type { ApiUsage } from './api-request.ts';

const HOUR_MS = 3_600_000;
const HOURS_IN_A_DAY = 24;

export function createUsage(clock: { now(): Date }, max: number): ApiUsage {
  const hours = new Map<number, number>();

  function present(): number {
    const hour = Math.floor(clock.now().getTime() / HOUR_MS);
    for (const known of hours.keys()) if (known <= hour - HOURS_IN_A_DAY) hours.delete(known);
    return hour;
  }

  return {
    max,
    get used() {
      present();
      return [...hours.values()].reduce((sum, calls) => sum + calls, 0);
    },
    /** More than there were count as calls of this hour; with fewer, all of them do. */
    set used(calls) {
      const before = this.used;
      const hour = present();
      if (calls < before) hours.clear();
      hours.set(hour, calls < before ? calls : (hours.get(hour) ?? 0) + calls - before);
    },
  };
}
