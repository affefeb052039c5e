// "Not a fit": a rep says why a lead is bad; the reason goes to the CRM and stays in the audit log.
import { randomUUID } from 'node:crypto';
import type { CorrelationId, LeadId } from '#kernel/ids.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { Transact } from '#ports/transact.ts';
import { isAdmin } from '#features/people/roles.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { Clock } from '#ports/clock.ts';
import type { HandsTx } from './change-hands.ts';
import { refuseClaim } from './claim-lead.ts';
import type { ClaimRefusal } from './claim-lead.ts';
import { cardIntent, createIntent, threadIntent, updateIntent } from './intents.ts';
import { leadSubject } from './lead.ts';
import type { Lead } from './lead.ts';
import { livingRecords } from './living-records.ts';
import { disqualifiedLine } from './thread-lines.ts';

export interface DisqualifyDeps {
  readonly transact: Transact<HandsTx>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
}

export interface DisqualifyInput {
  readonly lead: LeadId;
  readonly by: SlackPerson;
  /** Id of one of the playbook's reasons. */
  readonly reason: string;
  readonly note: string | null;
  readonly correlationId: CorrelationId;
}

export type DisqualifyOutcome =
  | { readonly kind: 'disqualified'; readonly lead: Lead }
  /** The playbook has changed since the modal was opened. */
  | { readonly kind: 'unknown_reason' }
  | ClaimRefusal;

/** The holder may, an admin may, and while nobody holds the lead everybody who might claim it. */
export function disqualifyLead(deps: DisqualifyDeps, input: DisqualifyInput): Promise<DisqualifyOutcome> {
  const { by, correlationId } = input;
  return deps.transact(async (tx) => {
    const at = deps.clock.now();
    const { playbook } = deps.playbook();
    const reason = playbook.not_a_fit.reasons.find((one) => one.id === input.reason);
    if (!reason) return { kind: 'unknown_reason' };
    const lead = await tx.leads.lock(input.lead);
    if (!lead) return { kind: 'unknown_lead' };
    const refusal = lead.claimedBy === by.id || isAdmin(playbook, by) ? null : refuseClaim(playbook, lead, by, at);
    if (refusal) return refusal;
    if (lead.state === 'disqualified' || lead.state === 'converted' || lead.state === 'gone')
      return { kind: 'closed', lead };
    await tx.leads.change(lead.id, { state: 'disqualified', notice: `Not a fit: ${reason.label}` }, at);
    await tx.audit.append({
      at,
      action: 'lead.disqualified',
      actor: { kind: 'person', slack: by.id },
      subject: leadSubject(lead.id),
      before: { state: lead.state, claimed_by: lead.claimedBy },
      after: { state: 'disqualified', reason: reason.id, note: input.note },
      correlationId,
    });
    await tellCrms(tx, deps, input, lead, reason.label);
    const cause = { at, correlationId };
    await tx.outbox.put(cardIntent(lead.id, 0, cause));
    await tx.outbox.put(threadIntent(lead.id, disqualifiedLine(by, reason.label, input.note), cause));
    return { kind: 'disqualified', lead };
  });
}

/** The status that the playbook names, and a closed task that carries reason and note for whoever reads the CRM. */
async function tellCrms(
  tx: HandsTx,
  { playbook, clock }: DisqualifyDeps,
  { by, note, correlationId }: DisqualifyInput,
  lead: Lead,
  label: string,
): Promise<void> {
  const cause = { at: clock.now(), correlationId };
  const subject = leadSubject(lead.id);
  const records = (await livingRecords(tx.mirror, lead)).filter(({ object }) => object === 'lead');
  for (const { crm, object, id } of records) {
    const fields = playbook().playbook.not_a_fit.write[crm];
    if (Object.keys(fields).length === 0) continue;
    const update = { subject, lead: lead.id, ref: { crm, object, id }, fields, rule: null };
    await tx.outbox.put(updateIntent(update, cause));
  }
  for (const crm of new Set(records.map((record) => record.crm))) {
    const task = {
      subject: `Not a fit: ${label}`,
      body: note ?? '',
      due: cause.at.toISOString(),
      done: true,
      kind: 'todo',
    };
    const key = `not-a-fit:${lead.id}:${crm}:${randomUUID()}`;
    await tx.outbox.put(
      createIntent({ lead: lead.id, crm, object: 'task', key, rule: null, fields: task, owner: by.id }, cause),
    );
  }
}
