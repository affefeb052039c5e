// A back-test as JSON, for programs. The shape is documented in docs/anomalies.md and is added to, never changed.
import { questionText } from '#features/metrics/grammar/question-text.ts';
import type { BackTest, BackTestAlarm } from './back-test.ts';
import type { Look } from './look.ts';

type Json = Readonly<Record<string, unknown>>;

export function backTestJson(test: BackTest): Json {
  const { plan, from, to, series, alarmsAYear, stated, smallest, events } = test;
  return {
    kpi: plan.metric.id,
    question: questionText(plan.question),
    by: plan.by,
    kind: plan.series,
    from,
    to,
    alarms_a_year: alarmsAYear,
    stated: stated === null ? null : { a_year: stated.aYear, in_words: stated.inWords },
    smallest: smallest === null ? null : { change: smallest.change, in_words: smallest.inWords },
    events,
    series: series.map((one) => ({
      series: one.series,
      alarms: one.alarms.map(alarmJson),
      days: one.looks.map(lookJson),
    })),
  };
}

function alarmJson({ from, day, to, direction, because, value, expected, probability, known }: BackTestAlarm): Json {
  return { told: day, since: from, until: to, direction, because, value, expected, probability, known };
}

function lookJson({ day, value, numerator, denominator, expected, low, high, score, flagged, state }: Look): Json {
  return { day, value, numerator, denominator, expected, low, high, score, flagged, state };
}
