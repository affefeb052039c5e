// The modals of the lead card: not a fit, hand over, log a touch, held leads. Pure.
import type { ModalView } from '@slack/types';
import { context, input, modal, section } from '#blockkit/blocks.ts';
import { staticSelect, textInput, usersSelect } from '#blockkit/elements.ts';
import { bold, escape, md } from '#blockkit/mrkdwn.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { leadName } from './lead.ts';
import type { Lead } from './lead.ts';
import { TOUCH_KINDS, TOUCH_LABELS } from './log-touch.ts';

export const MODALS = {
  notAFit: 'leads.submit_not_a_fit',
  handOver: 'leads.submit_hand_over',
  touch: 'leads.submit_touch',
} as const;

/** Block ids: where an answer is found in `view.state.values`; the element's action id is always `value`. */
export const FIELDS = { reason: 'reason', note: 'note', colleague: 'colleague', touch: 'touch' } as const;
export const VALUE = 'value';

/** What a modal must know when it is submitted: ids only. */
export interface ModalState {
  readonly lead: string;
  /** Channel of the click, for the private answer; null when there was none. */
  readonly channel: string | null;
}

export function notAFitModal(lead: Lead, { not_a_fit }: Playbook, state: ModalState): ModalView {
  return modal({
    title: 'Not a fit',
    callbackId: MODALS.notAFit,
    submit: 'Mark as not a fit',
    privateMetadata: JSON.stringify(state),
    blocks: [
      section(md`${bold(leadName(lead))} leaves the queue. The reason is written to the CRM.`),
      input({
        label: 'Why?',
        blockId: FIELDS.reason,
        element: staticSelect({
          action: VALUE,
          placeholder: 'Choose a reason',
          choices: not_a_fit.reasons.map(({ id, label }) => ({ value: id, label })),
        }),
      }),
      input({
        label: 'Anything that helps the next one',
        blockId: FIELDS.note,
        optional: true,
        element: textInput({ action: VALUE, multiline: true, maxLength: 1000 }),
      }),
    ],
  });
}

export function handOverModal(lead: Lead, state: ModalState): ModalView {
  return modal({
    title: 'Hand over',
    callbackId: MODALS.handOver,
    submit: 'Hand over',
    privateMetadata: JSON.stringify(state),
    blocks: [
      section(md`${bold(leadName(lead))} goes to a colleague, in every connected CRM.`),
      input({
        label: 'To whom?',
        blockId: FIELDS.colleague,
        element: usersSelect({ action: VALUE, placeholder: 'Choose a colleague' }),
      }),
    ],
  });
}

export function touchModal(lead: Lead, state: ModalState): ModalView {
  return modal({
    title: 'Log a touch',
    callbackId: MODALS.touch,
    submit: 'Log it',
    privateMetadata: JSON.stringify(state),
    blocks: [
      section(bold(leadName(lead))),
      input({
        label: 'What was it?',
        blockId: FIELDS.touch,
        element: staticSelect({
          action: VALUE,
          initial: 'call',
          choices: TOUCH_KINDS.map((kind) => ({ value: kind, label: TOUCH_LABELS[kind] })),
        }),
      }),
      input({
        label: 'What came of it?',
        blockId: FIELDS.note,
        optional: true,
        element: textInput({ action: VALUE, multiline: true, maxLength: 2000 }),
      }),
      context([escape('It becomes a closed task in the CRM.')]),
    ],
  });
}
