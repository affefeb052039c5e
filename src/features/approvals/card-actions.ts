// What can be pressed on the card of a request, and what each button carries: the request and the revision it shows.
import { z } from 'zod';
import type { Button, Overflow } from '@slack/types';
import { button, confirmation, overflow } from '#blockkit/elements.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import { Fault } from '#kernel/errors.ts';
import { ApprovalId } from '#kernel/ids.ts';
import type { Click } from '#features/people/turn.ts';
import { buttonValue } from '#features/answering/click.ts';
import { approvalKey, ENDED } from './approval.ts';
import type { Approval } from './approval.ts';
import { isLastYes } from './progress.ts';

export const APPROVAL_ACTIONS = {
  approve: 'approvals.approve',
  reject: 'approvals.reject',
  changes: 'approvals.request_changes',
  details: 'approvals.details',
  ask: 'approvals.ask',
  recall: 'approvals.recall',
  more: 'approvals.more',
} as const;

/** Behind the three dots. */
const MORE = ['details', 'withdraw', 'recall'] as const;
export type More = (typeof MORE)[number];

/** What a button names: the request, and the revision that whoever presses has seen. */
export interface Pressed {
  readonly approval: ApprovalId;
  readonly revision: number;
}

type PressedApproval = Pick<Approval, 'id' | 'revision'>;

export function valueOf({ id, revision }: PressedApproval): string {
  return `${id}:${revision}`;
}

/** The card of everybody: whoever may not press is told so privately. */
export function cardButtons(approval: Approval): readonly (Button | Overflow)[] {
  if (ENDED.has(approval.state)) return [];
  if (approval.state !== 'pending') {
    return [overflow(APPROVAL_ACTIONS.more, moreChoices(approval, ['details', ...backwards(approval)]))];
  }
  const more = backwards(approval);
  return [
    ...verdictButtons(approval),
    askButton(approval),
    detailsButton(approval),
    ...(more.length > 0 ? [overflow(APPROVAL_ACTIONS.more, moreChoices(approval, more))] : []),
  ];
}

/** The card of somebody who is asked. */
export function personalButtons(approval: Approval): readonly Button[] {
  return [...detailedButtons(approval), detailsButton(approval)];
}

/** The same below everything that Details would show. */
export function detailedButtons(approval: Approval): readonly Button[] {
  return [...verdictButtons(approval), askButton(approval)];
}

export function approveButton(approval: Approval, action: string = APPROVAL_ACTIONS.approve): Button {
  return button({
    action,
    text: 'Approve',
    value: valueOf(approval),
    style: 'primary',
    // What follows the last yes cannot be taken back, so one press too many is asked about.
    ...(isLastYes(approval) && !approval.policy.bulk ? { confirm: lastYes(approval) } : {}),
  });
}

export function detailsButton(approval: PressedApproval): Button {
  return button({ action: APPROVAL_ACTIONS.details, text: 'Details', value: valueOf(approval) });
}

export function rejectButton(approval: PressedApproval): Button {
  return button({ action: APPROVAL_ACTIONS.reject, text: 'Reject', value: valueOf(approval), style: 'danger' });
}

/** A rule that asks has nobody who could change anything. */
export function changesButton(approval: Approval): readonly Button[] {
  if (approval.requestedBy === null) return [];
  return [button({ action: APPROVAL_ACTIONS.changes, text: 'Request changes', value: valueOf(approval) })];
}

export function recallButton(approval: PressedApproval): Button {
  return button({ action: APPROVAL_ACTIONS.recall, text: 'Take back my decision', value: valueOf(approval) });
}

function verdictButtons(approval: Approval): readonly Button[] {
  return [approveButton(approval), rejectButton(approval), ...changesButton(approval)];
}

function askButton(approval: PressedApproval): Button {
  return button({ action: APPROVAL_ACTIONS.ask, text: 'Ask a question', value: valueOf(approval) });
}

function lastYes({ id, title }: Approval) {
  return confirmation({
    title: `Approve ${approvalKey(id)}?`,
    text: escape(`Yours is the last approval needed. "${title}" goes ahead at once.`, 300),
    confirm: 'Approve',
    deny: 'Not yet',
  });
}

function backwards({ requestedBy, votes, state }: Approval): readonly More[] {
  const recall = votes.length > 0 && (state === 'pending' || state === 'approved');
  return [...(requestedBy === null ? [] : (['withdraw'] as const)), ...(recall ? (['recall'] as const) : [])];
}

const MORE_LABELS: Readonly<Record<More, string>> = {
  details: 'Details',
  withdraw: 'Withdraw the request',
  recall: 'Take back my decision',
};

/** Choices of the three dots. */
export function moreChoices(approval: PressedApproval, more: readonly More[]) {
  return more.map((one) => ({ value: `${one}:${valueOf(approval)}`, label: MORE_LABELS[one] }));
}

const VALUE = /^(\d{1,9}):(\d{1,9})$/u;
const Choice = z.object({ type: z.literal('overflow'), selected_option: z.object({ value: z.string() }) });

/** Throws Fault `invalid_input` for a value that none of our buttons has. */
export function pressedOf(click: Pick<Click, 'action'>): Pressed {
  return readValue(buttonValue(click));
}

/** What was chosen behind the three dots, and on which request. */
export function chosenOf({ action }: Pick<Click, 'action'>): Pressed & { readonly more: More } {
  const [more, ...value] = Choice.safeParse(action).data?.selected_option.value.split(':') ?? [];
  const known = MORE.find((one) => one === more);
  if (known === undefined) throw notOurs();
  return { ...readValue(value.join(':')), more: known };
}

/** @param value `<approval>:<revision>` */
export function readValue(value: string): Pressed {
  const [, id, revision] = VALUE.exec(value) ?? [];
  const approval = ApprovalId.safeParse(Number(id));
  if (!approval.success || revision === undefined) throw notOurs();
  return { approval: approval.data, revision: Number(revision) };
}

function notOurs(): Fault {
  return new Fault(
    'invalid_input',
    'This button names no request that I know. Open the card again, or look at the Home tab.',
  );
}
