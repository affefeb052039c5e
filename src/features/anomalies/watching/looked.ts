// What a look at one watch leaves behind, whichever way its series are judged.
import type { DayValue } from '../series/read-days.ts';
import type { SeriesPlan } from '../series/plan-series.ts';
import type { Look, Judging } from '../judging/look.ts';
import type { Evaluation, SeriesState, Watch } from '../store.ts';
import type { Round } from './round.ts';

/** Looks to be kept, and what the detectors remember by now. */
export interface Looked {
  readonly looks: readonly Evaluation[];
  readonly states: readonly SeriesState[];
}

/** A watch whose data is whole through `to`. */
export interface Subject {
  readonly watch: Watch;
  readonly plan: SeriesPlan;
  /** Judged before; null: this is the first look, of which nothing is told. */
  readonly through: string | null;
  /** The last day that is judged now. */
  readonly to: string;
}

export function judgingOf(round: Round, { watch, plan }: Subject): Judging {
  const { sensitivity, direction } = watch;
  const specialDay = round.specialDaysOf(plan.metric.id);
  return { series: plan.series, sensitivity, direction, specialDay, shift: shiftOf(round, watch) };
}

function shiftOf({ shifts }: Round, { key }: Watch): number {
  return shifts.get(key) ?? 0;
}

/** @param look 0 of what is worked out from the past; the store numbers the others. */
export function evaluationOf(round: Round, watch: Watch, series: string, seen: Look, look: 0 | 1): Evaluation {
  return { ...seen, watch: watch.key, series, look, evaluatedAt: round.now };
}

/**
 * Whether a further look says anything that the one before did not: another number, that it is special, or that it is no alarm
 * after all. A day that is as it was does not become an alarm by what is known of others since.
 */
export function isNews(before: Evaluation | undefined, look: Look): boolean {
  if (before === undefined || before.state === 'stale' || differs(before, look)) return true;
  return (before.flagged && !look.flagged) || (before.state === 'special') !== (look.state === 'special');
}

type Numbers = Pick<Evaluation, 'value' | 'numerator' | 'denominator'>;

/** Late data: the day is not what it was when it was looked at. */
export function isOther(before: Numbers, { value, parts }: Pick<DayValue, 'value' | 'parts'>): boolean {
  return differs(before, {
    value,
    numerator: parts?.numerator ?? null,
    denominator: parts?.denominator ?? null,
  });
}

function differs(one: Numbers, other: Numbers): boolean {
  return (
    isFar(one.value, other.value) || isFar(one.numerator, other.numerator) || isFar(one.denominator, other.denominator)
  );
}

/** Sums of money differ in their last digits when rows come in another order. */
const ROUNDING = 1e-9;

function isFar(one: number | null, other: number | null): boolean {
  if (one === null || other === null) return one !== other;
  return Math.abs(one - other) > ROUNDING * Math.max(1, Math.abs(one), Math.abs(other));
}
