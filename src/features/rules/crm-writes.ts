// The actions that write to a CRM: each becomes an outbox intent with the values as they are now.
import { after } from '#kernel/time.ts';
import type { FieldValue, Fields, RecordRef } from '#ports/crm.ts';
import { createIntent, updateIntent } from '#features/leads/intents.ts';
import { STATE_LABELS } from '#features/leads/labels.ts';
import { OVER } from '#features/leads/lead.ts';
import { livingRecords } from '#features/leads/living-records.ts';
import type { Action } from '#features/playbook/schema.ts';
import { renderTemplate, templateValue } from '#features/playbook/templates.ts';
import type { Template } from '#features/playbook/templates.ts';
import type { Fired, RulesTx } from './fired.ts';
import { skipAction } from './skip-action.ts';

type Of<Kind extends Action['kind']> = Extract<Action, { kind: Kind }>;

export async function askForOpportunity(tx: RulesTx, fired: Fired, action: Of<'create_opportunity'>): Promise<void> {
  const lead = fired.leadId === null ? null : await tx.leads.get(fired.leadId);
  if (!lead) return;
  if (OVER.has(lead.state)) {
    return skipAction(tx, fired, 'create_opportunity', `the lead is ${STATE_LABELS[lead.state].toLowerCase()}`);
  }
  const fields: Fields = {
    name: renderTemplate(action.name, fired.event.after),
    stage: action.stage,
    close_date: after(fired.at, action.close_in).toISOString().slice(0, 10),
    ...(action.amount === undefined ? {} : { amount: action.amount }),
    ...(action.pipeline === undefined ? {} : { pipeline: action.pipeline }),
  };
  const key = `${fired.rule.name}:${lead.id}`;
  const { at, correlationId } = fired;
  await tx.outbox.put(
    createIntent(
      { ...byRule(fired), lead: lead.id, crm: action.in, object: 'opportunity', key, fields, owner: null },
      { at, correlationId },
    ),
  );
}

export async function askForTask(tx: RulesTx, fired: Fired, action: Of<'create_task'>): Promise<void> {
  if (fired.leadId === null) return skipAction(tx, fired, 'create_task', 'the opportunity has no lead that we know');
  const { at, correlationId } = fired;
  const fields: Fields = {
    subject: renderTemplate(action.subject, fired.event.after),
    body: action.body === undefined ? '' : renderTemplate(action.body, fired.event.after),
    due: after(at, action.due_in).toISOString(),
    done: false,
    kind: 'todo',
  };
  const key = `task:${fired.rule.name}:${fired.event.key}:${action.in}`;
  await tx.outbox.put(
    createIntent(
      { ...byRule(fired), lead: fired.leadId, crm: action.in, object: 'task', key, fields, owner: null },
      { at, correlationId },
    ),
  );
}

export async function askForUpdate(tx: RulesTx, fired: Fired, action: Of<'update_record'>): Promise<void> {
  const ref = await subjectIn(tx, fired, action);
  if (!ref) return skipAction(tx, fired, 'update_record', `the record is not in ${action.in}`);
  const { at, correlationId } = fired;
  const fields = Object.fromEntries(
    Object.entries(action.set).map(([name, value]) => [name, valueOf(value, fired)] as const),
  );
  const { crm, object, id } = ref;
  await tx.outbox.put(
    updateIntent(
      { ...byRule(fired), subject: fired.event.subject, lead: fired.leadId, ref: { crm, object, id }, fields },
      { at, correlationId },
    ),
  );
}

function byRule({ rule, playbook }: Fired): { readonly rule: string; readonly playbookVersion: number } {
  return { rule: rule.name, playbookVersion: playbook.version };
}

async function subjectIn(tx: RulesTx, fired: Fired, action: Of<'update_record'>): Promise<RecordRef | null> {
  if (fired.opportunity !== null) return fired.opportunity.crm === action.in ? fired.opportunity : null;
  const lead = fired.leadId === null ? null : await tx.leads.get(fired.leadId);
  if (lead === null) return null;
  const living = await livingRecords(tx.mirror, lead);
  return living.find((record) => record.crm === action.in && record.object === 'lead') ?? null;
}

function valueOf(value: Template | number | boolean, { event }: Fired): FieldValue {
  return typeof value === 'object' ? templateValue(value, event.after) : value;
}
