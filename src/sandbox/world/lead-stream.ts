// The stream of leads in real time: begins stories at a pace, and lets their later parts come when they are due.
import type { Log } from '#ports/log.ts';
import { messageOf } from '#kernel/errors.ts';
import type { LeadStory } from './stories.ts';
import { stepsOf } from './story-steps.ts';
import type { Step } from './story-steps.ts';
import type { Teller } from './tell-story.ts';

export interface Pace {
  /** About this often, in milliseconds; single pauses vary by a third. */
  readonly everyMs: number;
  /** How many come in quick succession at the beginning. */
  readonly first: number;
}

export interface LeadStream {
  /** Sets the pace, also of a stream that runs already. */
  start(pace: Pace): void;
  /** No new leads; what is late still comes. */
  pause(): void;
  running(): boolean;
  /** One lead now, whether or not the stream runs. */
  arrive(): LeadStory;
  /** Ends it all; nothing comes any more. */
  close(): void;
}

export interface LeadStreamDeps {
  readonly nextStory: () => LeadStory;
  readonly teller: Teller;
  /** Varies the pauses: from 0 up to 1. */
  readonly chance: () => number;
  readonly log: Log;
}

const QUICK_MS = 1_500;

export function createLeadStream({ nextStory, teller, chance, log }: LeadStreamDeps): LeadStream {
  const waiting = new Set<NodeJS.Timeout>();
  let next: NodeJS.Timeout | null = null;

  function perform(story: LeadStory, step: Step): void {
    try {
      teller.tell(story, step);
    } catch (error) {
      // Somebody deleted the record meanwhile, or set up a rule that refuses it: that is part of the game.
      log.warn('a lead of the sandbox did not go through', { step: step.kind, error: messageOf(error) });
    }
  }

  function arrive(): LeadStory {
    const story = nextStory();
    for (const step of stepsOf(story)) {
      if (step.afterMs === 0) perform(story, step);
      else later(() => perform(story, step), step.afterMs);
    }
    return story;
  }

  function later(act: () => void, ms: number): void {
    const timer = setTimeout(() => {
      waiting.delete(timer);
      act();
    }, ms);
    waiting.add(timer);
  }

  function schedule(pace: Pace, quickLeft: number): void {
    const steady = pace.everyMs * (0.67 + 0.66 * chance());
    next = setTimeout(
      () => {
        arrive();
        schedule(pace, quickLeft - 1);
      },
      quickLeft > 0 ? Math.min(QUICK_MS, pace.everyMs) : steady,
    );
  }

  function pause(): void {
    if (next !== null) clearTimeout(next);
    next = null;
  }

  return {
    start(pace) {
      pause();
      schedule(pace, pace.first);
    },
    pause,
    running: () => next !== null,
    arrive,
    close() {
      pause();
      for (const timer of waiting) clearTimeout(timer);
      waiting.clear();
    },
  };
}
