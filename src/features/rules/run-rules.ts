// Runs the playbook on one lifecycle event: what fires is recorded once, then its actions become decisions and intents.
import type { RecordRef } from '#ports/crm.ts';
import type { ApprovalDeps } from '#features/approvals/desk.ts';
import type { LifecycleEvent } from '#features/intake/lifecycle.ts';
import type { Lead } from '#features/leads/lead.ts';
import { withAge } from '#features/playbook/facts.ts';
import type { ActivePlaybook } from '#features/playbook/active.ts';
import type { Rule } from '#features/playbook/schema.ts';
import { decideTrigger } from '#features/playbook/triggers.ts';
import type { TriggerDecision } from '#features/playbook/triggers.ts';
import { applyActions } from './apply-actions.ts';
import type { FiredRule } from './apply-actions.ts';
import type { RulesTx } from './fired.ts';

export interface RulesInput {
  readonly event: LifecycleEvent;
  /** The lead of the event; null for an opportunity without one. */
  readonly lead: Lead | null;
  /** Set for opportunity events. */
  readonly opportunity?: RecordRef;
  /** Age of the subject. */
  readonly ageMs: number;
}

/** Runs inside the caller's transaction, which holds the subject's lock. */
export async function runRules(tx: RulesTx, deps: ApprovalDeps<RulesTx>, input: RulesInput): Promise<void> {
  const { event, ageMs } = input;
  const active = deps.playbook();
  const seen = {
    event: event.type,
    before: event.before === null ? null : withAge(event.before, ageMs),
    after: withAge(event.after, ageMs),
    ageMs,
  };
  const fired: FiredRule[] = [];
  for (const rule of active.playbook.rules) {
    const decision = decideTrigger(rule, seen);
    if (decision.fires && (await recordFiring(tx, active, input, rule, decision))) {
      fired.push({ rule, fired: asFired(active, input, rule), facts: seen.after });
    }
  }
  await applyActions(tx, deps, fired);
}

async function recordFiring(
  tx: RulesTx,
  playbook: ActivePlaybook,
  { event }: RulesInput,
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

function asFired(playbook: ActivePlaybook, { event, lead, opportunity }: RulesInput, rule: Rule): FiredRule['fired'] {
  const { at, correlationId } = event;
  return {
    rule: rule.name,
    playbook,
    event,
    leadId: lead?.id ?? null,
    opportunity: opportunity ?? null,
    at,
    correlationId,
  };
}
