// Somebody has enough of a watch. What the playbook watches ends in the playbook.
import type { AuditStore } from '#features/audit/store.ts';
import type { Turn } from '#features/people/turn.ts';
import type { Clock } from '#ports/clock.ts';
import type { Transact } from '#ports/transact.ts';
import type { WatchStore } from '../store.ts';
import { contentOf } from './ask-watch.ts';

export interface EndWatchDeps {
  readonly transact: Transact<{ readonly watches: WatchStore; readonly audit: AuditStore }>;
  readonly clock: Clock;
}

export type EndOutcome = 'ended' | 'unknown' | 'not_yours';

/** @param anybodys whether this person may end what others asked for */
export function endWatch(
  deps: EndWatchDeps,
  { by, correlationId }: Turn,
  { id, anybodys }: { readonly id: number; readonly anybodys: boolean },
): Promise<EndOutcome> {
  return deps.transact(async (tx): Promise<EndOutcome> => {
    const watch = (await tx.watches.asked()).find((one) => one.id === id);
    if (watch === undefined) return 'unknown';
    if (watch.createdBy !== by.id && !anybodys) return 'not_yours';
    const at = deps.clock.now();
    if (!(await tx.watches.end(id, at))) return 'unknown';
    await tx.audit.append({
      at,
      action: 'watch.ended',
      actor: { kind: 'person', slack: by.id },
      subject: `watch:${id}`,
      before: contentOf(watch),
      correlationId,
    });
    return 'ended';
  });
}
