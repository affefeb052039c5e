// The `alert` action on a lead: its one card. The first rule decides the channel, later ones can only raise priority.
import { cardIntent } from '#features/leads/intents.ts';
import type { Priority } from '#features/leads/lead.ts';
import type { Action } from '#features/playbook/schema.ts';
import { renderTemplate } from '#features/playbook/templates.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { Fired, RulesTx } from './fired.ts';
import { skipAction } from './skip-action.ts';

type Alert = Extract<Action, { kind: 'alert' }>;

const RANK: Readonly<Record<Priority, number>> = { low: 0, normal: 1, high: 2 };

export async function announceLead(tx: RulesTx, fired: Fired, action: Alert): Promise<void> {
  const lead = fired.leadId === null ? null : await tx.leads.get(fired.leadId);
  if (!lead) return;
  const { at, correlationId } = fired;
  const first = await tx.leads.startCard(lead.id, action.channel);
  const raised = first || RANK[action.priority] > RANK[lead.priority];
  if (raised) {
    const headline = action.text === undefined ? lead.headline : renderTemplate(action.text, lead.facts);
    await tx.leads.change(lead.id, { priority: action.priority, headline }, at);
  }
  if (!first) await skipAction(tx, fired, 'alert', `the card is in ${lead.card?.target ?? 'another channel'} already`);
  else {
    await tx.audit.append({
      at,
      action: 'lead.announced',
      actor: { kind: 'rule', rule: fired.rule.name },
      subject: leadSubject(lead.id),
      after: { channel: action.channel, priority: action.priority },
      playbookVersion: fired.playbook.version,
      correlationId,
    });
  }
  if (raised) await tx.outbox.put(cardIntent(lead.id, 5, { at, correlationId }));
}
