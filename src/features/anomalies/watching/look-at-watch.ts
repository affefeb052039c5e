// One watch in one round: its days whose data is whole are judged; of a day that waits for its data for hours it is said that
// it does.
import { faultOf } from '../data-fault.ts';
import { dayAfter } from '../judging/calendar-day.ts';
import { silentLook } from '../judging/look.ts';
import { planSeries } from '../series/plan-series.ts';
import type { SeriesPlan } from '../series/plan-series.ts';
import type { Evaluation, Watch, WatchProgress } from '../store.ts';
import { daysFrom, endOfDay, isOverdue, readWhole } from './due-days.ts';
import { lookAtCohorts } from './look-at-cohorts.ts';
import { lookAtDays } from './look-at-days.ts';
import { lookAtLimit } from './look-at-limit.ts';
import { evaluationOf } from './looked.ts';
import type { Looked, Subject } from './looked.ts';
import type { Round } from './round.ts';
import { systemsUnder } from './systems.ts';

/** A day whose data is not there, with what is wrong, a sentence. */
interface DayFault {
  readonly day: string;
  readonly sentence: string;
}

export type WatchLook =
  | (Looked & {
      readonly kind: 'looked';
      readonly watch: Watch;
      readonly plan: SeriesPlan;
      /** To be kept. */
      readonly progress: WatchProgress;
      readonly faults: readonly DayFault[];
    })
  /** Its question is not understood any more. */
  | { readonly kind: 'refused'; readonly watch: Watch; readonly because: string; readonly progress: WatchProgress }
  /** Nothing can be said yet. */
  | { readonly kind: 'waiting' };

export interface Waiting {
  readonly watch: Watch;
  /** Null: nobody has looked at it yet. */
  readonly progress: WatchProgress | null;
  /** Days that are known to wait for their data. */
  readonly stale: ReadonlySet<string>;
}

/** Days that may be said to wait for their data; older ones are known to. */
export const STALE_DAYS = 7;
/** A first look reaches back so far for a day whose data is whole. */
const FIRST_DAYS = 7;

/** Throws what the stores throw. */
export async function lookAtWatch(round: Round, { watch, progress, stale }: Waiting): Promise<WatchLook> {
  const { desk, hours, latest, now } = round;
  const plan = await planSeries(desk, watch);
  const refusal = refusalOf(watch, plan);
  const through = progress?.through ?? null;
  const next = progress ?? { watch: watch.key, through: latest, beganAt: now, version: 0 };
  if (plan.kind === 'refused' || refusal !== null) {
    return { kind: 'refused', watch, because: refusal ?? '', progress: { ...next, through: latest } };
  }
  const days = daysFrom(dayAfter(through ?? latest, through === null ? 1 - FIRST_DAYS : 1), latest);
  const systems = systemsUnder(plan, round.health, round.metrics);
  const whole = readWhole(days, systems, hours.zone);
  const looked = whole === null ? NOTHING : await judge(round, { watch, plan, through, to: whole });
  const to = whole ?? through;
  if (to === null) return { kind: 'waiting' };
  const behind = systems.filter(({ crm }) => round.behind.has(crm));
  const waiting = days.filter((day) => day > to && day >= dayAfter(latest, -STALE_DAYS));
  const lacking = through === null || behind.length === 0 ? [] : waiting.filter((day) => isOverdue(day, now, hours));
  const faults = lacking
    .filter((day) => !stale.has(day))
    .flatMap((day): DayFault[] => {
      const sentence = faultOf({ dayEnds: endOfDay(day, hours.zone), now }, behind);
      return sentence === null ? [] : [{ day, sentence }];
    });
  if (whole === null && faults.length === 0) return { kind: 'waiting' };
  const unread = faults.map(({ day }) => evaluationOf(round, watch, '', silentLook(day, null, 'stale'), 1));
  const looks = [...looked.looks, ...unread];
  return { kind: 'looked', watch, plan, progress: { ...next, through: to }, looks, states: looked.states, faults };
}

const NOTHING: Looked = { looks: [], states: [] };

function refusalOf(watch: Watch, plan: Awaited<ReturnType<typeof planSeries>>): string | null {
  if (plan.kind === 'refused') return plan.because;
  return plan.series === 'threshold_only' && watch.threshold === null ? plan.because : null;
}

function judge(round: Round, subject: Subject): Promise<Looked> {
  const { watch, plan } = subject;
  if (watch.threshold !== null) return lookAtLimit(round, subject, watch.threshold);
  return plan.series === 'cohort' ? lookAtCohorts(round, subject) : lookAtDays(round, subject);
}

/** Days on which nobody could say anything, of those that were looked at. */
export function isMissing({ state, series }: Evaluation): boolean {
  return state === 'missing' && series === '';
}
