// Round robin: of those who can take the lead, the one whose last turn is longest ago. Pure.

export interface Candidate {
  /** E-mail address, as the team lists it. */
  readonly member: string;
  /** Number of the team's turn that was theirs last; -1 for never. */
  readonly lastTurn: number;
}

/**
 * The member whose turn it is; null when there are no candidates. Who never had a turn comes first, in the order of
 * the list, so the result does not depend on restarts, replicas or on members who join and leave.
 */
export function pickMember(candidates: readonly Candidate[]): string | null {
  const [first, ...rest] = candidates;
  if (!first) return null;
  return rest.reduce((next, one) => (one.lastTurn < next.lastTurn ? one : next), first).member;
}
