// Steps that can never be done together, because a person counts in one step alone. Pure.
import type { ApproverSpec } from './approvers.ts';
import type { Roles } from './approver-checks.ts';
import type { ReadStep, WrittenApprover } from './written-policy.ts';

export interface Clash {
  readonly path: ReadStep['path'];
  /** Whom this step needs and an earlier one needs as well. */
  readonly people: readonly string[];
}

/** So many people at most stand behind these approvers; null where a group leaves it open. */
export function mostVoters(approvers: readonly WrittenApprover[], roles: Roles): number | null {
  if (approvers.some(({ spec }) => spec.kind === 'group' || (spec.kind === 'role' && !roles.has(spec.role))))
    return null;
  const named = new Set(approvers.flatMap(({ spec }) => peopleOf(spec, roles) ?? []));
  return named.size + approvers.filter(({ spec }) => spec.kind === 'field' || spec.kind === 'manager_of').length;
}

/**
 * Steps with the same condition apply together, and with them those without one. Of each such set it is tried to seat
 * the people whom the playbook names; groups, fields and managers are open, and never in the way.
 */
export function clashes(steps: readonly ReadStep[], roles: Roles): readonly Clash[] {
  const known = steps.flatMap((step) => demandOf(step, roles) ?? []);
  const conditions = new Set(known.map(({ step }) => step.if));
  const found = new Map<ReadStep, Clash>();
  for (const condition of conditions) {
    const together = known.filter(({ step }) => step.if === null || step.if === condition);
    const clash = firstClash(together);
    if (clash) found.set(clash.step, { path: clash.step.path, people: clash.people });
  }
  return [...found.values()];
}

interface Demand {
  readonly step: ReadStep;
  readonly people: readonly string[];
  readonly needed: number;
}

/** Null where the playbook does not say who decides. */
function demandOf(step: ReadStep, roles: Roles): Demand | null {
  const [key, ...others] = step.keys;
  if (others.length > 0 || step.garbled) return null;
  const lists = step.approvers.map(({ spec }) => peopleOf(spec, roles));
  const people = [...new Set(lists.flatMap((list) => list ?? []))];
  // Each of them is needed, whoever else is.
  if (key === 'all_of') return demand(step, people, people.length);
  if (lists.includes(null)) return null;
  if (key === 'any_of') return demand(step, people, 1);
  if (key === 'majority_of') return demand(step, people, Math.floor(people.length / 2) + 1);
  return key === 'n_of' ? demand(step, people, step.count ?? 0) : null;
}

/** A step that has too few people of its own is told so elsewhere. */
function demand(step: ReadStep, people: readonly string[], needed: number): Demand {
  return { step, people, needed: Math.min(needed, people.length) };
}

function peopleOf(spec: ApproverSpec, roles: Roles): readonly string[] | null {
  if (spec.kind === 'person') return [spec.email];
  return spec.kind === 'role' ? (roles.get(spec.role) ?? null) : null;
}

/** Seats one person after the other, moving those who can sit elsewhere; the step that nobody is left for clashes. */
function firstClash(
  demands: readonly Demand[],
): { readonly step: ReadStep; readonly people: readonly string[] } | null {
  const seats = new Map<string, Demand>();
  const met = new Set<string>();
  for (const demand of demands) {
    for (let seated = 0; seated < demand.needed; seated += 1) {
      if (seat(demand, seats, new Set())) continue;
      return { step: demand.step, people: demand.people.filter((person) => met.has(person)) };
    }
    for (const person of demand.people) met.add(person);
  }
  return null;
}

function seat(demand: Demand, seats: Map<string, Demand>, tried: Set<string>): boolean {
  for (const person of demand.people) {
    if (tried.has(person)) continue;
    tried.add(person);
    const taken = seats.get(person);
    if (taken === demand || (taken !== undefined && !seat(taken, seats, tried))) continue;
    seats.set(person, demand);
    return true;
  }
  return false;
}
