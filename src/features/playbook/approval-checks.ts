// What is wrong with approval policies beyond their shape: conditions, approvers nobody finds, steps that never end.
import { checkApprover, type ApproverContext } from './approver-checks.ts';
import { approverText } from './approvers.ts';
import { compileCondition } from './conditions.ts';
import { GATE_NAMES, type GateName } from './gates.ts';
import type { ConditionLanguage } from './language.ts';
import { clashes, mostVoters } from './step-clashes.ts';
import { asList, entryIn, textIn, type Issues } from './written.ts';
import { approversAt, stepsIn, type ReadStep, type WrittenApprover } from './written-policy.ts';

export interface ApprovalContext extends Omit<ApproverContext, 'gate' | 'language'> {
  readonly languages: Readonly<Record<GateName, ConditionLanguage>>;
  /** Names of policies that a rule's action names by `gate:`. */
  readonly gated: ReadonlySet<string>;
}

/** A check of one policy. Reads whatever was written, so that all of it is told at once. */
export function checkPolicy(context: ApprovalContext): (policy: unknown, issues: Issues) => void {
  return (policy, issues) => {
    const gate = GATE_NAMES.find((name) => name === textIn(policy, 'on'));
    const steps = stepsIn(policy);
    for (const step of steps) checkStep(step, context, issues);
    const escalateTo = approversAt(entryIn(policy, 'escalate_to'), ['escalate_to']);
    refuseRepeats(escalateTo, issues);
    const samePerson = entryIn(policy, 'same_person_in_steps') === true;
    for (const { path, people } of samePerson ? [] : clashes(steps, context.roles)) {
      const who = people.length === 1 ? `${people.join('')} counts` : `${people.join(', ')} count`;
      const message = `${who} in one step alone, and an earlier one needs them: name somebody else here, or write same_person_in_steps: true`;
      issues.addIssue({ code: 'custom', message, path: [...path] });
    }
    if (gate === undefined) return;
    const language = context.languages[gate];
    checkCondition(textIn(policy, 'if'), ['if'], language, issues);
    for (const step of steps) checkCondition(step.if, [...step.path, 'if'], language, issues);
    for (const { path, spec } of [...steps.flatMap((step) => step.approvers), ...escalateTo]) {
      const problem = checkApprover(spec, { ...context, gate, language });
      if (problem) issues.addIssue({ code: 'custom', path: [...path], ...problem });
    }
  };
}

/** A check of all policies together: those that nothing ever comes to. */
export function checkPolicies({ gated }: ApprovalContext): (policies: unknown, issues: Issues) => void {
  return (policies, issues) => {
    const open = new Map<string, string>();
    for (const [index, policy] of asList(policies).entries()) {
      const on = textIn(policy, 'on');
      const name = textIn(policy, 'name');
      if (on === null || name === null) continue;
      if (on === 'action') {
        if (gated.has(name)) continue;
        const message = `no action waits for this policy: write gate: ${name} in the settings of one`;
        issues.addIssue({ code: 'custom', message, path: [index, 'name'] });
        continue;
      }
      const before = open.get(on);
      if (before !== undefined) {
        const message = `never comes to its turn: "${before}" above stands before every ${on}, for it has no condition`;
        issues.addIssue({ code: 'custom', message, path: [index, 'name'] });
      } else if (!hasCondition(policy)) open.set(on, name);
    }
  };
}

/** It is compiled by then, where it could be. */
function hasCondition(policy: unknown): boolean {
  return (entryIn(policy, 'if') ?? null) !== null;
}

function checkStep(step: ReadStep, { roles }: ApprovalContext, issues: Issues): void {
  const { path, keys, count, approvers } = step;
  if (keys.length !== 1) {
    const nested = path.includes('together');
    const ways = nested ? 'any_of, all_of, majority_of and n_of' : 'any_of, all_of, majority_of, n_of and together';
    const message = keys.length === 0 ? `a step needs one of ${ways}` : `a step has one of ${ways} alone`;
    issues.addIssue({ code: 'custom', message, path: [...path] });
  }
  if (keys[0] === 'together' && step.if !== null) {
    const message = 'write the condition in each of the steps that are side by side';
    issues.addIssue({ code: 'custom', message, path: [...path, 'if'] });
  }
  refuseRepeats(approvers, issues);
  const most = step.garbled ? null : mostVoters(approvers, roles);
  if (count === null || most === null || count <= most) return;
  const message = `${count} of ${most} can never be reached`;
  issues.addIssue({ code: 'custom', message, path: [...path, 'n_of', 'n'] });
}

function checkCondition(source: string | null, path: PropertyKey[], language: ConditionLanguage, issues: Issues): void {
  if (source === null) return;
  const outcome = compileCondition(source, language);
  if (outcome.kind === 'compiled') return;
  for (const { offset, message, suggestion } of outcome.problems) {
    issues.addIssue({ code: 'custom', message, path, params: { offset, suggestion } });
  }
}

function refuseRepeats(approvers: readonly WrittenApprover[], issues: Issues): void {
  const seen = new Set<string>();
  for (const { path, spec } of approvers) {
    const text = approverText(spec);
    if (seen.has(text)) {
      issues.addIssue({ code: 'custom', message: `there is an approver "${text}" already`, path: [...path] });
    }
    seen.add(text);
  }
}
