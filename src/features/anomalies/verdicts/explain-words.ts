// How a number was judged, step by step, in words. Plain text. Pure.
import { figureText } from '#features/metrics/figure-text.ts';
import { alarmAt, falseAlarmsOf } from '../sensitivity.ts';
import type { SeriesPlan } from '../series/plan-series.ts';
import type { Evaluation } from '../store.ts';
import { dayWords } from '../telling/day-words.ts';
import type { Told } from '../telling/incident-data.ts';
import { changeWords, chanceWords } from '../telling/incident-words.ts';
import type { Terms } from '../telling/terms.ts';
import { shiftWords } from './calibrate.ts';
import { feedbackWords } from './feedback.ts';
import type { Feedback } from './feedback.ts';

export interface Judgement {
  readonly told: Told;
  /** The look at the day of the signal, as it was. */
  readonly look: Evaluation;
  readonly series: SeriesPlan['series'];
  readonly shift: number;
  readonly terms: Terms;
}

/** Powers of ten of a score of 1, as sensitivity.ts counts them. */
const SCORE_POWERS = 6;

export function judgementSteps(judgement: Judgement): readonly string[] {
  const { told, series } = judgement;
  if (told.limit !== null) return limitSteps(judgement);
  return [
    expectedStep(judgement),
    bandStep(judgement),
    ...(series === 'cohort' ? [] : [loudestStep(judgement)]),
    chanceStep(judgement),
    barStep(judgement),
    sizeStep(judgement),
  ];
}

function limitSteps({ told, look, terms }: Judgement): readonly string[] {
  const shown = shownIn(told, terms);
  const value = look.value === null ? 'no value' : shown(look.value);
  const day = dayWords(look.day, terms.zone);
  const limit = look.direction === 'up' ? look.high : look.low;
  return [
    `It is told at a limit, not by chance: ${value} on ${day}${limit === null ? '' : `, and the limit is ${shown(limit)}`}.`,
    'It is told on the day on which the limit is crossed, and not again before the number has come back by a twentieth of it.',
  ];
}

function expectedStep({ told, look, series, terms }: Judgement): string {
  const expected = look.expected === null ? 'Nothing' : shownIn(told, terms)(look.expected);
  const weekday = `what a ${dayWords(look.day, terms.zone).split(' ')[0] ?? 'day'} usually has`;
  switch (series) {
    case 'count':
      return `${expected} expected: the level of the days before, of which the last 14 weigh half, times ${weekday}.`;
    case 'ratio':
      return `${expected} expected: the rate of the days before, of which the last 42 weigh half, times ${weekday}.${partsWords(look)}`;
    case 'amount':
      return `${expected} expected: the middle of the days before on a logarithmic scale, of which the last 14 weigh half, times ${weekday}.`;
    case 'cohort':
      return `${expected} expected: what older cohorts had converted at the same age. Those of the last 7 to 42 days are looked at together.${partsWords(look)}`;
    case 'threshold_only':
      return `${expected} expected.`;
  }
}

function partsWords({ numerator, denominator }: Evaluation): string {
  if (numerator === null || denominator === null) return '';
  const written = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 1 });
  return ` It rests on ${written(numerator)} of ${written(denominator)} cases.`;
}

const SCATTER: Readonly<Record<SeriesPlan['series'], string>> = {
  count: 'Counting alone scatters, and the days of the last four months have shown how much comes on top',
  ratio: 'A share of so many cases scatters, and the days before have shown how much comes on top',
  amount: 'So far do the days of the last months scatter, each weekday by itself',
  cohort: 'A share of so many cases scatters',
  threshold_only: 'So far it may go',
};

function bandStep({ told, look: { low, high }, series, terms }: Judgement): string {
  const shown = shownIn(told, terms);
  if (low === null || high === null) return `${SCATTER[series]}.`;
  return `${shown(low)} to ${shown(high)} is what chance leaves 99 times of 100. ${SCATTER[series]}.`;
}

function loudestStep({ look, series, terms }: Judgement): string {
  const since = look.since === null ? '' : ` since ${dayWords(look.since, terms.zone)}`;
  const together = series === 'ratio' ? 'the last three and seven days together' : 'the last three days together';
  const looks = `Three looks were taken: at the day alone, at ${together}, and for a lasting change to x0.6 or x1.6.`;
  switch (look.because) {
    case 'value':
      return `${looks} The day itself says most.`;
    case 'days':
      return `${looks} The days together${since} say most.`;
    case 'shift':
      return `${looks} A lasting change${since} says most.`;
    case 'threshold':
    case null:
      return looks;
  }
}

function chanceStep({ look }: Judgement): string {
  const often = chanceWords(look.probability);
  const { score } = look;
  const looks = `Of such looks chance brings one like this ${oneIn(look.probability)}, a score of ${score.toFixed(2)}`;
  return `${looks}${often === null ? '' : `: ${often}`}.`;
}

function barStep({ told: { watch }, look, shift }: Judgement): string {
  if (watch === null) return 'Nobody watches this number any more.';
  const bar = alarmAt(watch.sensitivity, shift);
  const needed = `A watch that is ${watch.sensitivity}${shift === 0 ? '' : ', as verdicts have taught it,'} raises an alarm from ${oneIn(10 ** (-SCORE_POWERS * bar))} on, a score of ${bar.toFixed(2)}.`;
  return look.score >= bar ? needed : `${needed} By now this day would raise none.`;
}

function sizeStep({ told, look }: Judgement): string {
  const change = changeWords(look, told.term);
  const least = 'A change by less than 20%, or by fewer than three cases, raises none.';
  return change === null ? least : `${least} This one is ${change}.`;
}

/** `once in 12,000`; beyond a million nothing can be told apart any more. */
function oneIn(probability: number): string {
  const many = 1 / Math.max(probability, 1e-12);
  if (many > 1e6) return 'less than once in a million';
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(many)) - 1);
  return `once in ${(Math.round(many / digits) * digits).toLocaleString('en')}`;
}

function shownIn({ term }: Told, { currency }: Terms): (value: number) => string {
  return (value) => figureText(value, term.unit, currency);
}

/** How eager the watch is, and what verdicts have made of that. */
export function eagernessWords({ watch }: Told, shift: number, feedback: Feedback | null): readonly string[] {
  if (watch === null) return [];
  const taught = shiftWords(shift, watch.sensitivity);
  return [
    ...(watch.threshold === null
      ? [
          `Set to ${watch.sensitivity}: ${falseAlarmsOf('count', watch.sensitivity).inWords}.`,
          taught === null ? 'Verdicts have taught it nothing so far.' : `Verdicts have made it ${taught}.`,
        ]
      : []),
    ...(feedback === null ? [] : [`In the last half year: ${feedbackWords(feedback)}.`]),
  ];
}
