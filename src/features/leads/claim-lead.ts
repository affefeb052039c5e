// One click, one winner: the claim, its owner changes and its audit row commit together or not at all.
import { randomUUID } from 'node:crypto';
import type { ChannelId, CorrelationId, LeadId, SlackUserId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { CrmName } from '#ports/crm.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { Transact } from '#ports/transact.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { isMember } from '#features/people/roles.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { Claim } from './claim.ts';
import { CLAIMABLE, leadSubject } from './lead.ts';
import type { Lead } from './lead.ts';
import { startClaim } from './start-claim.ts';
import type { StartClaimTx } from './start-claim.ts';

export interface ClaimDeps {
  readonly transact: Transact<StartClaimTx>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
}

export interface ClaimInput {
  readonly lead: LeadId;
  readonly by: SlackPerson;
  /** Where the click was made, for private notes; null when it was not in a channel. */
  readonly channel: ChannelId | null;
  readonly correlationId: CorrelationId;
}

export type ClaimOutcome =
  | { readonly kind: 'claimed'; readonly lead: Lead }
  /** `by` is null when the owner is known in the CRM only. */
  | { readonly kind: 'taken'; readonly by: SlackUserId | null; readonly lead: Lead }
  | { readonly kind: 'already_yours'; readonly lead: Lead }
  | { readonly kind: 'closed'; readonly lead: Lead }
  /** Offered to somebody else alone, for now (`until`) or for good. */
  | { readonly kind: 'offered_to'; readonly rep: SlackUserId; readonly until: Date | null }
  | { readonly kind: 'not_on_team'; readonly team: string }
  /** The claimer has no (active) user in this CRM. */
  | { readonly kind: 'no_crm_user'; readonly crm: CrmName; readonly inactive: boolean }
  | { readonly kind: 'unknown_lead' };

export function claimLead({ transact, playbook, clock }: ClaimDeps, input: ClaimInput): Promise<ClaimOutcome> {
  return transact(async (tx) => {
    const now = clock.now();
    const lead = await tx.leads.get(input.lead);
    if (!lead) return { kind: 'unknown_lead' };
    const refusal = refuseClaim(playbook().playbook, lead, input.by, now);
    if (refusal) return refusal;
    const draft: Omit<Claim, 'writes'> = {
      id: randomUUID(),
      leadId: lead.id,
      by: input.by.id,
      kind: 'claim',
      at: now,
      state: 'writing',
      channel: input.channel,
    };
    const start = await startClaim(tx, {
      lead,
      claim: draft,
      person: input.by,
      playbook: playbook().playbook,
      win: () => tx.leads.claim(lead.id, input.by.id, CLAIMABLE, now),
      action: 'lead.claimed',
      actor: { kind: 'person', slack: input.by.id },
      correlationId: input.correlationId,
    });
    switch (start.kind) {
      case 'started':
        return { kind: 'claimed', lead: { ...lead, state: 'claimed', claimedBy: input.by.id, claimedAt: now } };
      case 'no_crm_user':
        return start;
      case 'lost': {
        const current = (await tx.leads.get(lead.id)) ?? lead;
        return current.claimedBy === input.by.id
          ? { kind: 'already_yours', lead: current }
          : { kind: 'taken', by: current.claimedBy, lead: current };
      }
    }
  });
}

/** Why this person may not claim this lead now; null when they may try. Pure. */
export function refuseClaim(playbook: Playbook, lead: Lead, by: SlackPerson, now: Date): ClaimOutcome | null {
  if (lead.state === 'claimed') {
    return lead.claimedBy === by.id ? { kind: 'already_yours', lead } : { kind: 'taken', by: lead.claimedBy, lead };
  }
  if (!CLAIMABLE.includes(lead.state)) return { kind: 'closed', lead };
  if (lead.offeredTo === by.id || lead.team === null) return null;
  const headStart = lead.offerEndsAt !== null && now < lead.offerEndsAt;
  if (lead.offeredTo !== null && (lead.claimBy === 'offered' || headStart)) {
    return { kind: 'offered_to', rep: lead.offeredTo, until: lead.claimBy === 'offered' ? null : lead.offerEndsAt };
  }
  if (lead.claimBy !== 'anyone' && !isMember(playbook, lead.team, by)) return { kind: 'not_on_team', team: lead.team };
  return null;
}

/** The audit subject of what was claimed. */
export function claimSubject(claim: Claim): string {
  return leadSubject(claim.leadId);
}
