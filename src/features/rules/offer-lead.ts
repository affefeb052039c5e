// The `route` action: a rep of the team is offered the lead; `assign: now` makes them its CRM owner at once.
import { randomUUID } from 'node:crypto';
import type { SlackUserId } from '#kernel/ids.ts';
import type { CrmName } from '#ports/crm.ts';
import { changeHands } from '#features/leads/change-hands.ts';
import { CLAIMABLE } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { planFor } from '#features/leads/owner-plan.ts';
import { routeLead } from '#features/routing/route-lead.ts';
import type { PlanOf } from './action-plan.ts';
import type { Fired, RulesTx } from './fired.ts';
import { skipAction } from './skip-action.ts';

export async function offerLead(tx: RulesTx, fired: Fired, plan: PlanOf<'route'>): Promise<void> {
  // Locked already: rules run behind the lock of the lead that they are about.
  const lead = fired.leadId === null ? null : await tx.leads.get(fired.leadId);
  if (!lead) return;
  if (lead.team !== null) return skipAction(tx, fired, 'route', `already routed to ${lead.team}`);
  if (!CLAIMABLE.includes(lead.state)) return skipAction(tx, fired, 'route', `the lead is ${lead.state}`);
  const rep = await routeLead(tx, {
    playbook: fired.playbook.playbook,
    playbookVersion: fired.playbook.version,
    lead,
    rule: fired.rule,
    team: plan.team,
    claimBy: plan.claimBy,
    offerForMs: plan.offerFor,
    crms: crmsOf(lead, plan),
    at: fired.at,
    correlationId: fired.correlationId,
  });
  if (rep !== null && plan.assign === 'now') await assignNow(tx, fired, lead, rep);
}

/** Where the rep must be able to own records: the lead's CRMs and those in which this rule makes an opportunity. */
function crmsOf(lead: Lead, { makes }: PlanOf<'route'>): readonly CrmName[] {
  const own = lead.records.filter((record) => record.object === 'lead').map((record) => record.crm);
  return [...new Set([...own, ...makes])];
}

async function assignNow(tx: RulesTx, fired: Fired, lead: Lead, rep: SlackUserId): Promise<void> {
  const person = await tx.directory.person(rep);
  if (!person) return;
  const plan = await planFor(tx, fired.playbook.playbook, lead, person);
  if (plan.kind === 'no_crm_user') return skipAction(tx, fired, 'assign', `no ${plan.crm} user for ${person.name}`);
  const { at, correlationId } = fired;
  await changeHands(tx, {
    lead,
    claim: { id: randomUUID(), leadId: lead.id, by: rep, kind: 'offer', at, channel: null, writes: plan.writes },
    action: 'lead.offer_assigned',
    actor: { kind: 'rule', rule: fired.rule },
    after: { state: 'offered', offered_to: rep },
    line: null,
    playbookVersion: fired.playbook.version,
    correlationId,
  });
}
