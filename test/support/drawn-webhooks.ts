// Looks at a CRM's webhooks, drawn by a seed: each five minutes the minutes since the last one. Office hours, little at night
// and at weekends, days that differ, and pauses within busy hours.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface WebhooksDrawn {
  readonly seed: number;
  readonly weeks: number;
  /** In ten office hours. */
  readonly aDay: number;
  /** The look, counted from 0, from which on none comes any more. */
  readonly endsAt?: number;
}

export interface DrawnLook {
  /** Hours since the week began. */
  readonly time: number;
  readonly silentMs: number;
}

const LOOK_MS = 300_000;
const WEEK_LOOKS = 7 * 288;
const OFFICE_LOOKS = 120;
const NIGHT = 0.05;
const PAUSED = 0.3;

export function drawWebhooks({ seed, weeks, aDay, endsAt = Infinity }: WebhooksDrawn): readonly DrawnLook[] {
  const generator = xoroshiro128plus(seed);
  const draw = (): number => uniformFloat64(generator);
  let day = 1;
  let last = 0;
  return Array.from({ length: weeks * WEEK_LOOKS }, (_, look): DrawnLook => {
    const time = (look / 12) % 168;
    if (look % 288 === 0) day = Math.exp((draw() + draw() + draw() - 1.5) * 0.8);
    const isOffice = time < 120 && time % 24 >= 8 && time % 24 < 18;
    const rate = ((aDay / OFFICE_LOOKS) * day * (isOffice ? 1 : NIGHT)) / (1 - PAUSED);
    if (look < endsAt && draw() >= PAUSED && draw() < 1 - Math.exp(-rate)) last = (look - draw()) * LOOK_MS;
    return { time, silentMs: Math.max(0, look * LOOK_MS - last) };
  });
}
