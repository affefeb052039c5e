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
/** Chance keeps silent for so long once in 160,000 times, even on a quiet day. */
const RARE = 12;
const LONGEST_HOURS = WEEK_HOURS;

export const NO_RHYTHM: Rhythm = {
  looks: Array.from({ length: WEEK_HOURS }, () => 0),
  heard: Array.from({ length: WEEK_HOURS }, () => 0),
};

/** 0 to 167, in a zone; Monday's first hour is 0. */
export function hourOfWeek(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const [weekday = '', hour = ''] = ['weekday', 'hour'].map(
    (type) => parts.formatToParts(at).find((part) => part.type === type)?.value,
  );
  return ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(weekday) * 24 + Number(hour);
}

/** With one more look. */
export function learned({ looks, heard }: Rhythm, hour: number, isHeard: boolean): Rhythm {
  const full = (looks[hour] ?? 0) >= MOST ? 0.5 : 1;
  const add = (counts: readonly number[], more: number): readonly number[] =>
    counts.with(hour, (counts[hour] ?? 0) * full + more);
  return { looks: add(looks, 1), heard: add(heard, isHeard ? 1 : 0) };
}

/** How surprising a silence up to now is: chance keeps silent so long with a probability of e to the power of minus this. */
export function surprise(rhythm: Rhythm, hour: number, silentMs: number): number {
  let sum = 0;
  for (let back = 0; back * HOUR_MS < silentMs && back < LONGEST_HOURS; back += 1) {
    const share = Math.min(1, silentMs / HOUR_MS - back);
    sum += share * hazard(rhythm, hour - back);
  }
  return sum;
}

export function isRare(surprised: number): boolean {
  return surprised >= RARE;
}

/** From how long on a silence up to now is rare, in milliseconds; null: in a week it is not, or too little is known. */
export function rareSilence(rhythm: Rhythm, hour: number): number | null {
  let sum = 0;
  for (let back = 0; back < LONGEST_HOURS; back += 1) {
    const more = hazard(rhythm, hour - back);
    if (more > 0 && sum + more >= RARE) return (back + (RARE - sum) / more) * HOUR_MS;
    sum += more;
  }
  return null;
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
