// How often an app may call: five searches a second, a rolling ten-second burst, and a number a day. Real time,
// but for the day: that is the account's own, from midnight to midnight.
import { TIME_ZONE } from './model.ts';
import { rateLimited, type ApiError } from './errors.ts';

export interface LimitOptions {
  /** Searches in a second (HubSpot: 5). */
  readonly searchPerSecond: number;
  /** Calls in ten seconds (HubSpot: 100 free, 190 professional). */
  readonly burst: number;
  readonly daily: number;
}

export const PROFESSIONAL_LIMITS: LimitOptions = { searchPerSecond: 5, burst: 190, daily: 650_000 };

const BURST_MS = 10_000;
const CALENDAR = new Intl.DateTimeFormat('en-CA', { timeZone: TIME_ZONE });

export interface Limits {
  /** Counts one call; the error where it is one too many. */
  take(search: boolean): ApiError | null;
  /** Absent on searches, as HubSpot leaves them out. */
  headers(search: boolean): Readonly<Record<string, string>>;
  /** As if so many more calls had been made today (fewer, where negative). */
  spendDaily(calls: number): void;
  daily(): { readonly used: number; readonly max: number };
}

export function createLimits(options: LimitOptions, clock: { now(): Date }): Limits {
  let calls: number[] = [];
  let searches: number[] = [];
  let today = 0;
  let day = dayOf(clock.now());

  function spent(): number {
    const now = dayOf(clock.now());
    if (now !== day) today = 0;
    day = now;
    return today;
  }

  return {
    take(search) {
      const now = performance.now();
      searches = searches.filter((at) => at > now - 1000);
      calls = calls.filter((at) => at > now - BURST_MS);
      if (spent() >= options.daily) return rateLimited('DAILY');
      if (search && searches.length >= options.searchPerSecond) return rateLimited('SECONDLY');
      if (!search && calls.length >= options.burst) return rateLimited('TEN_SECONDLY_ROLLING');
      today += 1;
      (search ? searches : calls).push(now);
      return null;
    },
    headers(search) {
      if (search) return {};
      return {
        'X-HubSpot-RateLimit-Daily': String(options.daily),
        'X-HubSpot-RateLimit-Daily-Remaining': String(Math.max(0, options.daily - spent())),
        'X-HubSpot-RateLimit-Interval-Milliseconds': String(BURST_MS),
        'X-HubSpot-RateLimit-Max': String(options.burst),
        'X-HubSpot-RateLimit-Remaining': String(Math.max(0, options.burst - calls.length)),
      };
    },
    spendDaily(more) {
      today = Math.max(0, spent() + more);
    },
    daily: () => ({ used: spent(), max: options.daily }),
  };
}

function dayOf(at: Date): string {
  return CALENDAR.format(at);
}
