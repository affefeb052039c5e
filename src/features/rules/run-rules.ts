// Runs the playbook on one lifecycle event: what fires is recorded once, then its actions become decisions and intents.
import type { RecordRef } from '#ports/crm.ts';
import type { LifecycleEvent } from '#features/intake/lifecycle.ts';
import type { Lead } from '#features/leads/lead.ts';
import { withAge } from '#features/playbook/facts.ts';
import type { ActivePlaybook } from '#features/playbook/active.ts';
import type { Rule } from '#features/playbook/schema.ts';
import { decideTrigger } from '#features/playbook/triggers.ts';
import type { TriggerDecision } from '#features/playbook/triggers.ts';
import { applyActions } from './apply-actions.ts';
import type { Fired, RulesTx } from './fired.ts';

export interface RulesInput {
  readonly playbook: ActivePlaybook;
  readonly event: LifecycleEvent;
  /** The lead of the event; null for an opportunity without one. */
  readonly lead: Lead | null;
  /** Set for opportunity events. */
  readonly opportunity?: RecordRef;
  /** Age of the subject. */
  readonly ageMs: number;
}

/** Runs inside the caller's transaction, which holds the subject's lock. */
export async function runRules(tx: RulesTx, input: RulesInput): Promise<void> {
  const { event, ageMs } = input;
  const seen = {
    event: event.type,
    before: event.before === null ? null : withAge(event.before, ageMs),
    after: withAge(event.after, ageMs),
    ageMs,
  };
  const fired: Fired[] = [];
  for (const rule of input.playbook.playbook.rules) {
    const decision = decideTrigger(rule, seen);
    if (decision.fires && (await recordFiring(tx, input, rule, decision))) fired.push(asFired(input, rule));
  }
  await applyActions(tx, fired);
}

async function recordFiring(
  tx: RulesTx,
  { playbook, event }: RulesInput,
  rule: Rule,
  { verdict }: TriggerDecision,
): Promise<boolean> {
  const { subject, at, correlationId } = event;
  const edge = rule.refire === 'on_edge' ? await edgesSoFar(tx, rule, subject) : 0;
  const values = verdict?.values ?? [];
  const recorded = await tx.firings.record({
    rule: rule.name,
    subject,
    edge,
    event: event.type,
    playbookVersion: playbook.version,
    values,
    at,
    correlationId,
  });
  if (!recorded) return false;
  await tx.audit.append({
    at,
    action: 'rule.fired',
    actor: { kind: 'rule', rule: rule.name },
    subject,
    after: { event: event.type, values: Object.fromEntries(values.map(({ path, value }) => [path, value])) },
    playbookVersion: playbook.version,
    correlationId,
  });
  return true;
}

async function edgesSoFar(tx: RulesTx, rule: Rule, subject: string): Promise<number> {
  const firings = await tx.firings.ofSubject(subject);
  return firings.filter((firing) => firing.rule === rule.name).length;
}

function asFired({ playbook, event, lead, opportunity }: RulesInput, rule: Rule): Fired {
  const { at, correlationId } = event;
  return { rule, playbook, event, leadId: lead?.id ?? null, opportunity: opportunity ?? null, at, correlationId };
}
