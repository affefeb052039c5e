// Ops decide once about leads that the import brake held: announce them, keep them silent, or announce some by list.
import type { CorrelationId, LeadId } from '#kernel/ids.ts';
import { elapsed } from '#kernel/time.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { leadSubject } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { isOps } from '#features/people/roles.ts';
import { runRules } from '#features/rules/run-rules.ts';
import type { AbsorbDeps, IntakeTx } from './absorbing.ts';

export interface HoldDecision {
  readonly hold: number;
  readonly by: SlackPerson;
  /** `announce` and `mirror` close the hold; a list announces those leads and leaves the others held. */
  readonly verdict: 'announce' | 'mirror' | { readonly announceOnly: readonly LeadId[] };
  readonly correlationId: CorrelationId;
}

export type HoldOutcome =
  | { readonly kind: 'decided'; readonly leads: number }
  | { readonly kind: 'already_decided' }
  | { readonly kind: 'not_allowed' };

/** Leads of one transaction: enough to be quick, few enough to hold no lock for long. */
const BATCH = 50;

export async function decideHold(deps: AbsorbDeps, input: HoldDecision): Promise<HoldOutcome> {
  if (!isOps(deps.playbook().playbook, input.by)) return { kind: 'not_allowed' };
  const { verdict } = input;
  if (typeof verdict === 'object') {
    for (const id of verdict.announceOnly)
      await deps.transact((tx) => releaseLeads(tx, deps, input, [id], 'announced'));
    return { kind: 'decided', leads: verdict.announceOnly.length };
  }
  const state = verdict === 'announce' ? 'announced' : 'mirrored';
  const settled = await deps.transact(async (tx) => {
    const at = deps.clock.now();
    if (!(await tx.holds.settle(input.hold, state, input.by.id, at))) return false;
    await tx.audit.append({
      at,
      action: `hold.${state}`,
      actor: { kind: 'person', slack: input.by.id },
      subject: `hold:${input.hold}`,
      correlationId: input.correlationId,
    });
    return true;
  });
  if (!settled) return { kind: 'already_decided' };
  return { kind: 'decided', leads: await releaseHold(deps, input, state) };
}

/** Lets go of what a decided hold still holds. Repeatable: a crash in between is finished by calling it again. */
export async function releaseHold(
  deps: AbsorbDeps,
  input: Pick<HoldDecision, 'hold' | 'correlationId'>,
  standing: 'announced' | 'mirrored',
): Promise<number> {
  let released = 0;
  for (;;) {
    const batch = await deps.transact(async (tx) => {
      const ids = await tx.holds.heldLeads(input.hold, BATCH);
      await releaseLeads(tx, deps, input, ids, standing);
      return ids.length;
    });
    released += batch;
    if (batch < BATCH) return released;
  }
}

async function releaseLeads(
  tx: IntakeTx,
  deps: AbsorbDeps,
  { correlationId }: Pick<HoldDecision, 'correlationId'>,
  ids: readonly LeadId[],
  standing: 'announced' | 'mirrored',
): Promise<void> {
  const at = deps.clock.now();
  for (const id of ids) {
    const lead = await tx.leads.lock(id);
    if (lead?.standing !== 'held') continue;
    await tx.leads.change(id, { standing }, at);
    if (standing === 'announced') await announce(tx, deps, { ...lead, standing }, at, correlationId);
  }
}

async function announce(
  tx: IntakeTx,
  deps: AbsorbDeps,
  lead: Lead,
  at: Date,
  correlationId: CorrelationId,
): Promise<void> {
  const subject = leadSubject(lead.id);
  const event = {
    key: `${subject}:released`,
    type: 'lead.created' as const,
    subject,
    at,
    before: null,
    after: lead.facts,
    correlationId,
  };
  if (!(await tx.lifecycle.record(event))) return;
  await runRules(tx, { playbook: deps.playbook(), event, lead, ageMs: elapsed(lead.createdAt, at) });
}
