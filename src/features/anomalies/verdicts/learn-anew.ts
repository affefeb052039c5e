// What detectors would remember of series if a new normal had never been accepted: their days are shown to new ones.
import type { JsonObject } from '#ports/json.ts';
import type { WatchDesk } from '../desk.ts';
import { acceptNormal } from '../judging/accept-normal.ts';
import { dayAfter } from '../judging/calendar-day.ts';
import { judgeSeries } from '../judging/judge-series.ts';
import { knownDays } from '../judging/known-days.ts';
import { readDays } from '../series/read-days.ts';
import type { SeriesDeps, SeriesPlan } from '../series/plan-series.ts';
import type { Incident, WatchProgress } from '../store.ts';
import type { Learned } from './learned-series.ts';
import { taughtShifts } from './taught-shift.ts';

/** Longer than any detector remembers. */
const SHOWN_DAYS = 400;
/** More incidents than a watch has within the days that are shown. */
const MOST = 2_000;

export interface LearnedAnew extends Learned {
  readonly state: JsonObject | null;
}

/**
 * As of the day up to which each was looked at; other new normals of the same series still hold. Throws what the stores throw.
 * @param but the incident whose new normal is taken back
 */
export async function learnAnew(
  desk: SeriesDeps & Pick<WatchDesk, 'stores'>,
  learned: readonly Learned[],
  reached: ReadonlyMap<string, WatchProgress>,
  but: Pick<Incident, 'id'>,
): Promise<readonly LearnedAnew[]> {
  if (learned.length === 0) return [];
  const { stores, clock } = desk;
  const watches = learned.map(({ watch }) => watch);
  const [shifts, specialDayOf, incidents] = await Promise.all([
    taughtShifts(stores, watches, clock.now()),
    knownDays(desk),
    stores.incidents.list({ watches: watches.map(({ key }) => key), limit: MOST }),
  ]);
  const accepted = incidents.filter(({ id, verdict }) => verdict === 'new_normal' && id !== but.id).toReversed();
  const anew: LearnedAnew[] = [];
  for (const watch of new Set(watches)) {
    const own = learned.filter((one) => one.watch === watch);
    const [plan, through] = [own[0]?.plan, reached.get(watch.key)?.through];
    if (plan === undefined || through === undefined) continue;
    const { sensitivity, direction } = watch;
    const shift = shifts.get(watch.key) ?? 0;
    const asked = { series: plan.series, sensitivity, direction, shift, specialDay: specialDayOf(plan.metric.id) };
    const days = plan.series === 'cohort' ? null : await shownDays(desk, plan, through);
    for (const one of own) {
      const shown = days?.get(one.series);
      // A part that has become too small to be read stays as it is.
      if (days !== null && shown === undefined) continue;
      const fresh = shown === undefined ? null : judgeSeries(asked, null, shown).state;
      const still = accepted.filter((incident) => isAccepted(incident, one));
      anew.push({ ...one, state: still.reduce((state, { since }) => acceptNormal(plan.series, state, since), fresh) });
    }
  }
  return anew;
}

function shownDays(deps: SeriesDeps, plan: SeriesPlan, through: string) {
  return readDays(deps, plan, { from: dayAfter(through, -SHOWN_DAYS), to: through });
}

/** Whether somebody said of this series, by itself, by the whole or by a part of it, that it is normal now. */
function isAccepted({ signals }: Pick<Incident, 'signals'>, { watch, series }: Learned): boolean {
  const hit = signals.filter((signal) => signal.watch === watch.key).map((signal) => signal.series);
  return hit.length > 0 && (series === '' || hit.includes('') || hit.includes(series));
}
