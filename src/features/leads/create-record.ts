// Makes an opportunity or task in its CRM and ties it to the lead; an unclear answer is looked up before a repeat.
import type { AuditAction } from '#features/audit/actions.ts';
import type { CorrelationId } from '#kernel/ids.ts';
import type { Crm, RecordRef } from '#ports/crm.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import { ownerOf } from '#features/people/owner-of.ts';
import type { HandsTx } from './change-hands.ts';
import { createLinked } from './create-linked.ts';
import { followClaim } from './follow-claim.ts';
import { cardIntent, CreatePayload, threadIntent } from './intents.ts';
import { CRM_LABELS, STATE_LABELS } from './labels.ts';
import { leadSubject, OVER } from './lead.ts';
import type { Lead } from './lead.ts';
import { livingRecords } from './living-records.ts';
import { crmOf } from './outbox-tx.ts';
import type { CrmWriterDeps, LeadOutcome } from './outbox-tx.ts';
import { refusedLine } from './thread-lines.ts';

interface Creating {
  readonly deps: CrmWriterDeps;
  readonly payload: CreatePayload;
  readonly crm: Crm;
  readonly lead: Lead;
  readonly ownerId: string | null;
  readonly correlationId: CorrelationId;
}

/** Outbox handler `crm.create`. The same key never makes two records. */
export async function createRecord(deps: CrmWriterDeps, intent: HeldIntent): Promise<LeadOutcome> {
  const payload = CreatePayload.parse(intent.payload);
  const crm = crmOf(deps, payload.crm);
  const lead = await deps.stores.leads.get(payload.lead);
  if (!lead) return { kind: 'dead', because: 'the lead is not in the store' };
  // Its records are the staying lead's by now.
  if (lead.mergedInto !== null)
    return createRecord(deps, { ...intent, payload: { ...payload, lead: lead.mergedInto } });
  if (!crm) return { kind: 'dead', because: `${payload.crm} is not connected` };
  // While this waited the lead was done with. Once tried, it may have been made, and is looked for.
  if (payload.object === 'opportunity' && payload.rule !== null && OVER.has(lead.state) && intent.attempt === 1)
    return { kind: 'done', commit: (tx) => recordSkip(tx, deps, payload, lead, intent.correlationId) };
  const ownerId = await ownerFor(deps, lead, payload);
  const { correlationId } = intent;
  const creating: Creating = { deps, payload, crm, lead, ownerId, correlationId };
  const links = (await livingRecords(deps.stores.mirror, lead)).filter(
    (record) => record.crm === payload.crm && record.madeBy === null,
  );
  const { fields, key } = payload;
  const repeat = intent.attempt > 1;
  const outcome = await createLinked(crm, payload.object, { fields, ownerId, key, links, repeat });
  if (outcome.kind === 'refused') {
    return { kind: 'dead', because: outcome.message, commit: (tx) => recordRefusal(tx, creating, outcome.message) };
  }
  const known = outcome.kind === 'created' ? ownerId : null;
  const made = { ...creating, ownerId: known ?? (await ownerThere(crm, payload.object, outcome.ref)) };
  return { kind: 'done', commit: (tx) => recordCreation(tx, made, outcome.ref) };
}

/**
 * A record made for nobody belongs to whoever the CRM says; one that an earlier try made, to whoever held the lead then.
 * A claim must know whom it takes it from.
 */
async function ownerThere(crm: Crm, object: 'opportunity' | 'task', { id }: RecordRef): Promise<string | null> {
  if (object === 'task') return null;
  const { found } = await crm.read(object, [id]);
  return found[0]?.ownerId ?? null;
}

/** The person the intent names, else whoever holds the lead, else whom it was offered to. */
async function ownerFor(deps: CrmWriterDeps, lead: Lead, { owner, crm }: CreatePayload): Promise<string | null> {
  const slack = owner ?? lead.claimedBy ?? lead.offeredTo;
  const person = slack === null ? null : await deps.stores.directory.person(slack);
  if (!person) return null;
  const { directory } = deps.stores;
  const ownership = await ownerOf({ directory, playbook: deps.playbook().playbook }, person, crm);
  return ownership.kind === 'owner' ? ownership.user.id : null;
}

async function recordCreation(tx: HandsTx, creating: Creating, ref: RecordRef): Promise<void> {
  const { deps, payload, correlationId } = creating;
  const at = deps.clock.now();
  const cause = { at, correlationId };
  const lead = await tx.leads.lock(payload.lead);
  await audit(tx, creating, at, `crm.${payload.object}_created`, { record: ref.id });
  if (!lead || payload.object !== 'opportunity') return;
  if (!(await tx.leads.idByRecord(ref))) {
    await tx.leads.addRecord(lead.id, { ...ref, madeBy: payload.rule, ownerId: creating.ownerId });
  }
  await tx.outbox.put(cardIntent(lead.id, 9, cause));
  // Whoever claimed the lead while its opportunity was being made gets the opportunity too.
  const { playbook } = deps.playbook();
  await followClaim(tx, { playbook, lead: lead.id, ref, ownerId: creating.ownerId, at, correlationId });
}

async function recordSkip(
  tx: HandsTx,
  { clock }: CrmWriterDeps,
  { rule, object }: CreatePayload,
  lead: Lead,
  correlationId: CorrelationId,
): Promise<void> {
  await tx.audit.append({
    at: clock.now(),
    action: 'rule.action_skipped',
    actor: rule === null ? { kind: 'system', part: 'leads' } : { kind: 'rule', rule },
    subject: leadSubject(lead.id),
    after: { action: `create_${object}`, because: `the lead is ${STATE_LABELS[lead.state].toLowerCase()} by now` },
    correlationId,
  });
}

async function recordRefusal(tx: HandsTx, creating: Creating, message: string): Promise<void> {
  const { deps, payload, correlationId } = creating;
  const at = deps.clock.now();
  await audit(tx, creating, at, `crm.${payload.object}_refused`, { message });
  const line = refusedLine(`the ${payload.object}`, CRM_LABELS[payload.crm], message);
  await tx.outbox.put(threadIntent(payload.lead, line, { at, correlationId }));
}

async function audit(
  tx: HandsTx,
  { payload, correlationId }: Creating,
  at: Date,
  action: AuditAction,
  details: { readonly record: string } | { readonly message: string },
): Promise<void> {
  await tx.audit.append({
    at,
    action,
    actor: actorOf(payload),
    subject: leadSubject(payload.lead),
    after: { crm: payload.crm, fields: payload.fields, ...details },
    ...(payload.playbookVersion === null ? {} : { playbookVersion: payload.playbookVersion }),
    correlationId,
  });
}

function actorOf({ rule, owner }: CreatePayload): Parameters<HandsTx['audit']['append']>[0]['actor'] {
  if (rule !== null) return { kind: 'rule', rule };
  return owner === null ? { kind: 'system', part: 'leads' } : { kind: 'person', slack: owner };
}
