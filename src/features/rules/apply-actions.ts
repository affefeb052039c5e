// What fired rules do. Routing is decided first, whatever the order written, so that writes and cards know the rep. What
// a policy of the playbook stands before is asked for in place of done.
import type { ApprovalDeps } from '#features/approvals/desk.ts';
import type { Facts } from '#features/playbook/facts.ts';
import type { Action, Rule } from '#features/playbook/schema.ts';
import { planAction } from './action-plan.ts';
import { askFirst } from './ask-first.ts';
import { carryOut } from './carry-out.ts';
import type { Fired, RulesTx } from './fired.ts';

const ORDER: Readonly<Record<Action['kind'], number>> = {
  route: 0,
  create_opportunity: 1,
  create_task: 1,
  update_record: 1,
  alert: 2,
};

export interface FiredRule {
  readonly rule: Rule;
  readonly fired: Fired;
  /** As conditions see them, with the subject's age. */
  readonly facts: Facts;
}

/** Runs inside the caller's transaction. */
export async function applyActions(
  tx: RulesTx,
  deps: ApprovalDeps<RulesTx>,
  rules: readonly FiredRule[],
): Promise<void> {
  const steps = rules.flatMap((one) => one.rule.do.map((action) => ({ ...one, action })));
  for (const step of steps.toSorted((one, other) => ORDER[one.action.kind] - ORDER[other.action.kind])) {
    const { rule, fired, facts, action } = step;
    const plan = planAction(rule, action, fired.event.after, fired.at);
    const { gate } = action;
    if (gate !== undefined && (await askFirst(tx, deps, { fired, plan, facts, policy: gate }))) continue;
    await carryOut(tx, fired, plan);
  }
}
