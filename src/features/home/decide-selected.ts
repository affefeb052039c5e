// Several small requests approved in one go: each is a vote of its own, committed or refused by itself.
import type { Turn } from '#features/people/turn.ts';
import { decideApproval } from '#features/approvals/decide-approval.ts';
import type { DecideDesk, DecideOutcome } from '#features/approvals/decide-approval.ts';
import type { ApprovalTx } from '#features/approvals/desk.ts';
import type { Pressed } from '#features/approvals/card-actions.ts';

export interface SelectedOutcome {
  readonly pressed: Pressed;
  readonly outcome: DecideOutcome;
}

/** In the order in which they were ticked. */
export async function approveSelected<Tx extends ApprovalTx>(
  desk: DecideDesk<Tx>,
  selected: readonly Pressed[],
  turn: Turn,
): Promise<readonly SelectedOutcome[]> {
  const outcomes: SelectedOutcome[] = [];
  for (const pressed of selected) {
    const outcome = await decideApproval(desk, { ...pressed, verdict: 'approve', comment: null, ...turn });
    outcomes.push({ pressed, outcome });
  }
  return outcomes;
}
