// Whether a record that we see for the first time may speak: baseline, too old, or too many at once. Pure.
import { elapsed } from '#kernel/time.ts';
import type { Standing } from '#features/leads/lead.ts';

export interface FirstSight {
  readonly createdAt: Date;
  /** When this CRM was first connected. */
  readonly connectedAt: Date;
  readonly now: Date;
  readonly maxAgeMs: number;
  /** New leads within the brake's window, and how many it allows. */
  readonly recent: number;
  readonly brake: number;
  /** Ops have not decided about earlier ones yet. */
  readonly holdOpen: boolean;
}

/** `announced`: rules run. `baseline` and `late` are mirrored in silence. `held` waits for ops to decide. */
export function standingOf(sight: FirstSight): Extract<Standing, 'announced' | 'baseline' | 'late' | 'held'> {
  if (sight.createdAt < sight.connectedAt) return 'baseline';
  if (elapsed(sight.createdAt, sight.now) > sight.maxAgeMs) return 'late';
  if (sight.holdOpen || sight.recent >= sight.brake) return 'held';
  return 'announced';
}
