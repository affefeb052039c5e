// The records behind the number that an incident is about: those of its days and its slice, as /kpi lists them.
import type { Button } from '@slack/types';
import { actions } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import type { Message } from '#ports/messenger.ts';
import { note } from '#features/answering/note.ts';
import { ANSWER_ACTIONS } from '#features/metrics/answer-view.ts';
import { frozen, questionText } from '#features/metrics/grammar/question-text.ts';
import { listRecords } from '#features/metrics/list-records.ts';
import type { Dimension } from '#features/metrics/metric.ts';
import { DIMENSIONS } from '#features/metrics/metric.ts';
import type { Question } from '#features/metrics/question.ts';
import { recordsPlace } from '#features/metrics/records-view.ts';
import type { Turn } from '#features/people/turn.ts';
import type { WatchDesk, WatchTx } from '../desk.ts';
import { dayAfter } from '../judging/calendar-day.ts';
import { figureAsked } from '../series/figure-asked.ts';
import { planSeries } from '../series/plan-series.ts';
import type { SeriesPlan } from '../series/plan-series.ts';
import type { Incident } from '../store.ts';
import { loadIncident } from '../telling/incident-data.ts';
import type { Told } from '../telling/incident-data.ts';

/** For whoever asked, by their rights. Throws what the stores throw. */
export async function recordsBehind<Tx extends WatchTx>(
  desk: WatchDesk<Tx>,
  { by }: Pick<Turn, 'by'>,
  id: number,
): Promise<Message> {
  const incident = await desk.stores.incidents.find(id);
  if (incident === null) return note('There is no such incident here.');
  const [main] = (await loadIncident(desk, incident)).numbers;
  if (main?.watch == null) return note(`Nobody watches the number of #${id} any more. Ask for it with /kpi.`);
  const plan = await planSeries(desk, main.watch);
  if (plan.kind === 'refused') return note(`The number of #${id} cannot be asked for any more: ${plan.because}`);
  const question = await questionBehind(desk, plan, main, incident);
  const listed = await listRecords(desk, by, { q: questionText(frozen(question)), side: 'all', skip: 0 });
  return { ...listed, blocks: [...listed.blocks, actions([weekBefore(question)])] };
}

/** What is missing today is there. Answered by /kpi. */
function weekBefore(question: Question): Button {
  const { from, to } = question.period;
  const period = { ...question.period, from: dayAfter(from, -7), to: dayAfter(to, -7) };
  const value = recordsPlace({ ...question, period });
  return button({ action: ANSWER_ACTIONS.records, text: 'A week before', value });
}

async function questionBehind<Tx extends WatchTx>(
  desk: WatchDesk<Tx>,
  plan: SeriesPlan,
  { signal: { day, series, direction }, limit, span }: Told,
  { causes }: Incident,
): Promise<Question> {
  const asked =
    limit === null
      ? { ...plan.question, period: { from: span?.since ?? day, to: day, words: day, running: false } }
      : (await figureAsked(desk, plan, day)).question;
  const own: Slice = plan.by === null || series === '' ? [] : [[plan.by, series]];
  // Of a rise what came too many; of a fall everything that is left, since what explains it is what did not come.
  const explained = direction === 'up' ? sliceOf(causes[0]?.dims ?? {}) : [];
  return { ...asked, by: null, grain: null, compare: null, where: narrowed(asked.where, [...own, ...explained]) };
}

type Slice = readonly (readonly [Dimension, string])[];

function sliceOf(dims: Readonly<Record<string, string>>): Slice {
  return DIMENSIONS.flatMap((dimension): Slice => {
    const value = dims[dimension];
    return value === undefined ? [] : [[dimension, value]];
  });
}

/** A dimension that is asked for already stays as it is. */
function narrowed(where: Question['where'], slice: Slice): Question['where'] {
  return slice.reduce<Question['where']>((so, [dimension, value]) => {
    const isAsked = so.some((one) => one.dimension === dimension && !one.not);
    return isAsked ? so : [...so, { dimension, values: [value], not: false }];
  }, where);
}
