// Dead letters that somebody takes care of: tried again, or left undone for a reason. Both are in the audit log.
import type { CorrelationId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/actor.ts';
import type { Clock } from '#ports/clock.ts';
import type { Transact } from '#ports/transact.ts';
import type { AuditWriter } from '#features/audit/store.ts';
import { subjectOf } from '#features/leads/bury-intent.ts';
import type { DeadLetter, LetterStore } from './store.ts';

interface LettersTx {
  readonly letters: LetterStore;
  readonly audit: AuditWriter;
}

export interface SettleLettersDeps {
  readonly transact: Transact<LettersTx>;
  readonly clock: Clock;
}

export interface LetterCommand {
  readonly letters: readonly DeadLetter[];
  readonly by: Actor;
  readonly correlationId: CorrelationId;
}

/** Has letters tried again. Returns those that were still dead. */
export function retryLetters(deps: SettleLettersDeps, command: LetterCommand): Promise<readonly DeadLetter[]> {
  return settle(deps, command, 'intent.retried', (tx, letter, now) => tx.letters.revive(letter, now));
}

/** Leaves letters undone. Returns those that were still dead. */
export function dropLetters(
  deps: SettleLettersDeps,
  command: LetterCommand & { readonly because: string },
): Promise<readonly DeadLetter[]> {
  const { because } = command;
  return settle(deps, command, 'intent.dropped', (tx, letter, now) => tx.letters.drop(letter, because, now), because);
}

/** A letter a transaction: one that is stuck does not keep the others. */
async function settle(
  { transact, clock }: SettleLettersDeps,
  { letters, by, correlationId }: LetterCommand,
  action: 'intent.retried' | 'intent.dropped',
  change: (tx: LettersTx, letter: DeadLetter, now: Date) => Promise<boolean>,
  reason?: string,
): Promise<readonly DeadLetter[]> {
  const settled: DeadLetter[] = [];
  // Oldest first: what was decided first is done first.
  for (const letter of letters.toReversed()) {
    const changed = await transact(async (tx) => {
      const at = clock.now();
      if (!(await change(tx, letter, at))) return false;
      const { kind, key, because } = letter;
      await tx.audit.append({
        at,
        action,
        actor: by,
        subject: letter.queue === 'outbox' ? subjectOf(letter) : `intent:${letter.id}`,
        before: { because },
        after: { kind, key, ...(reason === undefined ? {} : { because: reason }) },
        correlationId,
      });
      return true;
    });
    if (changed) settled.push(letter);
  }
  return settled;
}
