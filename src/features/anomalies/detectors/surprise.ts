// From tails to a verdict: which of several looks at a day is the most surprising, and how surprising that is.
import type { Verdict } from '../detector.ts';
import type { Tails } from './tails.ts';

export interface Surprise {
  readonly probability: number;
  readonly direction: 'up' | 'down';
  readonly because: NonNullable<Verdict['because']>;
  readonly sinceDay: number;
}

/** How often chance does this or more in the same direction. */
export function surpriseOf({ below, above }: Tails, because: Surprise['because'], sinceDay: number): Surprise {
  const direction = above <= below ? 'up' : 'down';
  return { probability: Math.min(below, above), direction, because, sinceDay };
}

export function mostSurprising(surprises: readonly Surprise[]): Surprise | null {
  return surprises.reduce<Surprise | null>(
    (best, next) => (best === null || next.probability < best.probability ? next : best),
    null,
  );
}
