// A policy as it applies to one request: steps whose condition holds, and whom the record's fields name. Pure.
import type { ApproverSpec } from '#features/playbook/approvals.ts';
import { factValue } from '#features/playbook/facts.ts';
import type { Facts } from '#features/playbook/facts.ts';
import { rootOf } from '#features/playbook/fields.ts';
import type { Policy } from '#features/playbook/schema.ts';
import type { PolicySnapshot, StepSnapshot } from './approval.ts';

/** Stages without a step that applies are left out, so a snapshot without any step asks nobody. */
export function snapshotPolicy(policy: Policy, facts: Facts): PolicySnapshot {
  const stages = policy.stages
    .map((stage) => stage.filter((step) => step.if === null || step.if.matches(facts)))
    .filter((stage) => stage.length > 0);
  const steps = stages.flatMap((stage, index) =>
    stage.map(({ name, quorum, approvers }): StepSnapshot => ({ name, stage: index, quorum, approvers })),
  );
  return {
    name: policy.name,
    channel: policy.channel ?? null,
    steps,
    named: namedBy([...steps.flatMap(({ approvers }) => approvers), ...policy.escalate_to], facts),
    remindAfterMs: policy.remind_after,
    escalateAfterMs: policy.escalate_after,
    escalateTo: policy.escalate_to,
    expireAfterMs: policy.expire_after,
    expiresAs: policy.expires_as,
    commentOnReject: policy.comment_on_reject,
    samePersonInSteps: policy.same_person_in_steps,
    bulk: policy.bulk,
  };
}

function namedBy(approvers: readonly ApproverSpec[], facts: Facts): Readonly<Record<string, string | null>> {
  const paths = approvers.flatMap((spec) =>
    (spec.kind === 'field' || spec.kind === 'manager_of') && spec.path !== null ? [spec.path] : [],
  );
  return Object.fromEntries(paths.map((path) => [path, addressAt(facts, path)]));
}

function addressAt(facts: Facts, path: string): string | null {
  const root = rootOf(path);
  const value = root === null ? null : factValue(facts, root, path.slice(root.length + 1));
  return typeof value === 'string' && value.includes('@') ? value.trim().toLowerCase() : null;
}
