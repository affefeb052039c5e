// Leads that were found too late to announce: one message to ops, then they are plain mirrored leads.
import { leadSubject } from '#features/leads/lead.ts';
import { newCorrelationId } from '#kernel/ids.ts';
import type { Lead } from '#features/leads/lead.ts';
import { opsIntent } from '#features/messages/intents.ts';
import { lateLeadsText } from '#features/leads/thread-lines.ts';
import type { AbsorbDeps } from './absorbing.ts';

/** Leads named one by one; the others are counted. */
const NAMED = 10;
const MOST = 1000;

/** Tells ops about late leads that they were not told about yet. Returns how many. */
export function tellLateLeads({ transact, clock }: AbsorbDeps): Promise<number> {
  return transact(async (tx) => {
    const at = clock.now();
    const late: readonly Lead[] = await tx.leads.late(MOST);
    if (late.length === 0) return 0;
    const correlationId = newCorrelationId();
    for (const lead of late) {
      await tx.leads.change(lead.id, { standing: 'mirrored' }, at);
      await tx.audit.append({
        at,
        action: 'lead.told_late',
        actor: { kind: 'system', part: 'intake' },
        subject: leadSubject(lead.id),
        before: { standing: lead.standing },
        after: { standing: 'mirrored' },
        correlationId,
      });
    }
    const text = lateLeadsText(late.slice(0, NAMED), late.length);
    await tx.outbox.put(opsIntent(`late:${correlationId}`, { text, hold: null }, { at, correlationId }));
    return late.length;
  });
}
