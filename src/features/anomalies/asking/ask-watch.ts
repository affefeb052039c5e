// Somebody has a number watched: at most so many, and the same once in each place.
import type { AuditStore } from '#features/audit/store.ts';
import type { Turn } from '#features/people/turn.ts';
import type { Clock } from '#ports/clock.ts';
import type { JsonObject } from '#ports/json.ts';
import type { Transact } from '#ports/transact.ts';
import type { AskedWatch, WatchStore } from '../store.ts';
import { sameThreshold } from './watched-text.ts';

interface AskTx {
  readonly watches: WatchStore;
  readonly audit: AuditStore;
}

export interface AskWatchDeps {
  readonly transact: Transact<AskTx>;
  readonly clock: Clock;
}

export type NewWatch = Omit<AskedWatch, 'id' | 'createdBy' | 'createdAt'>;

export type AskOutcome =
  | { readonly kind: 'asked'; readonly watch: AskedWatch }
  | { readonly kind: 'too_many'; readonly most: number }
  /** The same is told in the same place already. */
  | { readonly kind: 'known'; readonly watch: AskedWatch };

/** More than anybody looks after. */
export const MOST_WATCHES = 20;

export function tooManyText(most: number): string {
  return `You have ${most} watches already, more than anybody looks after. End one first: /kpi watches.`;
}

/** @param wanted its question is written by `watchedText`. */
export function askWatch(deps: AskWatchDeps, { by, correlationId }: Turn, wanted: NewWatch): Promise<AskOutcome> {
  return deps.transact(async (tx): Promise<AskOutcome> => {
    const all = await tx.watches.asked();
    const twin = all.find((watch) => isSameWatch(watch, wanted));
    if (twin !== undefined) return { kind: 'known', watch: twin };
    if (all.filter(({ createdBy }) => createdBy === by.id).length >= MOST_WATCHES) {
      return { kind: 'too_many', most: MOST_WATCHES };
    }
    const at = deps.clock.now();
    const watch = await tx.watches.ask({ ...wanted, createdBy: by.id, createdAt: at });
    await tx.audit.append({
      at,
      action: 'watch.asked',
      actor: { kind: 'person', slack: by.id },
      subject: `watch:${watch.id}`,
      after: contentOf(watch),
      correlationId,
    });
    return { kind: 'asked', watch };
  });
}

/** How eagerly and in which direction it is looked at makes no other watch. */
export function isSameWatch(
  one: Pick<NewWatch, 'question' | 'by' | 'channel' | 'threshold'>,
  other: Pick<NewWatch, 'question' | 'by' | 'channel' | 'threshold'>,
): boolean {
  return (
    one.question === other.question &&
    one.by === other.by &&
    one.channel === other.channel &&
    sameThreshold(one.threshold, other.threshold)
  );
}

/** As the audit log has it. */
export function contentOf(watch: NewWatch): JsonObject {
  const { question, by, channel, sensitivity, direction, threshold, assignee } = watch;
  return {
    question,
    by,
    channel,
    sensitivity,
    direction,
    threshold: threshold === null ? null : { ...threshold },
    assignee,
  };
}
