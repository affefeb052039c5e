// A lead seen for the first time: baseline, late and held ones are kept in silence, the others meet the rules.
import { after, DAY_MS } from '#kernel/time.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { opsIntent } from '#features/messages/intents.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { AbsorbDeps, Absorbing, IntakeTx } from './absorbing.ts';
import { observeConversion } from './observe-conversion.ts';
import { standingOf } from './standing.ts';
import { describeLead, tellRules } from './update-lead.ts';

export async function admit(tx: IntakeTx, deps: AbsorbDeps, absorbing: Absorbing, draft: Lead): Promise<void> {
  const { playbook, version } = deps.playbook();
  const { standing, holdId } = await standingNow(tx, playbook, absorbing);
  const described = await describeLead(tx, deps, absorbing, draft);
  const lead: Lead = { ...described, standing, holdId };
  await tx.leads.create(lead);
  await tx.audit.append({
    at: absorbing.now,
    action: 'lead.seen',
    actor: { kind: 'crm', crm: absorbing.record.ref.crm, user: null },
    subject: leadSubject(lead.id),
    after: { standing, state: lead.state, score: lead.score, ...(holdId === null ? {} : { hold: holdId }) },
    playbookVersion: version,
    correlationId: absorbing.correlationId,
  });
  await observeConversion(tx, absorbing, lead);
  if (standing === 'announced') await tellRules(tx, deps, absorbing, { lead, before: null });
}

async function standingNow(
  tx: IntakeTx,
  playbook: Playbook,
  { record, now, correlationId }: Absorbing,
): Promise<Pick<Lead, 'standing' | 'holdId'>> {
  const { announce_max_age, import_brake } = playbook.intake;
  const connection = await tx.connections.get(record.ref.crm);
  const open = await tx.holds.open();
  const standing = standingOf({
    createdAt: record.createdAt,
    connectedAt: connection?.connectedAt ?? after(now, -DAY_MS),
    now,
    maxAgeMs: announce_max_age,
    recent: await tx.holds.countNewSince(after(now, -import_brake.within)),
    brake: import_brake.leads,
    holdOpen: open !== null,
  });
  if (standing !== 'held') return { standing, holdId: null };
  const hold = open ?? (await tx.holds.start(now));
  if (!open) {
    await tx.audit.append({
      at: now,
      action: 'hold.opened',
      actor: { kind: 'system', part: 'intake' },
      subject: `hold:${hold.id}`,
      after: { leads: import_brake.leads, within_ms: import_brake.within },
      correlationId,
    });
    const text = `More than ${import_brake.leads} new leads arrived within ${Math.round(import_brake.within / 60_000)} minutes.`;
    await tx.outbox.put(opsIntent(`hold:${hold.id}`, { text, hold: hold.id }, { at: now, correlationId }));
  }
  return { standing, holdId: hold.id };
}
