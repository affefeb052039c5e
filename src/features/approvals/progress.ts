// How far a request is, step by step, as people see it: who said yes, how many it takes, who is still asked. Pure.
import type { SlackUserId } from '#kernel/ids.ts';
import type { Approval, Seat, StepProgress, StepSnapshot } from './approval.ts';
import { neededOf, tally } from './quorum.ts';
import type { Tally } from './quorum.ts';

export interface StepView extends Tally {
  readonly index: number;
  readonly label: string;
  /** Steps of one stage run side by side. */
  readonly stage: number;
  readonly status: StepProgress['status'];
  /** Who is asked and has not decided yet. */
  readonly asked: readonly Seat[];
}

export function stepsOf(approval: Approval): readonly StepView[] {
  return approval.policy.steps.map((step, index) => {
    const { yes, needed } = tally(approval, index);
    return {
      index,
      label: stepLabel(step, index),
      stage: step.stage,
      status: approval.steps[index]?.status ?? 'waiting',
      yes,
      needed: needed ?? foreseen(step),
      asked: approval.state === 'pending' ? approval.seats.filter((seat) => seat.step === index) : [],
    };
  });
}

/** What people call the step: its name, else who decides in it. */
function stepLabel({ name, approvers }: StepSnapshot, index: number): string {
  if (name !== null) return name;
  const [only, ...others] = approvers;
  if (others.length === 0 && only?.kind === 'group') return only.handle;
  if (others.length === 0 && only?.kind === 'role') return only.role;
  return `Step ${index + 1}`;
}

/** Where this person may decide right now. */
export function openSeatsOf({ state, seats }: Approval, person: SlackUserId): readonly Seat[] {
  return state === 'pending' ? seats.filter((seat) => seat.person === person) : [];
}

/** Everybody who may decide right now, each once. */
export function deciders({ state, seats }: Approval): readonly SlackUserId[] {
  return state === 'pending' ? [...new Set(seats.map(({ person }) => person))] : [];
}

/** Whether one more yes ends it: what follows then is not taken back so easily. */
export function isLastYes(approval: Approval): boolean {
  const left = stepsOf(approval).filter(({ status }) => status !== 'done');
  const [only] = left;
  return left.length === 1 && only?.status === 'open' && only.needed !== null && only.needed - only.yes === 1;
}

/** How many a step will need that is not open yet, where its policy says so by itself. */
function foreseen({ quorum, approvers }: StepSnapshot): number | null {
  const fixed = quorum.kind === 'any' || quorum.kind === 'count' || approvers.every(({ kind }) => kind === 'person');
  return fixed ? neededOf(quorum, approvers.length) : null;
}
