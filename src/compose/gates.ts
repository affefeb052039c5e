// What stands behind an approval: each gate says what is asked for, and what a yes to it does.
import type { Stores } from '#adapters/postgres/stores.ts';
import type { Gate, Gates } from '#features/approvals/gate.ts';
import type { GateName } from '#features/playbook/approvals.ts';

export function createGates(): Gates<Stores> {
  return new Map<GateName, Gate<Stores>>();
}
