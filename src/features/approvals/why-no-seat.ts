// Why somebody cannot decide right now, for the answer that they get.
import type { SlackUserId } from '#kernel/ids.ts';
import type { Approval } from './approval.ts';
import type { RefusalReason } from './decide.ts';
import type { Electorate } from './electorate.ts';

/** @param approval pending, with the seats of this moment, none of which is theirs. */
export async function whyNoSeat(
  approval: Approval,
  { placesOf }: Pick<Electorate, 'placesOf'>,
  person: SlackUserId,
): Promise<RefusalReason> {
  if (approval.seats.some(({ seat }) => seat === person)) return 'delegated';
  const found = new Set<RefusalReason>();
  for (const [index, { approvers }] of approval.policy.steps.entries()) {
    const step = approval.steps[index];
    if (step === undefined || !(await placesOf(approvers)).some(({ who }) => who === person)) continue;
    if (step.status === 'open') found.add(counts(approval, person) ? 'counts_elsewhere' : 'not_an_approver');
    if (step.status === 'waiting') found.add('not_your_step_yet');
    if (step.status === 'done') found.add('step_done');
  }
  const order: readonly RefusalReason[] = ['counts_elsewhere', 'not_your_step_yet', 'step_done'];
  return order.find((reason) => found.has(reason)) ?? 'not_an_approver';
}

/** Somebody voted in their place. */
function counts({ votes }: Approval, person: SlackUserId): boolean {
  return votes.some(({ by, onBehalfOf }) => by === person || onBehalfOf === person);
}
