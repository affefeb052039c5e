// What claiming and handing over share: the new holder's CRM users, the conditional write, the owner changes, audit.
import type { Actor } from '#kernel/actor.ts';
import type { CorrelationId } from '#kernel/ids.ts';
import type { CrmName } from '#ports/crm.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { OutboxWriter } from '#ports/outbox.ts';
import type { AuditWriter } from '#features/audit/store.ts';
import type { MirrorStore } from '#features/intake/store.ts';
import { ownerOf } from '#features/people/owner-of.ts';
import type { DirectoryStore } from '#features/people/store.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { Claim, ClaimWrite } from './claim.ts';
import { assignIntent, cardIntent, threadIntent } from './intents.ts';
import { leadSubject } from './lead.ts';
import type { Lead, LeadRecord } from './lead.ts';
import type { ClaimStore, LeadStore } from './store.ts';
import { claimedLine } from './thread-lines.ts';

export interface StartClaimTx {
  readonly leads: LeadStore;
  readonly claims: ClaimStore;
  readonly mirror: MirrorStore;
  readonly directory: DirectoryStore;
  readonly audit: AuditWriter;
  readonly outbox: OutboxWriter;
}

export interface StartClaim {
  readonly lead: Lead;
  readonly claim: Omit<Claim, 'writes'>;
  /** The new holder. */
  readonly person: SlackPerson;
  readonly playbook: Playbook;
  /** The conditional write that only one of many racing callers sees succeed. */
  readonly win: () => Promise<boolean>;
  readonly action: 'lead.claimed' | 'lead.handed_over';
  readonly actor: Actor;
  readonly correlationId: CorrelationId;
}

export type StartOutcome =
  | { readonly kind: 'started' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'no_crm_user'; readonly crm: CrmName; readonly inactive: boolean };

/** Runs inside the caller's transaction. */
export async function startClaim(tx: StartClaimTx, input: StartClaim): Promise<StartOutcome> {
  const { lead, claim, correlationId } = input;
  const planned = await planWrites(tx, input);
  if (planned.kind === 'no_crm_user') return planned;
  if (!(await input.win())) return { kind: 'lost' };
  const state = planned.writes.length === 0 ? 'written' : 'writing';
  await tx.claims.create({ ...claim, state, writes: planned.writes });
  await tx.audit.append({
    at: claim.at,
    action: input.action,
    actor: input.actor,
    subject: leadSubject(lead.id),
    before: { state: lead.state, claimed_by: lead.claimedBy, offered_to: lead.offeredTo },
    after: { state: 'claimed', claimed_by: claim.by, claim: claim.id },
    correlationId,
  });
  for (const write of planned.writes) await tx.outbox.put(assignIntent(claim.id, lead.id, write, causeOf(input)));
  await tx.outbox.put(cardIntent(lead.id, 0, causeOf(input)));
  await tx.outbox.put(threadIntent(lead.id, claimedLine(input.action, input.person, claim.at), causeOf(input)));
  return { kind: 'started' };
}

function causeOf({ claim, correlationId }: StartClaim): { at: Date; correlationId: CorrelationId } {
  return { at: claim.at, correlationId };
}

type Plan =
  | { readonly kind: 'planned'; readonly writes: readonly ClaimWrite[] }
  | { readonly kind: 'no_crm_user'; readonly crm: CrmName; readonly inactive: boolean };

async function planWrites(tx: StartClaimTx, { lead, person, playbook }: StartClaim): Promise<Plan> {
  const writes: ClaimWrite[] = [];
  for (const record of ownedWithLead(lead)) {
    const ownership = await ownerOf({ directory: tx.directory, playbook }, person, record.crm);
    if (ownership.kind !== 'owner') {
      return { kind: 'no_crm_user', crm: record.crm, inactive: ownership.kind === 'inactive' };
    }
    const mirrored = await tx.mirror.get(record);
    writes.push({
      crm: record.crm,
      object: record.object,
      id: record.id,
      expected: mirrored?.ownerId ?? null,
      target: ownership.user.id,
      outcome: 'pending',
      message: null,
    });
  }
  return { kind: 'planned', writes };
}

/** The records whose owner follows the claim: the lead or contact itself, and opportunities that our rules made. */
export function ownedWithLead(lead: Lead): readonly LeadRecord[] {
  return lead.records.filter(
    (record) => record.object === 'lead' || (record.object === 'opportunity' && record.madeBy !== null),
  );
}
