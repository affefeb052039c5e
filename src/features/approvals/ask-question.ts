// A question about a request: said in the thread of its card, where whoever asked for it is pinged.
import type { ApprovalId } from '#kernel/ids.ts';
import type { Turn } from '#features/people/turn.ts';
import { approvalSubject } from './approval.ts';
import type { Approval } from './approval.ts';
import type { DecideDesk } from './decide-approval.ts';
import type { ApprovalTx } from './desk.ts';
import { approvalLineIntent } from './intents.ts';

export interface QuestionInput extends Turn {
  readonly approval: ApprovalId;
  readonly text: string;
}

export type QuestionOutcome =
  | { readonly kind: 'asked'; readonly approval: Approval }
  | { readonly kind: 'refused'; readonly because: 'unknown' | 'empty'; readonly approval: Approval | null };

/** Anybody who sees the request may ask, also after its end. */
export async function askQuestion<Tx extends ApprovalTx>(
  { transact, clock }: Pick<DecideDesk<Tx>, 'transact' | 'clock'>,
  { approval: id, text: written, by, correlationId }: QuestionInput,
): Promise<QuestionOutcome> {
  const text = written.trim();
  return transact(async (tx) => {
    const approval = await tx.approvals.get(id);
    if (approval === null) return { kind: 'refused', because: 'unknown', approval };
    if (text === '') return { kind: 'refused', because: 'empty', approval };
    const cause = { at: clock.now(), correlationId };
    await tx.audit.append({
      at: cause.at,
      action: 'approval.question',
      actor: { kind: 'person', slack: by.id },
      subject: approvalSubject(id),
      after: { text },
      correlationId,
    });
    const pinged = approval.requestedBy === by.id ? null : approval.requestedBy;
    await tx.outbox.put(approvalLineIntent(id, `${by.name} asks: ${text}`, pinged, cause));
    return { kind: 'asked', approval };
  });
}
