// The form in which somebody has a number watched: what, when it is told, how eagerly, where, and whose it is then.
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { context, input, modal, section } from '#blockkit/blocks.ts';
import { radioButtons } from '#blockkit/form-elements.ts';
import { staticSelect, textInput, usersSelect } from '#blockkit/elements.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import { SlackUserId } from '#kernel/ids.ts';
import { SENSITIVITIES } from '#features/playbook/watches.ts';
import type { Sensitivity } from '#features/playbook/watches.ts';
import { falseAlarmsOf } from '../sensitivity.ts';

export const ALERT_MODALS = { ask: 'watches.ask', confirm: 'watches.confirm' } as const;
/** Blocks of the form, where what is wrong is shown. */
export const ALERT_FIELDS = {
  question: 'question',
  by: 'by',
  when: 'when',
  limit: 'limit',
  sensitivity: 'sensitivity',
  place: 'place',
  assignee: 'assignee',
} as const;
const VALUE = 'value';
const NOTHING = 'nothing';
/** A form carries what it goes on with, of which Slack takes 3,000 characters. */
const QUESTION_MAX = 300;

const WHENS = ['both', 'down', 'up', 'below', 'above', 'behind_target'] as const;
type When = (typeof WHENS)[number];
const WHEN_LABELS: Readonly<Record<When, string>> = {
  both: 'It is unusual, up or down',
  down: 'It is unusually low',
  up: 'It is unusually high',
  below: 'It is below a limit',
  above: 'It is above a limit',
  behind_target: 'It is behind the pace of its target',
};

/** As the playbook's watches take it. */
const DIMENSIONS = ['source', 'channel', 'campaign', 'owner', 'team', 'country', 'segment', 'crm', 'product'] as const;
const SENSITIVITY_LABELS: Readonly<Record<Sensitivity, string>> = { quiet: 'Quiet', normal: 'Normal', eager: 'Eager' };

/** What stands in the form. */
export const AlertDraft = z.object({
  question: z.string(),
  by: z.enum(DIMENSIONS).nullable(),
  when: z.enum(WHENS),
  /** As typed. */
  limit: z.string(),
  sensitivity: z.enum(SENSITIVITIES),
  place: z.enum(['me', 'here']),
  assignee: SlackUserId.nullable(),
});
export type AlertDraft = z.infer<typeof AlertDraft>;

export const AlertState = z.object({
  /** Where the form was opened; null: nowhere that could be told in. */
  channel: z.string().nullable(),
  /** What can be seen of the number at all; null: that cannot be said. */
  shows: z.string().nullable(),
});
export type AlertState = z.infer<typeof AlertState>;

export function newAlert(question: string, by: string | null, person: SlackUserId): AlertDraft {
  const known = DIMENSIONS.find((dimension) => dimension === by) ?? null;
  return { question, by: known, when: 'both', limit: '', sensitivity: 'normal', place: 'me', assignee: person };
}

export function alertForm(draft: AlertDraft, state: AlertState): ModalView {
  const here = { value: 'here', label: 'In the channel where I asked' };
  const me = { value: 'me', label: 'To me, as a direct message' };
  return modal({
    title: 'Alert me',
    submit: 'Try it',
    callbackId: ALERT_MODALS.ask,
    privateMetadata: JSON.stringify(state),
    blocks: [
      input({
        label: 'What to watch',
        blockId: ALERT_FIELDS.question,
        element: textInput({
          action: VALUE,
          maxLength: QUESTION_MAX,
          ...(draft.question === '' || draft.question.length > QUESTION_MAX ? {} : { initial: draft.question }),
        }),
        hint: 'As after /kpi: mqls where source = Web. Each day is looked at once it is over; a limit can be one of a period: leads this month.',
      }),
      input({
        label: 'And each of the largest values of',
        blockId: ALERT_FIELDS.by,
        element: staticSelect({
          action: VALUE,
          choices: [
            { value: NOTHING, label: 'Nothing: the whole alone' },
            ...DIMENSIONS.map((value) => ({ value, label: value })),
          ],
          initial: draft.by ?? NOTHING,
        }),
      }),
      input({
        label: 'Tell me when',
        blockId: ALERT_FIELDS.when,
        element: staticSelect({
          action: VALUE,
          choices: WHENS.map((value) => ({ value, label: WHEN_LABELS[value] })),
          initial: draft.when,
        }),
      }),
      input({
        label: 'The limit, where there is one',
        blockId: ALERT_FIELDS.limit,
        optional: true,
        element: textInput({
          action: VALUE,
          maxLength: 40,
          placeholder: '40',
          ...(draft.limit === '' ? {} : { initial: draft.limit }),
        }),
        hint: 'In the unit of the KPI: 40, €12,000, 3 days. Shares with their sign: 40%. Behind its target: 20% is a fifth under its pace.',
      }),
      input({
        label: 'How eager, where it is about what is unusual',
        blockId: ALERT_FIELDS.sensitivity,
        element: radioButtons({
          action: VALUE,
          choices: SENSITIVITIES.map((value) => ({
            value,
            label: SENSITIVITY_LABELS[value],
            description: falseAlarmsOf('count', value).inWords,
          })),
          initial: draft.sensitivity,
        }),
      }),
      ...(state.shows === null ? [] : [context([escape(state.shows, 600)])]),
      input({
        label: 'Where',
        blockId: ALERT_FIELDS.place,
        element: radioButtons({
          action: VALUE,
          choices: state.channel === null ? [me] : [me, here],
          initial: draft.place,
        }),
      }),
      input({
        label: 'Whose it is',
        blockId: ALERT_FIELDS.assignee,
        optional: true,
        element: usersSelect({ action: VALUE, ...(draft.assignee === null ? {} : { initial: draft.assignee }) }),
        hint: 'Is asked to look after it first, and reminded.',
      }),
    ],
  });
}

const Filled = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_user: z.string().nullish(),
});

/** What was filled in. Throws ZodError for what this form cannot say. */
export function readAlertForm(values: Readonly<Record<string, Readonly<Record<string, unknown>>>>): AlertDraft {
  const at = (field: string): z.infer<typeof Filled> => Filled.parse(values[field]?.[VALUE] ?? {});
  const chosen = (field: string): string => at(field).selected_option?.value ?? '';
  const by = chosen(ALERT_FIELDS.by);
  return AlertDraft.parse({
    question: at(ALERT_FIELDS.question).value?.trim() ?? '',
    by: by === NOTHING ? null : by,
    when: chosen(ALERT_FIELDS.when),
    limit: at(ALERT_FIELDS.limit).value?.trim() ?? '',
    sensitivity: chosen(ALERT_FIELDS.sensitivity),
    place: chosen(ALERT_FIELDS.place),
    assignee: at(ALERT_FIELDS.assignee).selected_user ?? null,
  });
}

export function workingOnIt(words: string): ModalView {
  return modal({ title: 'Alert me', blocks: [section(escape(words))] });
}
