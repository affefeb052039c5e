// How soon a CRM's webhooks that stopped are missed, and how often they are missed for nothing: by their rhythm, against a
// silence of four hours. Polling, which must have found what was not told, is left out of it.
import { isRare, learned, NO_RHYTHM, surprise } from '#features/anomalies/own/rhythm.ts';
import { drawWebhooks } from '../test/support/drawn-webhooks.ts';
import type { DrawnLook } from '../test/support/drawn-webhooks.ts';
import { lessThan, median } from './figures.ts';
import type { Figure, Result } from './figures.ts';

const RATES = [10, 40, 150, 1000];
const YEARS = 3;
const WEEKS = 52;
const STOPS = 9;
/** A Tuesday at ten, in the sixth week. */
const STOPPED_AT = 5 * 7 * 288 + 288 + 120;
const LOOK_MINUTES = 5;
const HOUR_MS = 3_600_000;

/** Looks with which trouble begins. */
type Misses = (looks: readonly DrawnLook[]) => readonly number[];

const WAYS: Readonly<Record<'ours' | 'plain', Misses>> = {
  ours(looks) {
    let rhythm = NO_RHYTHM;
    let heardBefore = 0;
    return begins(looks, ({ time, silentMs }) => {
      const is = isRare(surprise(rhythm, time, silentMs)) && silentMs >= HOUR_MS / 2;
      const heardAt = silentMs < heardBefore + LOOK_MINUTES * 60_000;
      heardBefore = silentMs;
      if (!is) rhythm = learned(rhythm, time, heardAt);
      return is;
    });
  },
  plain: (looks) => begins(looks, ({ silentMs }) => silentMs >= 4 * HOUR_MS),
};

export function ownWatches(): Promise<Result> {
  const name = 'a silence of four hours';
  const alarms = (misses: Misses): number =>
    RATES.flatMap((aDay) =>
      seeds(YEARS).map((seed) => misses(drawWebhooks({ seed, weeks: WEEKS, aDay })).length),
    ).reduce((sum, count) => sum + count, 0) /
    (RATES.length * YEARS);
  const falseAlarms = lessThan(
    {
      what: 'false alarms of a CRM’s webhooks',
      value: alarms(WAYS.ours),
      unit: 'a year',
      baseline: { name, value: alarms(WAYS.plain) },
    },
    0.01,
  );
  return Promise.resolve({
    title: `own-watches: webhooks that stop on a Tuesday at ten, and ${YEARS} years a rate in which they do not`,
    figures: [falseAlarms, ...RATES.map(missedAfter)],
    notes: [`${RATES.join(', ')} webhooks a day in office hours, on days that differ; polling is asked nothing`],
  });
}

function missedAfter(aDay: number): Figure {
  const after = seeds(STOPS).map((seed) => {
    const looks = drawWebhooks({ seed: 100 + seed, weeks: 8, aDay, endsAt: STOPPED_AT });
    const found = WAYS.ours(looks).find((look) => look >= STOPPED_AT);
    return found === undefined ? Infinity : ((found - STOPPED_AT) * LOOK_MINUTES) / 60;
  });
  return { what: `missed after, at ${aDay} a day`, value: median(after), unit: 'h', baseline: null, target: null };
}

function begins(looks: readonly DrawnLook[], isTrouble: (look: DrawnLook) => boolean): readonly number[] {
  let before = false;
  return looks.flatMap((look, index) => {
    const is = isTrouble(look);
    const begun = is && !before;
    before = is;
    return begun ? [index] : [];
  });
}

function seeds(many: number): readonly number[] {
  return Array.from({ length: many }, (_, nth) => nth + 1);
}
