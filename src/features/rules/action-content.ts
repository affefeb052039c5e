// What people are asked to approve of an action: the action in plain fields, beside what those fields hold by now. When
// either differs later, it is not what they approved.
import { z } from 'zod';
import type { CrmName, FieldValue } from '#ports/crm.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { Content } from '#features/approvals/approval.ts';
import type { ContentLine } from '#features/approvals/gate.ts';
import type { MirroredRecord } from '#features/intake/store.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { fieldMap } from '#features/playbook/mapping.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { ActionPlan } from './action-plan.ts';
import type { Fired, RulesTx } from './fired.ts';
import { subjectIn } from './crm-writes.ts';

/** Keys of a content: what a field shall be, and what it is. */
const TO = 'to.';
const FROM = 'from.';

/** The plan with the present values of what it would change. */
export async function contentOf(
  tx: Pick<RulesTx, 'leads' | 'mirror'>,
  playbook: Playbook,
  target: Pick<Fired, 'leadId' | 'opportunity'>,
  plan: ActionPlan,
): Promise<Content> {
  switch (plan.kind) {
    case 'route': {
      const lead = target.leadId === null ? null : await tx.leads.get(target.leadId);
      return {
        action: plan.kind,
        [`${TO}team`]: plan.team,
        [`${FROM}team`]: lead?.team ?? null,
        claim_by: plan.claimBy,
        assign: plan.assign,
      };
    }
    case 'create_opportunity':
    case 'create_task':
      return { action: plan.kind, in: plan.in, ...prefixed(TO, plan.fields) };
    case 'update_record': {
      const ref = await subjectIn(tx, target, plan);
      const record = ref === null ? null : await tx.mirror.get(ref);
      return { action: plan.kind, in: plan.in, ...prefixed(TO, plan.fields), ...present(playbook, record, plan) };
    }
    case 'alert':
      return { action: plan.kind, channel: plan.channel, priority: plan.priority, text: plan.text };
  }
}

/** Values of the fields that an update names, by our names or the CRM's own; those that are not mirrored are left out. */
function present(
  playbook: Playbook,
  record: MirroredRecord | null,
  plan: Extract<ActionPlan, { kind: 'update_record' }>,
): Content {
  if (record === null) return {};
  const ours = new Map<string, string>();
  for (const [path, property] of Object.entries(fieldMap(playbook, plan.in))) {
    if (rootFits(path, record)) ours.set(last(property), last(path));
  }
  const values: Record<string, FieldValue> = {};
  for (const name of Object.keys(plan.fields)) {
    const known = Object.hasOwn(record.fields, name) ? name : ours.get(name);
    if (known !== undefined && Object.hasOwn(record.fields, known)) values[name] = record.fields[known] ?? null;
  }
  return prefixed(FROM, values);
}

function rootFits(path: string, { ref }: MirroredRecord): boolean {
  return path.startsWith(ref.object === 'opportunity' ? 'opportunity.' : 'lead.');
}

function last(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function prefixed(prefix: string, fields: Content): Content {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${prefix}${name}`, value] as const));
}

const KINDS: Readonly<Record<ActionPlan['kind'], string>> = {
  route: 'Route to a team',
  create_opportunity: 'Make an opportunity',
  create_task: 'Make a task',
  update_record: 'Change the record',
  alert: 'Post an alert',
};

const Said = z.object({ action: z.enum(['route', 'create_opportunity', 'create_task', 'update_record', 'alert']) });

/** Field by field: `Stage: Negotiation → Closed Won`. Pure. */
export function describeAction(content: Content): readonly ContentLine[] {
  const { action } = Said.parse(content);
  const crm = CRM_NAMES.find((name) => name === content['in']);
  const lines = Object.keys(content).flatMap((key) => lineOf(content, key));
  return [
    { label: 'Action', value: crm === undefined ? KINDS[action] : `${KINDS[action]} in ${labelOf(crm)}` },
    ...lines,
  ];
}

function lineOf(content: Content, key: string): readonly ContentLine[] {
  if (key === 'action' || key === 'in' || key.startsWith(FROM)) return [];
  const name = key.startsWith(TO) ? key.slice(TO.length) : key;
  const to = shown(content[key]);
  const from = `${FROM}${name}`;
  const value = Object.hasOwn(content, from) ? `${shown(content[from])} → ${to}` : to;
  return to === EMPTY && !Object.hasOwn(content, from) ? [] : [{ label: words(name), value }];
}

const EMPTY = 'empty';

function shown(value: FieldValue | undefined): string {
  if (value === null || value === undefined || value === '') return EMPTY;
  if (typeof value === 'number') return value.toLocaleString('en-US');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value;
}

function words(name: string): string {
  const text = name.replaceAll('_', ' ');
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function labelOf(crm: CrmName): string {
  return CRM_LABELS[crm];
}
