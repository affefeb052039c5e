// One click, one winner: the claim, its owner changes and its audit row commit together or not at all.
import { randomUUID } from 'node:crypto';
import type { ChannelId, CorrelationId, LeadId, SlackUserId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { CrmName } from '#ports/crm.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { Transact } from '#ports/transact.ts';
import { isMember } from '#features/people/roles.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { changeHands } from './change-hands.ts';
import type { HandsTx } from './change-hands.ts';
import { CLAIMABLE } from './lead.ts';
import type { Lead } from './lead.ts';
import { planFor } from './owner-plan.ts';
import type { LeadStore } from './store.ts';
import { claimedLine } from './thread-lines.ts';

export interface ClaimDeps {
  readonly transact: Transact<HandsTx>;
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

export type ClaimRefusal =
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

export type ClaimOutcome = { readonly kind: 'claimed'; readonly lead: Lead } | ClaimRefusal;

export interface ClaimLeadDeps extends ClaimDeps {
  /** For a first look, outside of a transaction. */
  readonly stores: { readonly leads: Pick<LeadStore, 'get'> };
}

export async function claimLead(deps: ClaimLeadDeps, input: ClaimInput): Promise<ClaimOutcome> {
  const { transact, playbook, clock } = deps;
  const { by, correlationId } = input;
  // Of a crowd that clicks at once most come when the lead is gone: they learn it without waiting for its lock.
  const seen = await deps.stores.leads.get(input.lead);
  if (!seen) return { kind: 'unknown_lead' };
  const early = refuseClaim(playbook().playbook, seen, by, clock.now());
  if (early) return early;
  return transact(async (tx) => {
    const now = clock.now();
    const lead = await tx.leads.lock(input.lead);
    if (!lead) return { kind: 'unknown_lead' };
    const refusal = refuseClaim(playbook().playbook, lead, by, now);
    if (refusal) return refusal;
    const plan = await planFor(tx, playbook().playbook, lead, by);
    if (plan.kind === 'no_crm_user') return plan;
    if (!(await tx.leads.claim(lead.id, by.id, CLAIMABLE, now)))
      return lostTo(by, (await tx.leads.get(lead.id)) ?? lead);
    const { writes } = plan;
    await changeHands(tx, {
      lead,
      claim: { id: randomUUID(), leadId: lead.id, by: by.id, kind: 'claim', at: now, channel: input.channel, writes },
      action: 'lead.claimed',
      actor: { kind: 'person', slack: by.id },
      after: { state: 'claimed', claimed_by: by.id },
      line: claimedLine(by),
      correlationId,
    });
    return { kind: 'claimed', lead: { ...lead, state: 'claimed', claimedBy: by.id, claimedAt: now } };
  });
}

function lostTo(by: SlackPerson, lead: Lead): ClaimRefusal {
  if (lead.claimedBy === by.id) return { kind: 'already_yours', lead };
  return lead.state === 'claimed' ? { kind: 'taken', by: lead.claimedBy, lead } : { kind: 'closed', lead };
}

/** Why this person may not claim this lead now; null when they may try. Pure. */
export function refuseClaim(playbook: Playbook, lead: Lead, by: SlackPerson, now: Date): ClaimRefusal | null {
  if (!CLAIMABLE.includes(lead.state)) return lostTo(by, lead);
  if (lead.team === null || lead.offeredTo === by.id) return null;
  const headStart = lead.offerEndsAt !== null && now < lead.offerEndsAt;
  if (lead.offeredTo !== null && (lead.claimBy === 'offered' || headStart)) {
    return { kind: 'offered_to', rep: lead.offeredTo, until: lead.claimBy === 'offered' ? null : lead.offerEndsAt };
  }
  if (lead.claimBy === 'anyone' || isMember(playbook, lead.team, by)) return null;
  return { kind: 'not_on_team', team: lead.team };
}
