// "Log a touch": the rep says that they called, wrote or met; it becomes a closed task in every CRM that has the lead.
import { randomUUID } from 'node:crypto';
import type { CorrelationId, LeadId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { Transact } from '#ports/transact.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { HandsTx } from './change-hands.ts';
import { holdOf } from './give-up.ts';
import type { GiveUpRefusal } from './give-up.ts';
import { cardIntent, createIntent, threadIntent } from './intents.ts';
import { leadSubject } from './lead.ts';
import type { Lead } from './lead.ts';
import { livingRecords } from './living-records.ts';
import { touchedLine } from './thread-lines.ts';

export const TOUCH_KINDS = ['call', 'email', 'meeting'] as const;
export type TouchKind = (typeof TOUCH_KINDS)[number];

export const TOUCH_LABELS: Readonly<Record<TouchKind, string>> = { call: 'Call', email: 'E-mail', meeting: 'Meeting' };

export interface TouchDeps {
  readonly transact: Transact<HandsTx>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
}

export interface TouchInput {
  readonly lead: LeadId;
  readonly by: SlackPerson;
  readonly touch: TouchKind;
  readonly note: string | null;
  readonly correlationId: CorrelationId;
}

export type TouchOutcome = { readonly kind: 'logged'; readonly lead: Lead } | GiveUpRefusal;

export function logTouch({ transact, playbook, clock }: TouchDeps, input: TouchInput): Promise<TouchOutcome> {
  const { by, touch, note, correlationId } = input;
  return transact(async (tx) => {
    const at = clock.now();
    const held = holdOf(playbook().playbook, await tx.leads.lock(input.lead), by);
    if (held.kind !== 'held') return held;
    const { lead } = held;
    await tx.leads.change(lead.id, { touchedAt: lead.touchedAt ?? at }, at);
    await tx.audit.append({
      at,
      action: 'lead.touched',
      actor: { kind: 'person', slack: by.id },
      subject: leadSubject(lead.id),
      after: { touch, note },
      correlationId,
    });
    const cause = { at, correlationId };
    const fields = { subject: TOUCH_LABELS[touch], body: note ?? '', due: at.toISOString(), done: true, kind: touch };
    const records = (await livingRecords(tx.mirror, lead)).filter(({ object }) => object === 'lead');
    for (const crm of new Set(records.map((record) => record.crm))) {
      const key = `touch:${lead.id}:${crm}:${randomUUID()}`;
      await tx.outbox.put(
        createIntent({ lead: lead.id, crm, object: 'task', key, rule: null, fields, owner: by.id }, cause),
      );
    }
    await tx.outbox.put(cardIntent(lead.id, 9, cause));
    await tx.outbox.put(threadIntent(lead.id, touchedLine(by, TOUCH_LABELS[touch], note), cause));
    return { kind: 'logged', lead };
  });
}
