// Whether an approver can be somebody at all: a role that exists and is not empty, a field that holds an address, a manager.
import type { ApproverSpec } from './approvers.ts';
import { unknownField } from './cel-errors.ts';
import { ADDRESS_FIELDS } from './fields.ts';
import type { GateName } from './gates.ts';
import type { ConditionLanguage } from './language.ts';
import { nearest } from './nearest.ts';

/** Who has each role, by e-mail address in lower case. */
export type Roles = ReadonlyMap<string, readonly string[]>;

export interface ApproverContext {
  readonly roles: Roles;
  /** Whether anybody in `people` has a manager. */
  readonly hasManagers: boolean;
  readonly gate: GateName;
  readonly language: ConditionLanguage;
}

interface ApproverProblem {
  readonly message: string;
  readonly params?: { offset: number; suggestion: string | null };
}

export function checkApprover(spec: ApproverSpec, context: ApproverContext): ApproverProblem | null {
  switch (spec.kind) {
    case 'person':
    case 'group':
      return null;
    case 'role':
      return roleProblem(spec.role, context.roles);
    case 'field':
      return fieldProblem(spec.path, 'field:'.length, context);
    case 'manager_of':
      return managerProblem(spec.path, context);
  }
}

function roleProblem(role: string, roles: Roles): ApproverProblem | null {
  const people = roles.get(role);
  const params = { offset: 'role:'.length, suggestion: nearest(role, roles.keys()) };
  if (people === undefined) return { message: `unknown role "${role}"`, params };
  return people.length > 0 ? null : { message: `nobody has the role ${role}: name somebody under roles` };
}

function fieldProblem(path: string, offset: number, { language }: ApproverContext): ApproverProblem | null {
  const { fields } = language;
  if (!fields.has(path)) {
    const { message, suggestion } = unknownField(path, offset, fields);
    return { message, params: { offset, suggestion } };
  }
  // What the mapping adds may well be an address.
  if (ADDRESS_FIELDS.has(path) || fields.get(path) === 'any') return null;
  const fit = [...ADDRESS_FIELDS].filter((field) => fields.has(field));
  const message = `${path} is no e-mail address of a colleague; ${fit.join(' and ')} ${fit.length === 1 ? 'is' : 'are'}`;
  return { message, params: { offset, suggestion: null } };
}

function managerProblem(path: string | null, context: ApproverContext): ApproverProblem | null {
  if (path === null && context.gate === 'action') {
    return { message: 'a rule asks here, and a rule has no manager: name whose manager by a field' };
  }
  if (!context.hasManagers) return { message: 'nobody in people has a manager: write manager: there' };
  return path === null ? null : fieldProblem(path, 'manager_of:'.length, context);
}
