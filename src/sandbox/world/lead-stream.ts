// The stream of leads in real time: begins stories at a pace, and lets their later parts come when they are due.
import type { Log } from '#ports/log.ts';
import { messageOf } from '#kernel/errors.ts';
import type { LeadStory } from './stories.ts';
import { stepsOf } from './story-steps.ts';
import type { Step } from './story-steps.ts';
import type { Teller } from './tell-story.ts';

export interface Pace {
  /** About this often, in milliseconds; single pauses vary by a third, and grow once there were many. */
  readonly everyMs: number;
  /** How many come in quick succession at the beginning. */
  readonly first: number;
}

/** What is still to come, as plain data. */
export interface SavedLeads {
  /** Null: somebody paused it; undefined: nobody has begun it yet. */
  readonly pace: Pace | null | undefined;
  readonly later: readonly { readonly story: LeadStory; readonly step: Step; readonly inMs: number }[];
}

export interface LeadStream {
  /** Sets the pace, also of a stream that runs already. */
  start(pace: Pace): void;
  /** No new leads; what is late still comes. */
  pause(): void;
  running(): boolean;
  /** One lead now, whether or not the stream runs. */
  arrive(): LeadStory;
  /** Lets this one come, so many milliseconds from now. */
  tell(story: LeadStory, inMs: number): void;
  save(): SavedLeads;
  /** Lets what was late come when it is due; new leads come only after `start`. Answers the pace that they had. */
  restore(saved: SavedLeads): SavedLeads['pace'];
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

interface Late {
  readonly story: LeadStory;
  readonly step: Step;
  /** By `performance.now()`. */
  readonly dueAt: number;
}

const QUICK_MS = 1_500;
/** So many come at the pace that was asked for. Nobody looks at more, and a day has no thousands. */
const AT_PACE = 40;

export function createLeadStream({ nextStory, teller, chance, log }: LeadStreamDeps): LeadStream {
  const waiting = new Map<NodeJS.Timeout, Late>();
  let next: NodeJS.Timeout | null = null;
  let pace: SavedLeads['pace'];
  let arrived = 0;

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
    tell(story, 0);
    return story;
  }

  function tell(story: LeadStory, inMs: number): void {
    for (const step of stepsOf(story)) {
      if (inMs + step.afterMs === 0) perform(story, step);
      else later(story, step, inMs + step.afterMs);
    }
  }

  function later(story: LeadStory, step: Step, inMs: number): void {
    const timer = setTimeout(() => {
      waiting.delete(timer);
      perform(story, step);
    }, inMs);
    waiting.set(timer, { story, step, dueAt: performance.now() + inMs });
  }

  function schedule(at: Pace, quickLeft: number): void {
    next = setTimeout(
      () => {
        arrive();
        arrived += 1;
        schedule(at, quickLeft - 1);
      },
      pauseBefore(at, quickLeft),
    );
  }

  /** Nobody waits for the first one of several that come in quick succession. */
  function pauseBefore({ everyMs, first }: Pace, quickLeft: number): number {
    const steady = everyMs * (0.67 + 0.66 * chance()) * Math.max(1, arrived / AT_PACE) ** 3;
    if (quickLeft <= 0) return steady;
    return quickLeft === first ? 0 : Math.min(QUICK_MS, everyMs);
  }

  function pause(): void {
    if (next !== null) clearTimeout(next);
    next = null;
    pace = null;
  }

  function forgetLate(): void {
    for (const timer of waiting.keys()) clearTimeout(timer);
    waiting.clear();
  }

  return {
    start(wanted) {
      pause();
      pace = wanted;
      arrived = 0;
      schedule(wanted, wanted.first);
    },
    pause,
    running: () => next !== null,
    arrive,
    tell,
    save() {
      const now = performance.now();
      const late = [...waiting.values()];
      return { pace, later: late.map(({ story, step, dueAt }) => ({ story, step, inMs: Math.max(0, dueAt - now) })) };
    },
    restore(saved) {
      pause();
      forgetLate();
      ({ pace } = saved);
      for (const { story, step, inMs } of saved.later) later(story, step, inMs);
      return pace;
    },
    close() {
      pause();
      forgetLate();
    },
  };
}
