// How far each step is: counted from the votes alone, so that taking one back is nothing special. Pure.
import type { SlackUserId } from '#kernel/ids.ts';
import type { Quorum } from '#features/playbook/approvals.ts';
import type { Approval, StepProgress } from './approval.ts';

export interface Tally {
  readonly yes: number;
  /** Null: not known before the step opens. */
  readonly needed: number | null;
}

export function tally({ votes, steps }: Pick<Approval, 'votes' | 'steps'>, step: number): Tally {
  const yes = new Set<SlackUserId>();
  for (const vote of votes) if (vote.step === step && vote.verdict === 'approve') yes.add(vote.by);
  return { yes: yes.size, needed: steps[step]?.needed ?? null };
}

/** How many yes it takes of so many places. A step that asks for more than there are is filled by escalation. */
export function neededOf(quorum: Quorum, places: number): number {
  switch (quorum.kind) {
    case 'any':
      return 1;
    case 'all':
      return Math.max(1, places);
    case 'majority':
      return Math.floor(Math.max(1, places) / 2) + 1;
    case 'count':
      return quorum.count;
  }
}

/** Steps as the votes have them: a stage is open when all before it are done. */
export function progressOf(approval: Pick<Approval, 'policy' | 'steps' | 'votes'>, at: Date): readonly StepProgress[] {
  const done = approval.steps.map((_, step) => {
    const { yes, needed } = tally(approval, step);
    return needed !== null && yes >= needed;
  });
  return approval.steps.map((step, index) => {
    const stage = approval.policy.steps[index]?.stage ?? 0;
    const reached = approval.policy.steps.every((other, at) => other.stage >= stage || done[at] === true);
    if (!reached) return { ...step, status: 'waiting', doneAt: null };
    if (done[index] === true)
      return { ...step, status: 'done', openedAt: step.openedAt ?? at, doneAt: step.doneAt ?? at };
    return { ...step, status: 'open', openedAt: step.openedAt ?? at, doneAt: null };
  });
}

/** Steps of a revision that nobody voted on yet. */
export function freshSteps(policy: Approval['policy'], at: Date): readonly StepProgress[] {
  const steps = policy.steps.map((): StepProgress => ({
    status: 'waiting',
    needed: null,
    openedAt: null,
    escalatedAt: null,
    doneAt: null,
  }));
  return progressOf({ policy, steps, votes: [] }, at);
}
