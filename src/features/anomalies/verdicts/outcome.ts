// What becomes of a press on an incident: it is done, or why it is not. Pure.
import type { Incident, VerdictGiven } from '../store.ts';

export type IncidentRefusal =
  | 'unknown'
  /** It has recovered, or somebody closed it. */
  | 'over'
  /** Somebody has said what it is. */
  | 'judged'
  /** What is wrong with data or with Signalbox itself is not a question of opinion. */
  | 'no_opinion'
  | 'not_allowed'
  /** There is nothing to take back, and nobody to wake. */
  | 'nothing'
  /** A colleague has it. */
  | 'taken'
  | 'yours'
  /** Whom it should go to has left, or is nobody who could. */
  | 'inactive'
  | 'already_theirs'
  /** A limit, or a number that is not watched any more, has no normal. */
  | 'no_normal';

export interface RefusedIncident {
  readonly kind: 'refused';
  readonly because: IncidentRefusal;
  readonly incident: Incident | null;
}

export type IncidentOutcome = { readonly kind: 'done'; readonly incident: Incident } | RefusedIncident;

export function refuse(because: IncidentRefusal, incident: Incident | null): RefusedIncident {
  return { kind: 'refused', because, incident };
}

export const VERDICT_WORDS: Readonly<Record<VerdictGiven, string>> = {
  real: 'Real',
  expected: 'Expected',
  new_normal: 'New normal',
};
