// The form for a comment that goes to Salesforce with an answer. Pure.
import type { ModalView } from '@slack/types';
import { input, modal, section } from '#blockkit/blocks.ts';
import { textInput } from '#blockkit/elements.ts';
import { bold, clip, md } from '#blockkit/mrkdwn.ts';
import type { CrmName } from '#ports/crm.ts';
import type { WorkItem, WorkItemVerdict } from './work-item.ts';

export const WORK_ITEM_MODAL = 'workitems.submit_comment';

/** Block id of the answer; the element's action id is always `value`. */
export const COMMENT = 'comment';
export const VALUE = 'value';

/** What the form must know when it is submitted: ids only. */
export interface WorkItemFormState {
  readonly crm: CrmName;
  readonly item: string;
  readonly verdict: WorkItemVerdict;
  /** Channel of the click; null when there was none. */
  readonly channel: string | null;
}

/** @param about null while the request is still being read. */
export function workItemModal(state: WorkItemFormState, about: Pick<WorkItem, 'recordName'> | null): ModalView {
  const word = state.verdict === 'approve' ? 'Approve' : 'Reject';
  return modal({
    title: `${word} in Salesforce`,
    callbackId: WORK_ITEM_MODAL,
    submit: word,
    close: 'Cancel',
    privateMetadata: JSON.stringify(state),
    blocks: [
      section(about === null ? md`A request of Salesforce` : bold(clip(about.recordName, 300))),
      input({
        label: 'Comment',
        hint: 'Stands in the approval history of the record in Salesforce.',
        blockId: COMMENT,
        optional: state.verdict === 'approve',
        element: textInput({ action: VALUE, multiline: true, maxLength: 2000 }),
      }),
    ],
  });
}
