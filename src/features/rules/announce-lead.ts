// The `alert` action on a lead: its one card. The first rule decides the channel, later ones can only raise priority.
import { cardIntent } from '#features/leads/intents.ts';
import type { Priority } from '#features/leads/lead.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { PlanOf } from './action-plan.ts';
import type { Fired, RulesTx } from './fired.ts';
import { skipAction } from './skip-action.ts';

const RANK: Readonly<Record<Priority, number>> = { low: 0, normal: 1, high: 2 };

export async function announceLead(tx: RulesTx, fired: Fired, plan: PlanOf<'alert'>): Promise<void> {
  const lead = fired.leadId === null ? null : await tx.leads.get(fired.leadId);
  if (!lead) return;
  const { at, correlationId } = fired;
  const first = await tx.leads.startCard(lead.id, plan.channel);
  const raised = first || RANK[plan.priority] > RANK[lead.priority];
  const line = plan.text ?? lead.headline;
  if (raised) await tx.leads.change(lead.id, { priority: plan.priority, headline: line }, at);
  if (!first) await skipAction(tx, fired, 'alert', `the card is in ${lead.card?.target ?? 'another channel'} already`);
  if (!raised) return;
  const { priority, headline } = lead;
  await tx.audit.append({
    at,
    ...(first
      ? { action: 'lead.announced', after: { channel: plan.channel, priority: plan.priority } }
      : {
          action: 'lead.raised',
          before: { priority, headline },
          after: { priority: plan.priority, headline: line },
        }),
    actor: { kind: 'rule', rule: fired.rule },
    subject: leadSubject(lead.id),
    playbookVersion: fired.playbook.version,
    correlationId,
  });
  await tx.outbox.put(cardIntent(lead.id, 5, { at, correlationId }, first));
}
