// Whether a verdict would be refused, before somebody writes down why they give it. Decides nothing.
import type { SlackPerson } from '#ports/messenger.ts';
import { answerDecision } from './answer-outcome.ts';
import type { Approval, Verdict } from './approval.ts';
import { decide } from './decide.ts';
import type { ApprovalDesk, ApprovalTx } from './desk.ts';
import { deciders } from './progress.ts';
import { seatsOf } from './seats.ts';
import { whyNoSeat } from './why-no-seat.ts';

export interface Preview {
  readonly by: SlackPerson;
  readonly verdict: Verdict;
  readonly revision: number;
}

/** Null when they may; else the sentence that says why not and who may. */
export async function previewDecision<Tx extends ApprovalTx>(
  desk: ApprovalDesk<Tx>,
  seen: Approval,
  { by, verdict, revision }: Preview,
): Promise<string | null> {
  const at = desk.clock.now();
  const { approval, electorate } = await seatsOf(desk.stores, desk.playbook().playbook, seen, at);
  // Any comment does: they have not written theirs yet.
  const decision = decide(approval, { by: by.id, verdict, comment: '…', revision, at });
  if (decision.kind === 'decided') return null;
  const because =
    decision.because === 'not_an_approver' ? await whyNoSeat(approval, electorate, by.id) : decision.because;
  return (await answerDecision(desk, { kind: 'refused', because, approval, who: deciders(approval) })).text;
}
