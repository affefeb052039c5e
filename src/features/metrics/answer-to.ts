// Counts what an answer needs, all at once, and puts it together.
import type { Answer, Answering, Group, Point } from './answer.ts';
import { figureOf, type Cell, type Cells } from './cells.ts';
import { emptyCell, evaluate, isAdditive, type Cut, type Workbench } from './evaluate.ts';
import { measuresOf } from './inputs.ts';
import type { Metric } from './metric.ts';
import { paceOf, targetFor } from './pace.ts';
import { BEGINNING, dayIn, daysIn, type Days } from './periods.ts';
import { filterOf, type Grain, type Period, type Question } from './question.ts';
import { restsOnCrms, sentenceOf } from './sentence.ts';
import { grainFor, slotBefore, slotOf, stepsOf, type Slot, type Step } from './slots.ts';
import type { Freshness } from './store.ts';
import { warningsOf } from './warnings.ts';

/** More groups are counted, not shown. */
const MAX_GROUPS = 100;
/** Groups whose course is shown. */
const MAX_COURSES = 6;

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
  const cut: Cut = { by: null, filter, model: question.model };
  const beyond = goal === null ? [] : goal.slots;
  const slots = [slot, ...(before === null ? [] : [before]), ...steps, ...stepsBefore, ...beyond];
  const [tables, groups, [freshness, since]] = await Promise.all([
    evaluate(bench, metric, slots, cut),
    question.by === null ? noGroups : groupsOf(bench, metric, { slot, before, steps }, { ...cut, by: question.by }),
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
    points: pointsOf(steps, cells.slice(at, at + steps.length), bench),
    pointsBefore: pointsOf(stepsBefore, cells.slice(at + steps.length, at + steps.length + stepsBefore.length), bench),
    ...groups,
    sentence: sentenceOf({ ...bench, metric, question, freshness, period: isoDays(days) }),
    freshness,
    since,
    pace: goal === null ? null : paceOf(goal, cells.slice(cells.length - goal.slots.length), metric),
    warnings: warningsOf({ playbook, metric, figure, freshness, since, begins: slot.span.from, now: settings.now }),
  };
  return { kind: 'answer', answer };
}

const noGroups: Pick<Answer, 'groups' | 'others'> = { groups: [], others: 0 };

interface Asked {
  readonly slot: Slot;
  readonly before: Slot | null;
  readonly steps: readonly Step[];
}

/** Two rounds: which groups there are, and how the largest of them went; a thousand groups by the day are too many. */
async function groupsOf(
  bench: Workbench,
  metric: Metric,
  { slot, before, steps }: Asked,
  cut: Cut & { readonly by: NonNullable<Cut['by']> },
): Promise<Pick<Answer, 'groups' | 'others'>> {
  const [now = new Map(), earlier] = await evaluate(bench, metric, before === null ? [slot] : [slot, before], cut);
  const all = ranked(metric, now);
  const shown = all.slice(0, MAX_GROUPS);
  const courses = shown.flatMap(({ key }) => key ?? []).slice(0, MAX_COURSES);
  const within: Cut['filter'] = cut.by === 'model' ? null : { kind: 'is', dimension: cut.by, values: courses };
  const filter =
    within === null ? cut.filter : { kind: 'all' as const, of: cut.filter === null ? [within] : [cut.filter, within] };
  const tables = courses.length === 0 ? [] : await evaluate(bench, metric, steps, { ...cut, filter });
  const groups = shown.map(({ key, cell }): Group => {
    const course =
      key === null || !courses.includes(key) ? [] : tables.map((table) => table.get(key) ?? emptyCell(metric));
    return {
      ...figureOf(cell),
      name: key ?? '(none)',
      key,
      before: before === null ? null : figureOf(earlier?.get(key) ?? emptyCell(metric)),
      points: course.length === 0 ? [] : pointsOf(steps, course, bench),
    };
  });
  return { groups, others: all.length - shown.length };
}

/** Sums by their size; shares and medians by the cases behind them, or one of one would come first. */
function ranked(metric: Metric, cells: Cells): readonly { readonly key: string | null; readonly cell: Cell }[] {
  const bySize = sumsUp(metric);
  const rank = ({ value, sample }: Cell): number => (bySize ? (value ?? 0) : sample);
  return Array.from(cells, ([key, cell]) => ({ key, cell })).toSorted(
    (one, other) =>
      rank(other.cell) - rank(one.cell) ||
      (other.cell.value ?? 0) - (one.cell.value ?? 0) ||
      (one.key ?? '').localeCompare(other.key ?? ''),
  );
}

function sumsUp({ formula, unit }: Metric): boolean {
  if (formula.kind === 'simple' || formula.kind === 'cumulative') return isAdditive(formula.measure);
  return formula.kind === 'attributed' || (formula.kind === 'derived' && unit === 'money');
}

function pointsOf(steps: readonly Step[], cells: readonly Cell[], { settings }: Workbench): readonly Point[] {
  return steps.flatMap((step, index) => {
    const cell = cells[index];
    if (cell === undefined) return [];
    const unfinished = step.whole.to > settings.now || cell.immature > 0;
    return [{ ...figureOf(cell), day: step.day, label: step.label, unfinished }];
  });
}

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

/** Since when everything that the number needs is there. */
async function sinceOf({ store, metrics, asked }: Workbench, metric: Metric): Promise<Date | null> {
  const counted = measuresOf(metric, metrics).filter(({ at }) => at !== null);
  const begun = await Promise.all(
    counted.map(({ fact, at }) => {
      const key = `since ${fact} ${at}`;
      const known = asked.get(key) ?? store.since({ fact, at });
      asked.set(key, known);
      return known as Promise<Date | null>;
    }),
  );
  return begun.reduce((latest, one) => (latest === null || (one !== null && one > latest) ? one : latest), null);
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
