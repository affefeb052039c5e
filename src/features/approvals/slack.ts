// Slack's clicks on requests: each handler parses, calls one verb and answers privately.
import { privately } from '#blockkit/replies.ts';
import type { ActionArgs, Listeners } from '#ports/listeners.ts';
import { commitThenAck } from '#features/answering/commit-then-ack.ts';
import { replyTo } from '#features/answering/show-modal.ts';
import { turnOfClick } from '#features/people/turn.ts';
import { answerDecision, answerRecall } from './answer-outcome.ts';
import { APPROVAL_ACTIONS, chosenOf, pressedOf } from './card-actions.ts';
import type { Pressed } from './card-actions.ts';
import { decideApproval } from './decide-approval.ts';
import type { DecideOutcome } from './decide-approval.ts';
import type { ApprovalDesk, ApprovalTx } from './desk.ts';
import { recallVote } from './recall-vote.ts';
import { openComment, openDetails, registerApprovalModals } from './slack-modals.ts';

export function registerApprovalListeners<Tx extends ApprovalTx>(listeners: Listeners, desk: ApprovalDesk<Tx>): void {
  registerApprovalModals(listeners, desk);
  listeners.action(APPROVAL_ACTIONS.approve, async (click) => {
    const reply = replyTo(click);
    const outcome = await approve(desk, click, reply);
    await reply(privately(await answerDecision(desk, outcome)));
  });
  listeners.action(APPROVAL_ACTIONS.reject, (click) => openComment(desk, click, pressedOf(click), 'reject'));
  listeners.action(APPROVAL_ACTIONS.changes, (click) => openComment(desk, click, pressedOf(click), 'request_changes'));
  listeners.action(APPROVAL_ACTIONS.ask, (click) => openComment(desk, click, pressedOf(click), 'ask'));
  listeners.action(APPROVAL_ACTIONS.details, (click) => openDetails(desk, click, pressedOf(click)));
  listeners.action(APPROVAL_ACTIONS.recall, (click) => recall(desk, click, pressedOf(click)));
  listeners.action(APPROVAL_ACTIONS.more, (click) => {
    const { more, ...pressed } = chosenOf(click);
    switch (more) {
      case 'details':
        return openDetails(desk, click, pressed);
      case 'withdraw':
        return openComment(desk, click, pressed, 'withdraw');
      case 'recall':
        return recall(desk, click, pressed);
    }
  });
}

/** One yes, committed before the click is acknowledged. */
export function approve<Tx extends ApprovalTx>(
  desk: ApprovalDesk<Tx>,
  click: ActionArgs,
  respond: ReturnType<typeof replyTo>,
): Promise<DecideOutcome> {
  return commitThenAck({ ack: click.ack, respond }, desk.transact, async (transact) => {
    const turn = await turnOfClick(desk, click);
    return decideApproval({ ...desk, transact }, { ...pressedOf(click), verdict: 'approve', comment: null, ...turn });
  });
}

async function recall<Tx extends ApprovalTx>(
  desk: ApprovalDesk<Tx>,
  click: ActionArgs,
  { approval }: Pressed,
): Promise<void> {
  const respond = replyTo(click);
  const outcome = await commitThenAck({ ack: click.ack, respond }, desk.transact, async (transact) =>
    recallVote({ ...desk, transact }, { approval, ...(await turnOfClick(desk, click)) }),
  );
  await respond(privately(await answerRecall(desk, outcome)));
}
