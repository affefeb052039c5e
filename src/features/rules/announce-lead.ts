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
  const line = action.text === undefined ? lead.headline : renderTemplate(action.text, lead.facts);
  if (raised) await tx.leads.change(lead.id, { priority: action.priority, headline: line }, at);
  if (!first) await skipAction(tx, fired, 'alert', `the card is in ${lead.card?.target ?? 'another channel'} already`);
  if (!raised) return;
  const { priority, headline } = lead;
  await tx.audit.append({
    at,
    ...(first
      ? { action: 'lead.announced', after: { channel: action.channel, priority: action.priority } }
      : {
          action: 'lead.raised',
          before: { priority, headline },
          after: { priority: action.priority, headline: line },
        }),
    actor: { kind: 'rule', rule: fired.rule.name },
    subject: leadSubject(lead.id),
    playbookVersion: fired.playbook.version,
    correlationId,
  });
  await tx.outbox.put(cardIntent(lead.id, 5, { at, correlationId }, first));
}
