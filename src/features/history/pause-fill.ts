// Has the reading of a CRM's past wait, or go on. New leads come in all the same; only KPIs grow older.
import { actorKey } from '#kernel/actor.ts';
import type { Actor } from '#kernel/actor.ts';
import type { CorrelationId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Transact } from '#ports/transact.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { progressIntent } from './intents.ts';
import type { SyncTx } from './sync-history.ts';

export interface PauseFillDeps {
  readonly transact: Transact<SyncTx>;
  readonly clock: Clock;
}

export interface PauseFillInput {
  readonly crm: CrmName;
  /** Who may do this is the caller's to ask. */
  readonly by: Actor;
  readonly correlationId: CorrelationId;
}

export type PauseFillOutcome =
  /** `never`: nothing of this CRM was ever read. */
  { readonly kind: 'paused' | 'resumed' | 'already_paused' | 'not_paused' | 'never' };

/** The page that is being read is kept; then it waits. */
export function pauseFill({ transact, clock }: PauseFillDeps, input: PauseFillInput): Promise<PauseFillOutcome> {
  const { crm, by, correlationId } = input;
  return transact(async (tx) => {
    const at = clock.now();
    const fill = await tx.sync.fill(crm);
    if (fill === null) return { kind: 'never' };
    if (fill.pausedAt !== null) return { kind: 'already_paused' };
    await tx.sync.changeFill(crm, { pausedAt: at, pausedBy: actorKey(by) });
    const after = { because: 'asked for' };
    await tx.audit.append({ at, action: 'history.paused', actor: by, subject: `crm:${crm}`, after, correlationId });
    await tx.outbox.put(progressIntent(crm, null, correlationId));
    return { kind: 'paused' };
  });
}

/** It goes on where it was, within a minute. */
export function resumeFill({ transact, clock }: PauseFillDeps, input: PauseFillInput): Promise<PauseFillOutcome> {
  const { crm, by, correlationId } = input;
  return transact(async (tx) => {
    const at = clock.now();
    const fill = await tx.sync.fill(crm);
    if (fill === null) return { kind: 'never' };
    if (fill.pausedAt === null) return { kind: 'not_paused' };
    await tx.sync.changeFill(crm, { pausedAt: null, pausedBy: null });
    const before = { paused_at: fill.pausedAt.toISOString() };
    await tx.audit.append({ at, action: 'history.resumed', actor: by, subject: `crm:${crm}`, before, correlationId });
    await tx.outbox.put(progressIntent(crm, null, correlationId));
    return { kind: 'resumed' };
  });
}

export function pauseFillAnswer(crm: CrmName, { kind }: PauseFillOutcome): string {
  const label = CRM_LABELS[crm];
  switch (kind) {
    case 'paused':
      return `Reading ${label} for KPIs waits from now on. New leads come in as always; KPIs grow older until it goes on.`;
    case 'resumed':
      return `Reading ${label} for KPIs goes on within a minute, where it was.`;
    case 'already_paused':
      return `Reading ${label} is paused already.`;
    case 'not_paused':
      return `Reading ${label} is not paused.`;
    case 'never':
      return `${label} was never read yet: it begins as soon as it is connected.`;
  }
}
