// From a text to an answer, whoever asks and wherever: typed as a command, said to the app, on a terminal or over HTTP.
import type { Answering } from './answer.ts';
import { ask } from './ask.ts';
import type { AskDeps } from './ask.ts';
import { dimensionsIn } from './grammar/context.ts';
import type { Grounds } from './grammar/context.ts';
import { parsePlain } from './grammar/parse-plain.ts';
import { parseQuestion } from './grammar/parse-question.ts';
import type { Refusal } from './answer.ts';
import type { Values } from './grammar/values.ts';
import type { Dimension } from './metric.ts';
import type { Question } from './question.ts';
import { seesOwners } from './restrict.ts';
import type { Viewer } from './restrict.ts';
import { STORED } from './value-book.ts';
import type { ValueBook } from './value-book.ts';

export interface AskTextDeps extends AskDeps {
  readonly values: ValueBook;
  /** Words of the period where a text names none, `last week`; left out: what suits the KPI. */
  readonly defaultPeriod?: string;
}

/** `said`: a sentence, of which some words may be left over. */
export type Manner = 'typed' | 'said';

export interface AskedText {
  readonly answering: Answering;
  /** Words of a sentence that the answer does not take into account. */
  readonly unused: readonly string[];
  /** Other questions that the sentence can mean. */
  readonly others: readonly string[];
}

export type ReadText =
  | {
      readonly kind: 'question';
      readonly question: Question;
      readonly unused: readonly string[];
      readonly others: readonly string[];
    }
  | Refusal;

/** Throws what the store throws. */
export async function askText(deps: AskTextDeps, text: string, viewer: Viewer, manner: Manner): Promise<AskedText> {
  const read = await readText(deps, text, viewer, manner);
  if (read.kind === 'refused') return { answering: read, unused: [], others: [] };
  const { question, unused, others } = read;
  return { answering: await ask(deps, question, viewer), unused, others };
}

/** What a text asks for. What was typed may be a sentence too, where that leaves no word over. */
export async function readText(deps: AskTextDeps, text: string, viewer: Viewer, manner: Manner): Promise<ReadText> {
  if (manner === 'said') return parsePlain(text, await groundsFor(deps, [...STORED, ...WRITTEN], viewer));
  const typed = parseQuestion(text, await groundsFor(deps, dimensionsIn(text), viewer));
  if (typed.kind === 'question') return { ...typed, unused: [], others: [] };
  const said = parsePlain(text, await groundsFor(deps, [...STORED, ...WRITTEN], viewer));
  return said.kind === 'question' && said.unused.length === 0 ? said : typed;
}

const WRITTEN: readonly Dimension[] = ['team', 'segment', 'crm'];

async function groundsFor(deps: AskTextDeps, dimensions: readonly Dimension[], viewer: Viewer): Promise<Grounds> {
  const { playbook } = deps.playbook();
  const all = await deps.values.of(dimensions);
  const values = seesOwners(playbook, viewer) ? all : ownAlone(all, viewer);
  const { defaultPeriod } = deps;
  return { playbook, now: deps.clock.now(), values, ...(defaultPeriod === undefined ? {} : { defaultPeriod }) };
}

/** Who may not see the numbers of others gets no list of them proposed either. */
function ownAlone(values: Values, viewer: Viewer): Values {
  if (!values.has('owner')) return values;
  return new Map([...values, ['owner', viewer?.addresses ?? []] as const]);
}
