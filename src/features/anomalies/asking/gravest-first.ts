// In which order incidents that are open are shown.
import type { Incident } from '../store.ts';

const RANK: Readonly<Record<Incident['severity'], number>> = { high: 0, medium: 1, low: 2 };

/** The gravest first, and of those alike the newest. */
export function gravestFirst(one: Incident, other: Incident): number {
  return RANK[one.severity] - RANK[other.severity] || other.openedAt.getTime() - one.openedAt.getTime();
}
