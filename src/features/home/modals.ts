// The modals of the Home tab: who decides while somebody is away, and what came of several approvals at once. Pure.
import type { ModalView } from '@slack/types';
import { context, input, modal, section } from '#blockkit/blocks.ts';
import { usersSelect } from '#blockkit/elements.ts';
import { datePicker } from '#blockkit/form-elements.ts';
import { escape, join } from '#blockkit/mrkdwn.ts';

export const DELEGATE_MODAL = 'home.submit_delegation';

/** Block ids; the element's action id is always `value`. */
export const DELEGATE_FIELDS = { to: 'to', from: 'from', until: 'until' } as const;

/** @param today and `until` are calendar days where the person is. */
export function delegateModal(today: string, until: string): ModalView {
  return modal({
    title: 'While you are away',
    callbackId: DELEGATE_MODAL,
    submit: 'Save',
    close: 'Cancel',
    blocks: [
      section(
        escape('What waits for you in these days is decided by somebody else. Cards and the audit log say for whom.'),
      ),
      input({
        label: 'Who decides for you?',
        blockId: DELEGATE_FIELDS.to,
        element: usersSelect({ action: 'value', placeholder: 'Choose a colleague' }),
      }),
      input({
        label: 'First day',
        blockId: DELEGATE_FIELDS.from,
        element: datePicker({ action: 'value', initial: today }),
      }),
      input({
        label: 'Last day',
        blockId: DELEGATE_FIELDS.until,
        element: datePicker({ action: 'value', initial: until }),
      }),
      context([escape('Nobody decides what they asked for themselves: that stays with you.')]),
    ],
  });
}

/** @param lines one for each request; plain text. */
export function resultsModal(lines: readonly string[]): ModalView {
  return modal({
    title: 'Approved together',
    blocks: [section(join(lines.map((line) => escape(line, 140))))],
  });
}
