// The first look at the workspace's people and groups, as soon as Slack answers: before it nobody could be routed to or
// asked. Afterwards ticks and Slack's events keep them fresh.
import { messageOf } from '#kernel/errors.ts';
import type { Log } from '#ports/log.ts';

export interface AcquaintanceParts {
  readonly meet: () => Promise<void>;
  /** Once everybody is known for the first time. */
  readonly met: () => Promise<void>;
  readonly log: Log;
}

export interface Acquaintance {
  /** Whenever Slack answers (again). Rejects never. */
  begin(): void;
  /** False while the first look is still to come or under way; one that failed is repeated by the ticks. */
  settled(): boolean;
}

export function createAcquaintance({ meet, met, log }: AcquaintanceParts): Acquaintance {
  let settled = false;
  async function look(): Promise<void> {
    try {
      await meet();
      if (!settled) await met();
    } catch (error) {
      log.warn('people and groups could not be read from Slack', { error: messageOf(error) });
    }
    settled = true;
  }
  return { begin: () => void look(), settled: () => settled };
}
