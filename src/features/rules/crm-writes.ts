// The actions that write to a CRM: each becomes an outbox intent with the values as they were planned.
import type { RecordRef } from '#ports/crm.ts';
import { createIntent, updateIntent } from '#features/leads/intents.ts';
import { STATE_LABELS } from '#features/leads/labels.ts';
import { OVER } from '#features/leads/lead.ts';
import { livingRecords } from '#features/leads/living-records.ts';
import type { PlanOf } from './action-plan.ts';
import type { Fired, RulesTx } from './fired.ts';
import { skipAction } from './skip-action.ts';

export async function askForOpportunity(tx: RulesTx, fired: Fired, plan: PlanOf<'create_opportunity'>): Promise<void> {
  const lead = fired.leadId === null ? null : await tx.leads.get(fired.leadId);
  if (!lead) return;
  if (OVER.has(lead.state)) {
    return skipAction(tx, fired, 'create_opportunity', `the lead is ${STATE_LABELS[lead.state].toLowerCase()}`);
  }
  const key = `${fired.rule}:${lead.id}`;
  const { at, correlationId } = fired;
  await tx.outbox.put(
    createIntent(
      { ...byRule(fired), lead: lead.id, crm: plan.in, object: 'opportunity', key, fields: plan.fields, owner: null },
      { at, correlationId },
    ),
  );
}

export async function askForTask(tx: RulesTx, fired: Fired, plan: PlanOf<'create_task'>): Promise<void> {
  const { leadId: lead, at, correlationId } = fired;
  if (lead === null) return skipAction(tx, fired, 'create_task', 'the opportunity has no lead that we know');
  const key = `task:${fired.rule}:${fired.event.key}:${plan.in}`;
  await tx.outbox.put(
    createIntent(
      { ...byRule(fired), lead, crm: plan.in, object: 'task', key, fields: plan.fields, owner: null },
      { at, correlationId },
    ),
  );
}

export async function askForUpdate(tx: RulesTx, fired: Fired, plan: PlanOf<'update_record'>): Promise<void> {
  const ref = await subjectIn(tx, fired, plan);
  if (!ref) return skipAction(tx, fired, 'update_record', `the record is not in ${plan.in}`);
  const { at, correlationId } = fired;
  const { crm, object, id } = ref;
  await tx.outbox.put(
    updateIntent(
      {
        ...byRule(fired),
        subject: fired.event.subject,
        lead: fired.leadId,
        ref: { crm, object, id },
        fields: plan.fields,
      },
      { at, correlationId },
    ),
  );
}

function byRule({ rule, playbook }: Fired): { readonly rule: string; readonly playbookVersion: number } {
  return { rule, playbookVersion: playbook.version };
}

/** The record that an update is for; null where its CRM has none (any more). */
export async function subjectIn(
  tx: Pick<RulesTx, 'leads' | 'mirror'>,
  { leadId, opportunity }: Pick<Fired, 'leadId' | 'opportunity'>,
  plan: Pick<PlanOf<'update_record'>, 'in'>,
): Promise<RecordRef | null> {
  if (opportunity !== null) return opportunity.crm === plan.in ? opportunity : null;
  const lead = leadId === null ? null : await tx.leads.get(leadId);
  if (lead === null) return null;
  const living = await livingRecords(tx.mirror, lead);
  return living.find((record) => record.crm === plan.in && record.object === 'lead') ?? null;
}
