// The rhythm of a CRM's webhooks: how often one comes within five minutes, for each hour of the week, and how unlikely a
// silence is by that. Counted are looks that found something new, so that a burst of a thousand is one. Pure.
import { HOUR_MS } from '#kernel/time.ts';

/** Looks in each hour of the week, Monday's first hour first, and how many of them found a new webhook. */
export interface Rhythm {
  readonly looks: readonly number[];
  readonly heard: readonly number[];
}

const WEEK_HOURS = 168;
/** Looks in an hour. */
const LOOKS = 12;
/** Looks of an hour of the week that count whole, eight weeks of them; older ones count half. */
const MOST = 8 * LOOKS;
/** Of an hour and its neighbours: a week and a half. Less says nothing. */
const ENOUGH = 1.5 * 3 * LOOKS;
/** A quiet day has half the webhooks of a usual one. */
const QUIET_DAY = 0.5;
/** Chance keeps silent for so long once in 8,000 times, even on a quiet day. */
const RARE = 9;

export const NO_RHYTHM: Rhythm = {
  looks: Array.from({ length: WEEK_HOURS }, () => 0),
  heard: Array.from({ length: WEEK_HOURS }, () => 0),
};

/** Hours since the week began in a zone, on Monday at midnight: 10.5 is Monday at half past ten. */
export function timeOfWeek(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday'));
  return day * 24 + Number(part('hour')) + Number(part('minute')) / 60;
}

/** With one more look. @param time of the week. */
export function learned({ looks, heard }: Rhythm, time: number, isHeard: boolean): Rhythm {
  const hour = Math.floor(time);
  const weight = (looks[hour] ?? 0) >= MOST ? 0.5 : 1;
  const add = (counts: readonly number[], more: number): readonly number[] =>
    counts.with(hour, (counts[hour] ?? 0) * weight + more);
  return { looks: add(looks, 1), heard: add(heard, isHeard ? 1 : 0) };
}

/** How surprising a silence up to now is: chance keeps silent so long with a probability of e to the power of minus this. */
export function surprise(rhythm: Rhythm, time: number, silentMs: number): number {
  let sum = 0;
  let left = silentMs / HOUR_MS;
  for (const { hour, share } of hoursBack(time)) {
    sum += Math.min(share, left) * hazard(rhythm, hour);
    left -= share;
    if (left <= 0) break;
  }
  return sum;
}

export function isRare(surprised: number): boolean {
  return surprised >= RARE;
}

/** From how long on a silence up to now is rare, in milliseconds; null: in a week it is not, or too little is known. */
export function rareSilence(rhythm: Rhythm, time: number): number | null {
  let sum = 0;
  let hours = 0;
  for (const { hour, share } of hoursBack(time)) {
    const more = share * hazard(rhythm, hour);
    if (more > 0 && sum + more >= RARE) return (hours + (share * (RARE - sum)) / more) * HOUR_MS;
    sum += more;
    hours += share;
  }
  return null;
}

/** The hours up to now, the current one as far as it has come. */
function hoursBack(time: number): readonly { readonly hour: number; readonly share: number }[] {
  const current = Math.floor(time);
  const before = Array.from({ length: WEEK_HOURS - 1 }, (_, nth) => ({ hour: current - 1 - nth, share: 1 }));
  return [{ hour: current, share: time - current }, ...before];
}

/** Of one hour; 0 where too little is known of it. */
function hazard({ looks, heard }: Rhythm, hour: number): number {
  const around = [hour - 1, hour, hour + 1].map((each) => ((each % WEEK_HOURS) + WEEK_HOURS) % WEEK_HOURS);
  const seen = around.reduce((sum, each) => sum + (looks[each] ?? 0), 0);
  if (seen < ENOUGH) return 0;
  const found = around.reduce((sum, each) => sum + (heard[each] ?? 0), 0);
  // Never quite all of them, however busy it was.
  return -Math.log1p(-found / (seen + 1)) * LOOKS * QUIET_DAY;
}
