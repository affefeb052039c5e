// One mend a kind of hole. Each looks again behind the lock that everybody takes who works on the subject, and puts what
// is missing under a key that follows from it, so that two sweeps, or a sweep and a late worker, do it once.
import type { ChannelId, LeadId } from '#kernel/ids.ts';
import { elapsed } from '#kernel/time.ts';
import { refKey } from '#ports/crm.ts';
import { releaseIntent } from '#features/intake/release-hold.ts';
import { assignIntent, cardIntent, threadIntent } from '#features/leads/intents.ts';
import { leadSubject } from '#features/leads/lead.ts';
import { goOn } from '#features/leads/list-work.ts';
import { settleClaim } from '#features/leads/settle-claim.ts';
import { offerEndedLine } from '#features/leads/thread-lines.ts';
import { runRules } from '#features/rules/run-rules.ts';
import type { StrandedHold } from './store.ts';
import type { Hole, Mend, Mending, RecoveryTx } from './sweep-holes.ts';

export async function mendCard(tx: RecoveryTx, id: LeadId, mending: Mending): Promise<Mend> {
  const lead = await tx.leads.lock(id);
  if (!lead || !(await tx.holes.lacksCard(id))) return 'gone';
  const key = `sweep:card:${id}:${lead.card?.target ?? ''}`;
  if (await tx.holes.knowsIntent(key)) return 'stuck';
  await tx.outbox.put({ ...cardIntent(id, 5, mending), key });
  return mended(tx, 'card', leadSubject(id), key, mending);
}

/** What waits for a channel is sent by one intent, which goes on until nothing is left. */
export async function mendLists(tx: RecoveryTx, channel: ChannelId, mending: Mending): Promise<Mend> {
  await tx.lists.lock(channel);
  const still = await tx.holes.stalledChannels({ before: mending.at, limit: 1000 });
  if (!still.includes(channel)) return 'gone';
  await goOn(tx, channel, mending);
  return mended(tx, 'list', 'system', `lists:${channel}`, mending);
}

/** Writes that nobody will make are asked for; a claim whose every answer is there is settled. */
export async function mendClaim(
  tx: RecoveryTx,
  { lead, claim: id }: { readonly lead: LeadId; readonly claim: string },
  mending: Mending,
): Promise<Mend> {
  await tx.leads.lock(lead);
  const claim = await tx.claims.get(id);
  if (claim?.state !== 'writing') return 'gone';
  const { at, correlationId } = mending;
  if (!claim.writes.some(({ outcome }) => outcome === 'pending')) {
    await settleClaim(tx, { playbook: mending.deps.playbook().playbook, claimId: id, at, correlationId });
    return mended(tx, 'claim', leadSubject(lead), `claim:${id}`, mending);
  }
  let outcome: Mend = 'gone';
  for (const { ref } of await tx.holes.orphanWrites(id)) {
    const intent = assignIntent(id, lead, ref, mending);
    const again = { ...intent, key: `sweep:${intent.key}` };
    // Under its own key it may be remembered as done, which it then was not.
    const missing = (await tx.holes.knowsIntent(intent.key)) ? again : intent;
    if (await tx.holes.knowsIntent(missing.key)) return 'stuck';
    await tx.outbox.put(missing);
    outcome = await mended(tx, 'claim', leadSubject(lead), `${id}:${refKey(ref)}`, mending);
  }
  return outcome;
}

/** The rules see the lead as new as it was when it was first seen. */
export async function mendRules(tx: RecoveryTx, id: LeadId, mending: Mending): Promise<Mend> {
  const lead = await tx.leads.lock(id);
  if (lead?.standing !== 'announced') return 'gone';
  const { at, correlationId, deps } = mending;
  const subject = leadSubject(id);
  const key = `${subject}:lead.created:swept`;
  const event = { key, type: 'lead.created' as const, subject, at, before: null, after: lead.facts, correlationId };
  if (!(await tx.lifecycle.record(event))) return 'gone';
  await runRules(tx, deps, { event, lead, ageMs: elapsed(lead.createdAt, lead.seenAt) });
  return mended(tx, 'rules', subject, key, mending);
}

/** The others of the team are told that they may claim now. Nothing is wrong with such a lead, so nothing is audited. */
export async function tellEndedOffer(tx: RecoveryTx, id: LeadId, mending: Mending): Promise<Mend> {
  const lead = await tx.leads.lock(id);
  const ended = lead?.state === 'offered' && lead.offerEndsAt !== null && lead.offerEndsAt <= mending.at;
  if (!ended || lead.offeredTo === null) return 'gone';
  const key = `offer-ended:${id}:${lead.offeredTo}`;
  if (await tx.holes.knowsIntent(key)) return 'gone';
  const rep = await tx.directory.person(lead.offeredTo);
  const line = offerEndedLine(rep?.name ?? 'the rep', lead.claimBy === 'team' ? lead.team : null);
  await tx.outbox.put({ ...threadIntent(id, line, mending), key });
  return 'mended';
}

export async function mendHold(tx: RecoveryTx, { hold, standing }: StrandedHold, mending: Mending): Promise<Mend> {
  const subject = `hold:${hold}`;
  await tx.holes.lockSubject(subject);
  const query = { since: new Date(0), before: mending.at, limit: 1000 };
  const still = (await tx.holes.strandedHolds(query)).some((one) => one.hold === hold);
  if (!still) return 'gone';
  const intent = { ...releaseIntent({ hold, standing, leads: null }, mending.correlationId), key: `sweep:${subject}` };
  if (await tx.holes.knowsIntent(intent.key)) return 'stuck';
  await tx.outbox.put(intent);
  return mended(tx, 'hold', subject, intent.key, mending);
}

async function mended(
  tx: RecoveryTx,
  hole: Hole,
  subject: string,
  key: string,
  { at, correlationId }: Mending,
): Promise<Mend> {
  await tx.audit.append({
    at,
    action: 'recovery.mended',
    actor: { kind: 'system', part: 'recovery' },
    subject,
    after: { hole, key },
    correlationId,
  });
  return 'mended';
}
