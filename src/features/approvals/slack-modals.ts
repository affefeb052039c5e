// The modals of requests: opened at once, filled when the request was read, submitted into one verb. What is wrong is said
// inside the modal.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import { ApprovalId, ChannelId } from '#kernel/ids.ts';
import type { ActionArgs, Listeners, ViewArgs } from '#ports/listeners.ts';
import { withinTime } from '#features/answering/commit-then-ack.ts';
import { fillModal, showModal } from '#features/answering/show-modal.ts';
import { turnOf, turnOfClick } from '#features/people/turn.ts';
import type { Turn } from '#features/people/turn.ts';
import { answerDecision, answerWithdrawal } from './answer-outcome.ts';
import { refusalText } from './answers.ts';
import { askQuestion } from './ask-question.ts';
import type { Pressed } from './card-actions.ts';
import { loadApprovalCard } from './card-data.ts';
import { decideApproval } from './decide-approval.ts';
import type { ApprovalDesk, ApprovalTx } from './desk.ts';
import { detailsModal } from './details-view.ts';
import { COMMENT, COMMENT_MODAL, COMMENTED, commentModal, noticeModal, VALUE } from './modals.ts';
import type { Commented } from './modals.ts';
import { previewDecision } from './preview-decision.ts';
import { withdrawApproval } from './withdraw-approval.ts';

const State = z.object({
  approval: ApprovalId,
  revision: z.int().positive(),
  what: z.enum(COMMENTED),
  channel: ChannelId.nullable(),
});
type State = z.infer<typeof State>;

const NOT_HERE = refusalText('unknown', null, [], () => '');

export function registerApprovalModals<Tx extends ApprovalTx>(listeners: Listeners, desk: ApprovalDesk<Tx>): void {
  listeners.view(COMMENT_MODAL, async (args) => {
    const state = State.parse(JSON.parse(args.view.private_metadata));
    const comment = commentOf(args);
    const wrong = await withinTime(desk.transact, async (transact) => {
      const turn = await turnOf(desk, args.body.user.id, state.channel ?? undefined);
      return act({ ...desk, transact }, state, comment, turn);
    });
    if (wrong === null) await args.ack();
    else await args.ack({ response_action: 'errors', errors: { [COMMENT]: wrong } });
  });
}

/** Null when it is done, else why not. */
async function act<Tx extends ApprovalTx>(
  desk: ApprovalDesk<Tx>,
  { what, approval, revision }: State,
  comment: string | null,
  turn: Turn,
): Promise<string | null> {
  switch (what) {
    case 'reject':
    case 'request_changes': {
      const outcome = await decideApproval(desk, { approval, revision, verdict: what, comment, ...turn });
      return outcome.kind === 'decided' ? null : (await answerDecision(desk, outcome)).text;
    }
    case 'withdraw': {
      const outcome = await withdrawApproval(desk, { approval, because: comment, ...turn });
      return outcome.kind === 'withdrawn' ? null : (await answerWithdrawal(desk, outcome)).text;
    }
    case 'ask': {
      const outcome = await askQuestion(desk, { approval, text: comment ?? '', ...turn });
      if (outcome.kind === 'asked') return null;
      return outcome.because === 'empty' ? 'Please write your question.' : NOT_HERE;
    }
  }
}

function commentOf({ view }: ViewArgs): string | null {
  const field = view.state.values[COMMENT]?.[VALUE];
  if (!field) throw new Fault('invalid_input', 'The form came without its text field');
  const text = field.value?.trim() ?? '';
  return text === '' ? null : text;
}

/** Asks for a reason or a question; who may not decide reads why instead. */
export async function openComment<Tx extends ApprovalTx>(
  desk: ApprovalDesk<Tx>,
  args: ActionArgs,
  pressed: Pressed,
  what: Commented,
): Promise<void> {
  await args.ack();
  const state = { ...pressed, what, channel: args.body.channel?.id ?? null };
  const shown = await showModal(args, commentModal(state, null));
  const approval = await desk.stores.approvals.get(pressed.approval);
  if (approval === null) return fillModal(args, shown, noticeModal(pressed, NOT_HERE));
  const refused =
    what === 'reject' || what === 'request_changes'
      ? await previewDecision(desk, approval, { ...(await turnOfClick(desk, args)), verdict: what, ...pressed })
      : null;
  const view = refused === null ? commentModal(state, approval) : noticeModal(pressed, refused);
  await fillModal(args, shown, view);
}

export async function openDetails<Tx extends ApprovalTx>(
  desk: ApprovalDesk<Tx>,
  args: ActionArgs,
  pressed: Pressed,
): Promise<void> {
  await args.ack();
  const shown = await showModal(args, noticeModal(pressed, 'One moment …'));
  const { approvals } = desk.stores;
  const approval = await approvals.get(pressed.approval);
  if (approval === null) return fillModal(args, shown, noticeModal(pressed, NOT_HERE));
  const [card, revisions, allVotes, { by }] = await Promise.all([
    loadApprovalCard(desk, approval),
    approvals.revisions(approval.id),
    approvals.allVotes(approval.id),
    turnOfClick(desk, args),
  ]);
  await fillModal(args, shown, detailsModal({ ...card, revisions, allVotes }, by.id));
}
