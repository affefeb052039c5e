// The modals that ask what an alarm was, and whose it is. Pure.
import type { ModalView } from '@slack/types';
import { input, modal, section } from '#blockkit/blocks.ts';
import { textInput, usersSelect } from '#blockkit/elements.ts';
import { checkboxes, datePicker, radioButtons } from '#blockkit/form-elements.ts';
import { bold, escape, join, md } from '#blockkit/mrkdwn.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import type { EventDraft } from './known-event.ts';

export const VERDICT_MODALS = { expected: 'incident.submit_expected', assign: 'incident.submit_assign' } as const;

/** Block ids of the answers; each element's action id is `value`. */
export const EVENT_FIELDS = { name: 'name', from: 'from', to: 'to', yearly: 'yearly', scope: 'scope' } as const;
export const ASSIGNEE_FIELD = 'assignee';
const VALUE = 'value';
export const YEARLY = 'yearly';
export const SCOPES = { these: 'these', all: 'all' } as const;

/** What a form must know when it is submitted. */
interface VerdictState {
  readonly incident: number;
  /** Of the click; null when there was none. */
  readonly channel: string | null;
}

export interface ExpectForm {
  readonly state: VerdictState;
  /** What it is about. Plain text. */
  readonly headline: string;
  /** Its days, for a start. */
  readonly days: Pick<EventDraft, 'from' | 'to'>;
  /** Names of its KPIs. */
  readonly kpis: readonly string[];
  /** Null: whoever presses may name the days. Else who may, in words. */
  readonly refusedFor: string | null;
}

/** What it was and when, or that nothing happened. */
export function expectModal({ state, headline, days, kpis, refusedFor }: ExpectForm): ModalView {
  const nothing = escape('If nothing happened at all and chance alone did this, say so:');
  const frame = {
    title: `Expected: #${state.incident}`,
    callbackId: VERDICT_MODALS.expected,
    close: 'Cancel',
    privateMetadata: JSON.stringify(state),
  };
  if (refusedFor !== null) {
    const text = join([
      bold(headline, 500),
      md`${nothing} the watch becomes a little less eager. ${escape(refusedFor, 500)}`,
    ]);
    return modal({ ...frame, submit: 'Nothing happened', blocks: [section(text)] });
  }
  const { name, from, to, yearly, scope } = EVENT_FIELDS;
  return modal({
    ...frame,
    submit: 'Expected',
    blocks: [
      section(bold(headline, 500)),
      input({
        label: 'What was it?',
        hint: 'Its days are neither judged nor learned from then on. Leave it empty if nothing happened and chance alone did this: then no day is remembered, and the watch becomes a little less eager.',
        blockId: name,
        optional: true,
        element: textInput({ action: VALUE, placeholder: 'Spring launch', maxLength: 80 }),
      }),
      input({ label: 'First day', blockId: from, element: datePicker({ action: VALUE, initial: days.from }) }),
      input({ label: 'Last day', blockId: to, element: datePicker({ action: VALUE, initial: days.to }) }),
      input({
        label: 'Does it come again?',
        blockId: yearly,
        optional: true,
        element: checkboxes({ action: VALUE, choices: [{ value: YEARLY, label: 'Every year on these days' }] }),
      }),
      input({
        label: 'Which KPIs does it change?',
        blockId: scope,
        element: radioButtons({
          action: VALUE,
          choices: [
            { value: SCOPES.these, label: kpis.length === 0 ? 'Those of this incident' : kpis.join(', ') },
            { value: SCOPES.all, label: 'All of them' },
          ],
          initial: SCOPES.these,
        }),
      }),
    ],
  });
}

export interface AssignForm {
  readonly state: VerdictState;
  readonly headline: string;
  readonly assignee: SlackUserId | null;
}

export function assignModal({ state, headline, assignee }: AssignForm): ModalView {
  return modal({
    title: `Assign #${state.incident}`,
    callbackId: VERDICT_MODALS.assign,
    submit: 'Assign',
    close: 'Cancel',
    privateMetadata: JSON.stringify(state),
    blocks: [
      section(bold(headline, 500)),
      input({
        label: 'Whose is it?',
        hint: 'They are told in the thread and in a direct message.',
        blockId: ASSIGNEE_FIELD,
        element: usersSelect({ action: VALUE, ...(assignee === null ? {} : { initial: assignee }) }),
      }),
    ],
  });
}

/** Where there is nothing to fill in. `text` is plain. */
export function noticeModal(incident: number, text: string): ModalView {
  return modal({ title: `Incident #${incident}`, blocks: [section(escape(text, 2900))] });
}
