// What claiming, handing over, releasing and `assign: now` share: record the claim and ask the CRMs for new owners.
import type { Actor } from '#kernel/actor.ts';
import type { CorrelationId } from '#kernel/ids.ts';
import type { JsonObject } from '#ports/json.ts';
import type { OutboxWriter } from '#ports/outbox.ts';
import type { ApprovalStore } from '#features/approvals/store.ts';
import type { AuditWriter } from '#features/audit/store.ts';
import type { Claim } from './claim.ts';
import { assignIntent, cardIntent, threadIntent } from './intents.ts';
import { leadSubject } from './lead.ts';
import type { Lead } from './lead.ts';
import type { PlanTx } from './owner-plan.ts';
import type { ChannelStore } from '#features/messages/store.ts';
import type { CardListStore, DelayStore, LeadStore } from './store.ts';

export interface HandsTx extends PlanTx {
  readonly leads: LeadStore;
  readonly lists: CardListStore;
  readonly channels: ChannelStore;
  readonly delays: DelayStore;
  readonly approvals: Pick<ApprovalStore, 'list'>;
  readonly audit: AuditWriter;
  readonly outbox: OutboxWriter;
}

export interface ChangeHands {
  readonly lead: Lead;
  readonly claim: Omit<Claim, 'state'>;
  readonly action: 'lead.claimed' | 'lead.handed_over' | 'lead.released' | 'lead.offer_assigned';
  readonly actor: Actor;
  readonly after: JsonObject;
  /** History line for the card's thread, plain text; null for none. */
  readonly line: string | null;
  /** Of the rule, where one decided. */
  readonly playbookVersion?: number;
  readonly correlationId: CorrelationId;
}

/**
 * Runs inside the caller's transaction, which holds the lead's lock, after its conditional write has won. What the card
 * said about an earlier holder is over.
 */
export async function changeHands(tx: HandsTx, input: ChangeHands): Promise<void> {
  const { lead, claim, correlationId } = input;
  const cause = { at: claim.at, correlationId };
  const earlier = await tx.claims.current(lead.id);
  if (earlier) await tx.claims.setState(earlier.id, 'ended', claim.at);
  if (lead.notice !== null) await tx.leads.change(lead.id, { notice: null }, claim.at);
  await tx.claims.create({ ...claim, state: claim.writes.length === 0 ? 'written' : 'writing' });
  await tx.audit.append({
    at: claim.at,
    action: input.action,
    actor: input.actor,
    subject: leadSubject(lead.id),
    before: { state: lead.state, claimed_by: lead.claimedBy, offered_to: lead.offeredTo },
    after: { ...input.after, claim: claim.id },
    ...(input.playbookVersion === undefined ? {} : { playbookVersion: input.playbookVersion }),
    correlationId,
  });
  for (const write of claim.writes) await tx.outbox.put(assignIntent(claim.id, lead.id, write, cause));
  await tx.outbox.put(cardIntent(lead.id, 0, cause));
  if (input.line !== null) await tx.outbox.put(threadIntent(lead.id, input.line, cause));
}
