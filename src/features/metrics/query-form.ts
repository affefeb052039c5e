// The form of a question: its parts to choose and to write, and the text that they make, which can be typed as well.
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { context, input, modal, section } from '#blockkit/blocks.ts';
import type { Block } from '#blockkit/blocks.ts';
import { staticSelect, textInput } from '#blockkit/elements.ts';
import type { Choice } from '#blockkit/elements.ts';
import { LIMITS } from '#blockkit/limits.ts';
import { escape, md } from '#blockkit/mrkdwn.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { catalogue } from './catalogue/catalogue.ts';
import { GRAIN_WORDS } from './grammar/words.ts';
import { questionText } from './grammar/question-text.ts';
import { ATTRIBUTION_MODELS, DIMENSIONS } from './metric.ts';
import { GRAINS } from './question.ts';
import type { Question } from './question.ts';

export const QUERY_MODALS = { ask: 'kpi.query' } as const;
export const QUERY_ACTIONS = { changed: 'kpi.query_changed' } as const;
/** Blocks of the form, where what is wrong is shown. */
const QUERY_FIELDS = ['kpi', 'period', 'grain', 'by', 'where', 'model', 'compare'] as const;
export type QueryField = (typeof QUERY_FIELDS)[number];

/** What stands in the form; empty: nothing. */
export type QueryDraft = Readonly<Record<QueryField, string>>;

const ANY = 'any';

const Filled = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({ value: z.string().nullish(), selected_option: z.object({ value: z.string() }).nullish() }),
  ),
);

/** Where a form came from. */
export const QueryState = z.object({ channel: z.string().nullable() });

export function draftOf(question: Question): QueryDraft {
  const { kpi, period, grain, by, model, compare } = question;
  const where = /\bwhere (.*?)(?: model \w+)? vs \w+$/u.exec(questionText(question))?.[1] ?? '';
  return {
    kpi,
    period: period.words,
    grain: grain ?? ANY,
    by: by ?? ANY,
    where: question.where.length === 0 ? '' : where,
    model: model ?? ANY,
    compare: compare ?? 'none',
  };
}

export function newDraft(kpi: string): QueryDraft {
  return { kpi, period: 'last month', grain: ANY, by: ANY, where: '', model: ANY, compare: 'previous' };
}

/** As it can be typed after `/kpi`. */
export function textOf({ kpi, period, grain, by, where, model, compare }: QueryDraft): string {
  const step = GRAINS.find((each) => each === grain);
  return [
    kpi,
    period,
    step === undefined ? '' : GRAIN_WORDS[step],
    by === ANY ? '' : `by ${by}`,
    where === '' ? '' : `where ${where}`,
    model === ANY ? '' : `model ${model}`,
    `vs ${compare}`,
  ]
    .filter((part) => part.trim() !== '')
    .join(' ');
}

export function readQueryForm(values: unknown): QueryDraft {
  const filled = Filled.parse(values);
  const at = (field: QueryField): string => {
    const [state] = Object.values(filled[field] ?? {});
    return (state?.selected_option?.value ?? state?.value ?? '').trim();
  };
  return Object.fromEntries(QUERY_FIELDS.map((field) => [field, at(field)])) as Record<QueryField, string>;
}

/** Until what was asked is read. */
export function openingForm(): ModalView {
  return modal({ title: 'Build a query', blocks: [section(md`One moment.`)] });
}

export function queryForm(playbook: Playbook, draft: QueryDraft, state: z.infer<typeof QueryState>): ModalView {
  const kpis = catalogue(playbook)
    .slice(0, LIMITS.select.options)
    .map(({ id, label }) => ({ value: id, label }));
  return modal({
    title: 'Build a query',
    callbackId: QUERY_MODALS.ask,
    submit: 'Ask',
    close: 'Cancel',
    privateMetadata: JSON.stringify(state),
    blocks: [
      choose('kpi', 'KPI', kpis, draft),
      write('period', 'Period', draft, {
        hint: 'last quarter, 90d, Q3 2026, 2026-11, 2026-01-01..2026-03-31, since 5 June, ytd, all time',
        optional: false,
      }),
      choose('by', 'Split by', [{ value: ANY, label: 'Nothing' }, ...named(DIMENSIONS)], draft),
      write('where', 'Only where', draft, {
        hint: 'country = DE and source in (Web, "Paid Search") and not segment = smb',
        optional: true,
      }),
      choose('grain', 'Steps of the chart', [{ value: ANY, label: 'What suits the period' }, ...named(GRAINS)], draft),
      choose('compare', 'Compared with', COMPARISONS, draft),
      choose(
        'model',
        'Attribution model',
        [{ value: ANY, label: 'The playbook’s' }, ...named(ATTRIBUTION_MODELS)],
        draft,
      ),
      context([md`As text: \`/kpi ${escape(textOf(draft).replaceAll('`', 'ˋ'), 1500)}\``]),
    ],
  });
}

const COMPARISONS: readonly Choice[] = [
  { value: 'previous', label: 'The period before' },
  { value: 'last_year', label: 'A year earlier' },
  { value: 'none', label: 'Nothing' },
];

function named(words: readonly string[]): readonly Choice[] {
  return words.map((word) => ({ value: word, label: word.replaceAll('_', ' ') }));
}

function choose(field: QueryField, label: string, choices: readonly Choice[], draft: QueryDraft): Block {
  const element = staticSelect({ action: QUERY_ACTIONS.changed, choices, initial: draft[field] });
  return input({ label, blockId: field, element, dispatch: true });
}

function write(
  field: QueryField,
  label: string,
  draft: QueryDraft,
  { hint, optional }: { readonly hint: string; readonly optional: boolean },
): Block {
  const initial = draft[field];
  const element = textInput({ action: field, maxLength: 900, ...(initial === '' ? {} : { initial }) });
  return input({ label, blockId: field, element, hint, optional });
}
