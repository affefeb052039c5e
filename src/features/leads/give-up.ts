// A rep lets a claimed lead go, or hands it to a colleague. Only the holder and admins may.
import { randomUUID } from 'node:crypto';
import type { ChannelId, LeadId, SlackUserId } from '#kernel/ids.ts';
import type { CrmName } from '#ports/crm.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { isAdmin } from '#features/people/roles.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { changeHands } from './change-hands.ts';
import type { ClaimDeps, ClaimInput } from './claim-lead.ts';
import type { Lead } from './lead.ts';
import { planBack, planFor } from './owner-plan.ts';
import { handedOverLine, releasedLine } from './thread-lines.ts';

export type GiveUpRefusal =
  | { readonly kind: 'not_yours'; readonly holder: SlackUserId | null; readonly lead: Lead }
  | { readonly kind: 'not_claimed'; readonly lead: Lead }
  | { readonly kind: 'unknown_lead' };

export type ReleaseOutcome = { readonly kind: 'released'; readonly lead: Lead } | GiveUpRefusal;

export function releaseLead({ transact, playbook, clock }: ClaimDeps, input: ClaimInput): Promise<ReleaseOutcome> {
  return transact(async (tx) => {
    const now = clock.now();
    const held = holdOf(playbook().playbook, await tx.leads.lock(input.lead), input.by);
    if (held.kind !== 'held') return held;
    const { lead, holder } = held;
    const writes = await planBack(tx, lead);
    if (!(await tx.leads.giveUp(lead.id, holder, null, now))) return { kind: 'not_claimed', lead };
    // Whoever lets go has had their turn: an offer that still stood would keep the others from claiming.
    await tx.leads.change(lead.id, { offeredTo: null, offerEndsAt: null }, now);
    await changeHands(tx, {
      lead,
      claim: { ...drafted(input, now), by: input.by.id, kind: 'release', writes },
      action: 'lead.released',
      actor: { kind: 'person', slack: input.by.id },
      after: { state: 'released', claimed_by: null },
      line: releasedLine(input.by),
      correlationId: input.correlationId,
    });
    return { kind: 'released', lead };
  });
}

export interface HandOverInput extends ClaimInput {
  readonly to: SlackPerson;
}

export type HandOverOutcome =
  | { readonly kind: 'handed_over'; readonly lead: Lead }
  | { readonly kind: 'same_person' }
  | { readonly kind: 'inactive_person' }
  | { readonly kind: 'no_crm_user'; readonly crm: CrmName; readonly inactive: boolean }
  | GiveUpRefusal;

export function handOverLead({ transact, playbook, clock }: ClaimDeps, input: HandOverInput): Promise<HandOverOutcome> {
  const { to } = input;
  return transact(async (tx) => {
    const now = clock.now();
    const held = holdOf(playbook().playbook, await tx.leads.lock(input.lead), input.by);
    if (held.kind !== 'held') return held;
    const { lead, holder } = held;
    if (to.id === holder) return { kind: 'same_person' };
    if (!to.active) return { kind: 'inactive_person' };
    const plan = await planFor(tx, playbook().playbook, lead, to);
    if (plan.kind === 'no_crm_user') return plan;
    if (!(await tx.leads.giveUp(lead.id, holder, to.id, now))) return { kind: 'not_claimed', lead };
    await changeHands(tx, {
      lead,
      claim: { ...drafted(input, now), by: to.id, kind: 'hand_over', writes: plan.writes },
      action: 'lead.handed_over',
      actor: { kind: 'person', slack: input.by.id },
      after: { state: 'claimed', claimed_by: to.id },
      line: handedOverLine(input.by, to),
      correlationId: input.correlationId,
    });
    return { kind: 'handed_over', lead };
  });
}

function drafted(input: ClaimInput, at: Date): { id: string; leadId: LeadId; at: Date; channel: ChannelId | null } {
  return { id: randomUUID(), leadId: input.lead, at, channel: input.channel };
}

/** Who holds the lead, if this person may dispose of it. Pure. */
export function holdOf(
  playbook: Playbook,
  lead: Lead | null,
  by: SlackPerson,
): { readonly kind: 'held'; readonly lead: Lead; readonly holder: SlackUserId } | GiveUpRefusal {
  if (!lead) return { kind: 'unknown_lead' };
  if (lead.state !== 'claimed') return { kind: 'not_claimed', lead };
  if (lead.claimedBy === null || (lead.claimedBy !== by.id && !isAdmin(playbook, by))) {
    return { kind: 'not_yours', holder: lead.claimedBy, lead };
  }
  return { kind: 'held', lead, holder: lead.claimedBy };
}
