// Counts what an answer needs, all at once, and puts it together.
import { allocatedFor } from './allocation.ts';
import type { Answer, Answering } from './answer.ts';
import { figureOf, type Cell } from './cells.ts';
import { emptyCell, evaluate } from './evaluate.ts';
import { countsTogether, groupsOf } from './groups.ts';
import type { Metric } from './metric.ts';
import { paceOf, targetFor } from './pace.ts';
import { BEGINNING, dayIn, daysIn, todayIn, type Days } from './periods.ts';
import { filterOf, type Grain, type Period, type Question } from './question.ts';
import { pointsOf } from './points.ts';
import { sinceOf } from './since.ts';
import { restsOnCrms, sentenceOf } from './sentence.ts';
import { grainFor, slotBefore, slotOf, stepsOf, type Slot } from './slots.ts';
import type { Freshness } from './store.ts';
import { warningsOf } from './warnings.ts';
import type { Cut, Workbench } from './workbench.ts';

export interface Wanted {
  /** Days and steps of the chart, where they are not those of the question. */
  readonly chart?: { readonly days: Days; readonly grain: Grain };
}

/** Throws what the store throws. */
export async function answerTo(
  bench: Workbench,
  metric: Metric,
  question: Question,
  wanted: Wanted = {},
): Promise<Answering> {
  const { playbook, settings } = bench;
  const background = Promise.all([freshnessOf(bench, metric), sinceOf(bench, metric)]);
  // Awaited below, whatever happens in between.
  background.catch(() => undefined);
  const days = question.period.from === BEGINNING ? await known(bench, metric, question) : daysIn(question.period);
  const slot = slotOf(days, settings);
  const before = question.compare === null ? null : slotBefore(slot, question.compare, settings);
  const chart = wanted.chart ?? { days, grain: question.grain ?? grainFor(isoDays(days)) };
  const steps = stepsOf(chart.days, chart.grain, settings);
  const stepsBefore = before === null || wanted.chart ? [] : stepsOf(before.days, chart.grain, settings);
  const goal = targetFor(bench, metric, question);
  const filter = filterOf(question);
  const beyond = goal === null ? [] : goal.slots;
  const slots = [slot, ...(before === null ? [] : [before]), ...steps, ...stepsBefore, ...beyond];
  const { by, model } = question;
  const together = by !== null && countsTogether(by, metric, bench, slots.length);
  const cut: Cut = { by: null, filter, model, ...(together ? { besides: by } : {}) };
  const [tables, groups, [freshness, since]] = await Promise.all([
    evaluate(bench, metric, slots, cut),
    by === null ? noGroups : groupsOf(bench, metric, { slot, before, steps, slots }, { by, filter, model }),
    background,
  ]);
  const cells = tables.map((table) => table.get(null) ?? emptyCell(metric));
  const [figure = emptyCell(metric)] = cells;
  const refusal = await withoutRates(bench, figure);
  if (refusal) return refusal;
  const at = before === null ? 1 : 2;
  const compared = before === null ? null : (cells[1] ?? emptyCell(metric));
  const answer: Answer = {
    question,
    metric,
    currency: playbook.organization.currency,
    zone: settings.zone,
    figure: figureOf(figure),
    compared:
      before === null || compared === null
        ? null
        : {
            period: comparedPeriod(question, before),
            figure: figureOf(compared),
            change: changeOf(metric, figure, compared),
          },
    grain: chart.grain,
    points: pointsOf(steps, cells.slice(at, at + steps.length), settings.now),
    pointsBefore: pointsOf(
      stepsBefore,
      cells.slice(at + steps.length, at + steps.length + stepsBefore.length),
      settings.now,
    ),
    ...groups,
    sentence: sentenceOf({
      ...bench,
      metric,
      question,
      freshness,
      period: isoDays(days),
      today: todayIn(settings).toString(),
    }),
    freshness,
    since,
    pace: goal === null ? null : paceOf(goal, cells.slice(cells.length - goal.slots.length), metric),
    warnings: warningsOf({
      playbook,
      metric,
      figure,
      allocated: allocatedFor(metric, bench.metrics, question) !== null,
      freshness,
      since,
      begins: slot.span.from,
      now: settings.now,
    }),
  };
  return { kind: 'answer', answer };
}

const noGroups: Pick<Answer, 'groups' | 'others'> = { groups: [], others: 0 };

/** Shares differ by points, all else by a part of what it was. */
function changeOf({ unit }: Metric, { value }: Cell, { value: before }: Cell): number | null {
  if (value === null || before === null) return null;
  if (unit === 'percent' || unit === 'points') return value - before;
  return before === 0 ? null : (value - before) / Math.abs(before);
}

function comparedPeriod({ compare, period }: Question, { days, span, whole }: Slot): Period {
  const words = compare === 'last_year' ? 'a year earlier' : 'the period before';
  const cut = span.to < whole.to;
  return { ...isoDays(days), words: cut && period.running ? `${words}, up to the same point` : words, running: false };
}

function isoDays({ from, to }: Days): Pick<Period, 'from' | 'to'> {
  return { from: from.toString(), to: to.toString() };
}

/** All time begins with the first record. */
async function known(bench: Workbench, metric: Metric, { period }: Question): Promise<Days> {
  const since = await sinceOf(bench, metric);
  const { to } = daysIn(period);
  const first = since === null ? to : dayIn(since, bench.settings.zone);
  return { from: first.until(to).days < 0 ? to : first, to };
}

function freshnessOf({ store, metrics, asked }: Workbench, metric: Metric): Promise<readonly Freshness[]> {
  if (!restsOnCrms(metric, metrics)) return Promise.resolve([]);
  const known = asked.get('freshness') ?? store.freshness();
  asked.set('freshness', known);
  return known as Promise<readonly Freshness[]>;
}

/** Money of which no rate is known is left out; where that is all of it there is no number. */
async function withoutRates({ store, playbook }: Workbench, { unratedAlone }: Cell): Promise<Answering | null> {
  if (!unratedAlone) return null;
  const currencies = await store.unratedCurrencies();
  const [first = 'USD'] = currencies;
  const own = playbook.organization.currency;
  return {
    kind: 'refused',
    because: `Every amount is in a currency without a rate to ${own} (${currencies.join(', ')}): add organization.rates.${first} to the playbook.`,
    suggestions: [],
  };
}
