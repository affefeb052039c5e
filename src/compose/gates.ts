// What stands behind an approval: each gate says what is asked for, and what a yes to it does.
import type { Stores } from '#adapters/postgres/stores.ts';
import type { ApprovalDeps } from '#features/approvals/desk.ts';
import type { Gate, Gates } from '#features/approvals/gate.ts';
import type { CampaignDesk } from '#features/campaigns/desk.ts';
import type { GateName } from '#features/playbook/approvals.ts';
import { campaignGates } from '#features/campaigns/gates.ts';
import { actionGate } from '#features/rules/action-gate.ts';

export type GateParts = Pick<CampaignDesk<Stores>, 'playbook' | 'crms'>;

/** A gate that asks anew works with the gates that it is itself one of: they are looked at when it does. */
export function createGates(deps: GateParts, desk: () => ApprovalDeps<Stores>): Gates<Stores> {
  const gates: readonly Gate<Stores>[] = [actionGate(desk), ...campaignGates<Stores>(deps)];
  return new Map<GateName, Gate<Stores>>(gates.map((gate) => [gate.name, gate]));
}
