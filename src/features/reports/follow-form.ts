// The form in which somebody says when and where a question is answered, and the look at what it would say.
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { context, input, modal, section } from '#blockkit/blocks.ts';
import type { Block } from '#blockkit/blocks.ts';
import { radioButtons } from '#blockkit/form-elements.ts';
import { staticSelect, textInput } from '#blockkit/elements.ts';
import { bold, escape, md } from '#blockkit/mrkdwn.ts';

export const FOLLOW_MODALS = { ask: 'reports.follow', confirm: 'reports.follow_confirmed' } as const;

/** When most reports are due, and a time of one's own. */
const TIMES = [
  { value: '0 9 * * MON-FRI', label: 'Every working day at 9:00' },
  { value: '0 9 * * *', label: 'Every day at 9:00' },
  { value: '0 9 * * MON', label: 'Mondays at 9:00' },
  { value: '0 9 1 * *', label: 'The first of the month at 9:00' },
  { value: '0 9 1 1,4,7,10 *', label: 'The first of the quarter at 9:00' },
  { value: 'own', label: 'Another time, written below' },
] as const;

const PLACES = [
  { value: 'me', label: 'To me, as a direct message' },
  { value: 'here', label: 'Into the channel where I asked' },
] as const;

export const FIELDS = { question: 'question', time: 'time', own: 'own', place: 'place' } as const;
const VALUE = 'value';

/** What the form goes on with. */
export const FormState = z.object({ channel: z.string().nullable(), timezone: z.string() });
export const Wanted = z.object({
  question: z.string(),
  cron: z.string(),
  timezone: z.string(),
  channel: z.string().nullable(),
});
export type Wanted = z.infer<typeof Wanted>;

export function followForm(question: string, state: z.infer<typeof FormState>): ModalView {
  return modal({
    title: 'Follow',
    submit: 'Preview',
    callbackId: FOLLOW_MODALS.ask,
    privateMetadata: JSON.stringify(state),
    blocks: [
      input({
        label: 'Question',
        blockId: FIELDS.question,
        element: textInput({ action: VALUE, initial: question, maxLength: 150 }),
        hint: 'As after /kpi. Without a period it is about the last whole one.',
      }),
      input({
        label: 'When',
        blockId: FIELDS.time,
        element: staticSelect({ action: VALUE, choices: TIMES, initial: TIMES[0].value }),
      }),
      input({
        label: 'Another time',
        blockId: FIELDS.own,
        optional: true,
        element: textInput({ action: VALUE, placeholder: '30 8 * * TUE', maxLength: 60 }),
        hint: 'Minute hour day month weekday',
      }),
      input({
        label: 'Where',
        blockId: FIELDS.place,
        element: radioButtons({
          action: VALUE,
          choices: state.channel === null ? PLACES.slice(0, 1) : PLACES,
          initial: 'me',
        }),
      }),
      context([escape(`Times are those of ${state.timezone}.`)]),
    ],
  });
}

const Typed = z.object({ value: z.string().nullish() });
const Chosen = z.object({ selected_option: z.object({ value: z.string() }).nullish() });

/** What was filled in; `own` where the time is written below. */
export function readForm(values: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
  const typed = (field: string): string => Typed.parse(values[field]?.[VALUE] ?? {}).value?.trim() ?? '';
  const chosen = (field: string): string => Chosen.parse(values[field]?.[VALUE] ?? {}).selected_option?.value ?? '';
  const time = chosen(FIELDS.time);
  return {
    question: typed(FIELDS.question),
    cron: time === 'own' ? typed(FIELDS.own) : time,
    ownTime: time === 'own',
    here: chosen(FIELDS.place) === 'here',
  };
}

export function workingOnIt(): ModalView {
  return modal({ title: 'Follow', blocks: [section(escape('Working out what it would say now…'))] });
}

/** @param blocks what it would say now */
export function previewForm(wanted: Wanted, when: string, blocks: readonly Block[]): ModalView {
  return modal({
    title: 'Follow',
    submit: 'Schedule',
    callbackId: FOLLOW_MODALS.confirm,
    privateMetadata: JSON.stringify(wanted),
    blocks: [
      section(md`${bold(wanted.question)}\n${escape(when)}`),
      context([escape('What it would say now, without its chart:')]),
      ...blocks,
    ],
  });
}
