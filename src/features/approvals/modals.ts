// The modals that ask for a reason or a question. Each opens at once with what the button said, and is filled when the
// request was read. Pure.
import type { ModalView } from '@slack/types';
import { input, modal, section } from '#blockkit/blocks.ts';
import { textInput } from '#blockkit/elements.ts';
import { bold, escape, md } from '#blockkit/mrkdwn.ts';
import { approvalKey } from './approval.ts';
import type { Approval } from './approval.ts';
import type { Pressed } from './card-actions.ts';

export const COMMENT_MODAL = 'approvals.submit_comment';

/** Block id of the answer; the element's action id is always `value`. */
export const COMMENT = 'comment';
export const VALUE = 'value';

/** What a comment is given for. */
export const COMMENTED = ['reject', 'request_changes', 'ask', 'withdraw'] as const;
export type Commented = (typeof COMMENTED)[number];

/** What the form must know when it is submitted: ids only. */
export interface CommentState extends Pressed {
  readonly what: Commented;
  /** Channel of the click, whose card follows at once; null when there was none. */
  readonly channel: string | null;
}

const FORMS: Readonly<Record<Commented, { title: string; submit: string; label: string; hint: string }>> = {
  reject: {
    title: 'Reject',
    submit: 'Reject',
    label: 'Why not?',
    hint: 'Stands on the card, and whoever asked reads it. This ends the request.',
  },
  request_changes: {
    title: 'Request changes',
    submit: 'Send back',
    label: 'What has to change?',
    hint: 'Whoever asked edits it and asks again. Everybody is asked anew then.',
  },
  ask: {
    title: 'Ask a question',
    submit: 'Ask',
    label: 'What do you want to know?',
    hint: 'Goes to the thread of the card, and whoever asked for the approval is notified.',
  },
  withdraw: {
    title: 'Withdraw',
    submit: 'Withdraw',
    label: 'Why?',
    hint: 'Nobody has to decide it any more. To ask again, submit it anew.',
  },
};

/** @param about null while the request is still being read. */
export function commentModal(state: CommentState, about: Approval | null): ModalView {
  const { title, submit, label, hint } = FORMS[state.what];
  const key = approvalKey(state.approval);
  const optional = state.what === 'withdraw' || (state.what === 'reject' && about?.policy.commentOnReject === false);
  return modal({
    title: `${title} ${key}`,
    callbackId: COMMENT_MODAL,
    submit,
    close: 'Cancel',
    privateMetadata: JSON.stringify(state),
    blocks: [
      section(about === null ? md`*${escape(key)}*` : bold(about.title, 300)),
      input({
        label,
        hint,
        blockId: COMMENT,
        optional,
        element: textInput({ action: VALUE, multiline: true, maxLength: 1000 }),
      }),
    ],
  });
}

/** Where there is nothing to fill in after all. `text` is plain. */
export function noticeModal(pressed: Pick<Pressed, 'approval'>, text: string): ModalView {
  return modal({ title: approvalKey(pressed.approval), blocks: [section(escape(text, 2900))] });
}
