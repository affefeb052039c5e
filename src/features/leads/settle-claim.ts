// Ends the writing of a claim: it stands, it stands in part, or it is undone and the rep is told in the CRM's words.
import type { CorrelationId, SlackUserId } from '#kernel/ids.ts';
import { personOfOwner } from '#features/people/owner-of.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { HandsTx } from './change-hands.ts';
import type { Claim } from './claim.ts';
import { whisperIntent } from '#features/messages/intents.ts';
import { cardIntent, threadIntent } from './intents.ts';
import { leadSubject } from './lead.ts';
import type { Lead } from './lead.ts';
import { settlementOf, wasLeft } from './settlement.ts';
import type { Settlement } from './settlement.ts';
import type { LeadChange } from './store.ts';
import { claimTroubleLine, claimTroubleNote } from './thread-lines.ts';
import { undoClaim } from './undo-claim.ts';

export interface SettleInput {
  readonly playbook: Playbook;
  readonly claimId: string;
  readonly at: Date;
  readonly correlationId: CorrelationId;
}

/** Runs inside the transaction that recorded the last answer. Does nothing while one is missing. */
export async function settleClaim(tx: HandsTx, input: SettleInput): Promise<void> {
  const begun = await tx.claims.get(input.claimId);
  const lead = begun && (await tx.leads.lock(begun.leadId));
  // Read behind the lead's lock: two CRMs that answer at once would each miss the other's answer.
  const claim = lead && (await tx.claims.get(input.claimId));
  const settlement = claim && settlementOf(claim);
  if (!lead || !claim || !settlement || claim.state !== 'writing') return;
  const { at, correlationId } = input;
  await tx.claims.setState(claim.id, settlement.state, at);
  await tx.audit.append({
    at,
    action: `claim.${settlement.state}`,
    actor: { kind: 'system', part: 'claims' },
    subject: leadSubject(lead.id),
    before: { claimed_by: lead.claimedBy },
    after: { claim: claim.id, kind: claim.kind, ...(settlement.notice === null ? {} : { notice: settlement.notice }) },
    correlationId,
  });
  const change = await consequence(tx, input.playbook, lead, claim, settlement);
  if (change !== null) await tx.leads.change(lead.id, change, at);
  if (change !== null && settlement.state === 'refused') {
    await undoClaim(tx, { claim, holder: change.claimedBy ?? null, at, correlationId });
  }
  const cause = { at, correlationId };
  await tx.outbox.put(cardIntent(lead.id, 0, cause));
  // An opportunity that came later made the claim settle again: what people were told already is not said twice.
  if (settlement.notice === null || settlement.notice === lead.notice) return;
  await tx.outbox.put(threadIntent(lead.id, claimTroubleLine(claim.kind, settlement.state, settlement.notice), cause));
  const text = claimTroubleNote(claim.kind, settlement.state, lead, settlement.notice);
  await tx.outbox.put(whisperIntent({ channel: claim.channel, to: claim.by, text }, cause));
}

/** Null: the lead has moved on while the CRM was thinking, and its card has other things to say. */
async function consequence(
  tx: HandsTx,
  playbook: Playbook,
  lead: Lead,
  claim: Claim,
  { state, notice }: Settlement,
): Promise<LeadChange | null> {
  if (!stillAsClaimed(lead, claim)) return null;
  if (state === 'written' || state === 'partial' || claim.kind === 'release') return { notice };
  if (state === 'conflict') {
    return { state: 'claimed', claimedBy: await winnerInCrm(tx, playbook, claim), claimedAt: claim.at, notice };
  }
  if (claim.kind === 'offer') return { notice };
  const previous = await previousHolder(tx, playbook, claim);
  if (previous !== null) return { state: 'claimed', claimedBy: previous, notice };
  return { state: lead.offeredTo === null ? 'open' : 'offered', claimedBy: null, claimedAt: null, notice };
}

function stillAsClaimed(lead: Lead, { kind, by }: Claim): boolean {
  switch (kind) {
    case 'claim':
    case 'hand_over':
      return lead.state === 'claimed' && lead.claimedBy === by;
    case 'release':
      return lead.state === 'released';
    case 'offer':
      return lead.state === 'offered' && lead.offeredTo === by;
    case 'undo':
      return false;
  }
}

/** Who owns the lead in the CRM that reported the conflict; null for somebody who is not in Slack. */
async function winnerInCrm(tx: HandsTx, playbook: Playbook, claim: Claim): Promise<SlackUserId | null> {
  const write = claim.writes.find((one) => one.outcome === 'conflict' && one.object === 'lead' && !wasLeft(one));
  if (!write?.rival) return null;
  const user = await tx.directory.crmUser(write.crm, write.rival);
  return user ? ((await personOfOwner({ directory: tx.directory, playbook }, write.crm, user))?.id ?? null) : null;
}

/** A refused hand-over leaves the lead with whoever handed it over: the owner whom it was taken from. */
async function previousHolder(tx: HandsTx, playbook: Playbook, claim: Claim): Promise<SlackUserId | null> {
  if (claim.kind !== 'hand_over') return null;
  for (const write of claim.writes) {
    const user =
      write.object !== 'lead' || write.expected === null ? null : await tx.directory.crmUser(write.crm, write.expected);
    const person = user && (await personOfOwner({ directory: tx.directory, playbook }, write.crm, user));
    if (person) return person.id;
  }
  return null;
}
