// An answer as JSON, for programs. The shape is documented in docs/kpis.md and is added to, never changed.
import type { Answer, Figure, Group, Point } from './answer.ts';
import { warningText } from './answer-notes.ts';
import { questionText } from './grammar/question-text.ts';

type Json = Readonly<Record<string, unknown>>;

export function answerJson(answer: Answer): Json {
  const { metric, question, currency, zone, figure, compared, grain, points, groups, others, since, pace } = answer;
  const money = metric.unit === 'money' || metric.unit === 'money_per_day';
  return {
    kpi: metric.id,
    label: metric.label,
    version: metric.version,
    unit: metric.unit,
    ...(money ? { currency } : {}),
    up_is_good: metric.upIsGood,
    question: questionText(question),
    period: { from: question.period.from, to: question.period.to, running: question.period.running },
    timezone: zone,
    ...figureJson(figure),
    compared:
      compared === null
        ? null
        : {
            from: compared.period.from,
            to: compared.period.to,
            ...figureJson(compared.figure),
            change: compared.change,
          },
    grain,
    points: points.map(pointJson),
    by: question.by,
    groups: groups.map(groupJson),
    other_groups: others,
    target:
      pace === null
        ? null
        : {
            value: pace.target,
            period: pace.words,
            reached: pace.reached,
            elapsed: pace.elapsed,
            projected: pace.projected,
            status: pace.status,
          },
    counts: answer.sentence,
    data_since: since?.toISOString() ?? null,
    freshness: answer.freshness.map(({ crm, freshAt, filled, trouble }) => ({
      crm,
      fresh_at: freshAt?.toISOString() ?? null,
      filled,
      trouble,
    })),
    warnings: answer.warnings.map((warning) => ({ kind: warning.kind, text: warningText(warning, zone) })),
  };
}

function figureJson({ value, sample, interval, parts, because }: Figure): Json {
  return { value, sample, interval, parts, because };
}

function pointJson(point: Point): Json {
  return { day: point.day, label: point.label, ...figureJson(point), unfinished: point.unfinished };
}

function groupJson(group: Group): Json {
  const { name, key, before, points } = group;
  return {
    name,
    key,
    ...figureJson(group),
    before: before === null ? null : figureJson(before),
    points: points.map(pointJson),
  };
}
