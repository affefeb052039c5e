// A claim that is undone leaves nothing with the claimer: what one CRM took before another refused goes back.
import { randomUUID } from 'node:crypto';
import type { CorrelationId, SlackUserId } from '#kernel/ids.ts';
import type { HandsTx } from './change-hands.ts';
import type { Claim, ClaimWrite } from './claim.ts';
import { assignIntent } from './intents.ts';
import { leadSubject } from './lead.ts';
import { refKey } from '#ports/crm.ts';

export interface UndoInput {
  /** Refused, with every CRM's answer. */
  readonly claim: Claim;
  /** Who holds the lead again; null for nobody. */
  readonly holder: SlackUserId | null;
  readonly at: Date;
  readonly correlationId: CorrelationId;
}

/** Runs inside the caller's transaction, behind the lead's lock. Does nothing when no CRM took anything. */
export async function undoClaim(tx: HandsTx, { claim, holder, at, correlationId }: UndoInput): Promise<void> {
  if (claim.kind !== 'claim' && claim.kind !== 'hand_over') return;
  const writes = claim.writes.filter(({ outcome }) => outcome === 'assigned').map(backwards);
  if (writes.length === 0) return;
  const undo: Claim = {
    ...claim,
    id: randomUUID(),
    by: holder ?? claim.by,
    kind: 'undo',
    at,
    state: 'writing',
    writes,
  };
  await tx.claims.setState(claim.id, 'ended', at);
  await tx.claims.create(undo);
  await tx.audit.append({
    at,
    action: 'claim.undone',
    actor: { kind: 'system', part: 'claims' },
    subject: leadSubject(claim.leadId),
    before: { claim: claim.id, records: writes.map(refKey) },
    after: { claim: undo.id, claimed_by: holder },
    correlationId,
  });
  for (const write of writes) await tx.outbox.put(assignIntent(undo.id, claim.leadId, write, { at, correlationId }));
}

function backwards({ expected, target, ...write }: ClaimWrite): ClaimWrite {
  return { ...write, expected: target, target: expected, outcome: 'pending', message: null, rival: null };
}
