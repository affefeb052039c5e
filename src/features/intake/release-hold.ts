// Lets go of held leads as ops decided, a batch a transaction, so that a crash in between loses and repeats nothing.
import { z } from 'zod';
import { LeadId } from '#kernel/ids.ts';
import type { CorrelationId } from '#kernel/ids.ts';
import { elapsed } from '#kernel/time.ts';
import type { HeldIntent, Intent, IntentOutcome } from '#ports/outbox.ts';
import type { Lead } from '#features/leads/lead.ts';
import { leadSubject } from '#features/leads/lead.ts';
import { runRules } from '#features/rules/run-rules.ts';
import type { AbsorbDeps, IntakeTx } from './absorbing.ts';

const ReleasePayload = z.object({
  hold: z.int(),
  standing: z.enum(['announced', 'mirrored']),
  /** Null: all that the hold still holds. */
  leads: z.array(LeadId).nullable().default(null),
});
type ReleasePayload = z.infer<typeof ReleasePayload>;

/** Leads of one transaction: enough to be quick, few enough to hold no lock for long. */
const BATCH = 50;

export function releaseIntent(payload: ReleasePayload, correlationId: CorrelationId): Intent {
  const lane = `hold:${payload.hold}`;
  const key = payload.leads === null ? `${lane}:release` : `${lane}:list:${correlationId}`;
  return { kind: 'hold.release', lane, key, urgency: 9, payload, correlationId };
}

/** Outbox handler `hold.release`. Repeatable: a lead that was let go is not held any more. */
export async function releaseHold(deps: AbsorbDeps, intent: HeldIntent): Promise<IntentOutcome<IntakeTx>> {
  const { hold, standing, leads } = ReleasePayload.parse(intent.payload);
  for (let from = 0; ; from += BATCH) {
    const batch = await deps.transact(async (tx) => {
      const ids = leads?.slice(from, from + BATCH) ?? (await tx.holds.heldLeads(hold, BATCH));
      await releaseLeads(tx, deps, { hold, ids, standing, correlationId: intent.correlationId });
      return ids.length;
    });
    if (batch < BATCH) return { kind: 'done' };
  }
}

interface Release {
  readonly hold: number;
  readonly ids: readonly LeadId[];
  readonly standing: 'announced' | 'mirrored';
  readonly correlationId: CorrelationId;
}

/** A lead that is not held any more is left alone. */
async function releaseLeads(tx: IntakeTx, deps: AbsorbDeps, release: Release): Promise<void> {
  const at = deps.clock.now();
  for (const id of release.ids) {
    const lead = await tx.leads.lock(id);
    if (lead?.standing !== 'held') continue;
    await tx.leads.change(id, { standing: release.standing }, at);
    await tx.audit.append({
      at,
      action: 'lead.unheld',
      actor: { kind: 'system', part: 'intake' },
      subject: leadSubject(id),
      before: { standing: 'held' },
      after: { standing: release.standing, hold: release.hold },
      correlationId: release.correlationId,
    });
    if (release.standing === 'announced') await announce(tx, deps, lead, at, release.correlationId);
  }
}

/** Rules see the lead as new as it was when it was held, however long ops took. */
async function announce(
  tx: IntakeTx,
  deps: AbsorbDeps,
  lead: Lead,
  at: Date,
  correlationId: CorrelationId,
): Promise<void> {
  const subject = leadSubject(lead.id);
  const key = `${subject}:released`;
  const event = { key, type: 'lead.created' as const, subject, at, before: null, after: lead.facts, correlationId };
  if (!(await tx.lifecycle.record(event))) return;
  const ageMs = elapsed(lead.createdAt, lead.seenAt);
  await runRules(tx, deps, { event, lead: { ...lead, standing: 'announced' }, ageMs });
}
