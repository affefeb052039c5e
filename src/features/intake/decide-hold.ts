// Ops decide once about leads that the import brake held: announce them, keep them silent, or announce some by list.
import type { CorrelationId, LeadId } from '#kernel/ids.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { leadSubject } from '#features/leads/lead.ts';
import { isOps } from '#features/people/roles.ts';
import type { AbsorbDeps, IntakeTx } from './absorbing.ts';
import { releaseIntent } from './release-hold.ts';

export interface HoldDecision {
  readonly hold: number;
  readonly by: SlackPerson;
  /** `announce` and `mirror` close the hold; a list announces those leads and leaves the others held. */
  readonly verdict: 'announce' | 'mirror' | { readonly announceOnly: readonly LeadId[] };
  readonly correlationId: CorrelationId;
}

export type HoldOutcome =
  /** How many leads it is about; what is done with them follows in the background. */
  | { readonly kind: 'decided'; readonly leads: number }
  | { readonly kind: 'already_decided' }
  | { readonly kind: 'not_allowed' };

export function decideHold(deps: AbsorbDeps, input: HoldDecision): Promise<HoldOutcome> {
  if (!isOps(deps.playbook().playbook, input.by)) return Promise.resolve({ kind: 'not_allowed' });
  const { verdict } = input;
  if (typeof verdict === 'object') return announceSome(deps, input, verdict.announceOnly);
  return decideAll(deps, input, verdict === 'announce' ? 'announced' : 'mirrored');
}

/** Announcing runs the rules on each lead, which takes longer than a modal waits, so it follows in the background. */
function announceSome(deps: AbsorbDeps, input: HoldDecision, ids: readonly LeadId[]): Promise<HoldOutcome> {
  const { hold, correlationId } = input;
  return deps.transact(async (tx) => {
    const leads: LeadId[] = [];
    for (const id of ids) if ((await tx.leads.get(id))?.standing === 'held') leads.push(id);
    if (leads.length === 0) return { kind: 'already_decided' };
    for (const lead of leads) await auditChoice(tx, deps, input, lead);
    await tx.outbox.put(releaseIntent({ hold, standing: 'announced', leads }, correlationId));
    return { kind: 'decided', leads: leads.length };
  });
}

async function auditChoice(tx: IntakeTx, { clock }: AbsorbDeps, input: HoldDecision, lead: LeadId): Promise<void> {
  await tx.audit.append({
    at: clock.now(),
    action: 'hold.lead_announced',
    actor: { kind: 'person', slack: input.by.id },
    subject: leadSubject(lead),
    after: { hold: input.hold },
    correlationId: input.correlationId,
  });
}

function decideAll(deps: AbsorbDeps, input: HoldDecision, state: 'announced' | 'mirrored'): Promise<HoldOutcome> {
  const { hold: id, by, correlationId } = input;
  return deps.transact(async (tx) => {
    const at = deps.clock.now();
    const hold = await tx.holds.get(id);
    if (!hold || !(await tx.holds.settle(id, state, by.id, at))) return { kind: 'already_decided' };
    await tx.audit.append({
      at,
      action: `hold.${state}`,
      actor: { kind: 'person', slack: by.id },
      subject: `hold:${id}`,
      before: { state: 'open' },
      after: { state, leads: hold.leads },
      correlationId,
    });
    await tx.outbox.put(releaseIntent({ hold: id, standing: state, leads: null }, correlationId));
    return { kind: 'decided', leads: hold.leads };
  });
}
