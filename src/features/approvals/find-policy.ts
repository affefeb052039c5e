// Which policy stands before something. Pure.
import type { GateName } from '#features/playbook/approvals.ts';
import type { Facts } from '#features/playbook/facts.ts';
import type { Playbook, Policy } from '#features/playbook/schema.ts';

/** The first policy of the gate whose condition holds; with `name`, that one and no other. Null: nobody needs to be asked. */
export function findPolicy(
  { approvals }: Pick<Playbook, 'approvals'>,
  gate: GateName,
  facts: Facts,
  name?: string,
): Policy | null {
  const found = approvals.find((policy) => {
    if (policy.on !== gate || (name !== undefined && policy.name !== name)) return false;
    return policy.if === null || policy.if.matches(facts);
  });
  return found ?? null;
}
