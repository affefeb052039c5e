// Looks at the conversion of cohorts: each day alone, from all cohorts as they are by now. Nothing needs to be remembered but
// what somebody has said is normal.
import { dayAfter } from '../judging/calendar-day.ts';
import { judgeCohort } from '../judging/judge-cohort.ts';
import { readCohorts } from '../series/read-cohorts.ts';
import { daysFrom } from './due-days.ts';
import { KEPT_DAYS } from './look-at-days.ts';
import { evaluationOf, judgingOf } from './looked.ts';
import type { Looked, Subject } from './looked.ts';
import type { Round } from './round.ts';

/** Days of cohorts that one look rests on. */
const REACH_DAYS = 222;
/** Days that are made up for: what was before then is told nobody any more. */
const MADE_UP_DAYS = 7;

export async function lookAtCohorts(round: Round, subject: Subject): Promise<Looked> {
  const { watch, plan, through, to } = subject;
  const { stores } = round.desk;
  const from = dayAfter(to, 1 - (through === null ? KEPT_DAYS : MADE_UP_DAYS));
  const days = daysFrom(through !== null && through >= from ? dayAfter(through, 1) : from, to);
  const [states, bySeries] = await Promise.all([
    stores.watches.series([watch.key]),
    readCohorts(round.desk, plan, to, dayAfter(from, -REACH_DAYS)),
  ]);
  const judging = judgingOf(round, subject);
  const look = through === null ? 0 : 1;
  const looked = [...bySeries].map(([series, cohorts]): Looked => {
    const state = states.find((one) => one.series === series)?.state ?? null;
    const looks = days.map((day) => judgeCohort({ ...judging, state }, cohorts, day));
    return {
      looks: looks.map((seen) => evaluationOf(round, watch, series, seen, look)),
      states: [{ watch: watch.key, series, state, shift: judging.shift }],
    };
  });
  return { looks: looked.flatMap(({ looks }) => looks), states: looked.flatMap(({ states: kept }) => kept) };
}
