// The gate that an approval stands before.
import { Fault } from '#kernel/errors.ts';
import type { Approval } from './approval.ts';
import type { Gate, Gates } from './gate.ts';

/** Throws Fault `internal` where no feature registered it. */
export function gateOf<Tx>(gates: Gates<Tx>, { gate: name }: Pick<Approval, 'gate'>): Gate<Tx> {
  const gate = gates.get(name);
  if (!gate) throw new Fault('internal', `no feature has a gate ${name}`);
  return gate;
}
