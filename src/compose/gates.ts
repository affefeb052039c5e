// What stands behind an approval: each gate says what is asked for, and what a yes to it does.
import type { Stores } from '#adapters/postgres/stores.ts';
import type { ApprovalDeps } from '#features/approvals/desk.ts';
import type { Gate, Gates } from '#features/approvals/gate.ts';
import type { GateName } from '#features/playbook/approvals.ts';
import { actionGate } from '#features/rules/action-gate.ts';

/** A gate works with the desk that it is itself a part of: it is asked for when the first approval is. */
export function createGates(deps: () => ApprovalDeps<Stores>): Gates<Stores> {
  const gates: readonly Gate<Stores>[] = [actionGate(deps)];
  return new Map<GateName, Gate<Stores>>(gates.map((gate) => [gate.name, gate]));
}
