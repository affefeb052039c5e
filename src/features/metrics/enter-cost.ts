// Costs that no CRM knows: entered and taken out by ops, each with its entry in the audit log.
import { randomUUID } from 'node:crypto';
import { historyRules } from '#features/history/rules.ts';
import type { KeptCost, NewCost } from '#features/history/store.ts';
import { isOps } from '#features/people/roles.ts';
import type { Turn } from '#features/people/turn.ts';
import type { Clock } from '#ports/clock.ts';
import type { JsonObject } from '#ports/json.ts';
import type { Transact } from '#ports/transact.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import type { CostTx } from './desk.ts';

export interface CostDeps {
  readonly transact: Transact<CostTx>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
}

/** What somebody writes of a cost; its days both included. */
export type CostDraft = Pick<
  NewCost,
  'department' | 'channel' | 'source' | 'campaign' | 'fromDay' | 'toDay' | 'amount' | 'currency' | 'note'
>;

export type CostOutcome = { readonly kind: 'done' } | { readonly kind: 'not_allowed' } | { readonly kind: 'unknown' };

/** Throws Fault `invalid_input` for a campaign that is not kept. */
export async function enterCost(deps: CostDeps, turn: Turn, draft: CostDraft): Promise<CostOutcome> {
  const { playbook, version } = deps.playbook();
  if (!isOps(playbook, turn.by)) return { kind: 'not_allowed' };
  const now = deps.clock.now();
  const key = randomUUID();
  const cost: NewCost = { ...draft, origin: 'entered', key, category: null, enteredBy: turn.by.id };
  await deps.transact(async (tx) => {
    await tx.history.enterCosts([cost], historyRules(playbook), now);
    await tx.audit.append({
      ...entry(turn, now, version),
      action: 'cost.entered',
      subject: `cost:${key}`,
      after: told(cost),
    });
  });
  return { kind: 'done' };
}

export async function removeCost(deps: CostDeps, turn: Turn, cost: KeptCost): Promise<CostOutcome> {
  const { playbook, version } = deps.playbook();
  if (!isOps(playbook, turn.by)) return { kind: 'not_allowed' };
  const now = deps.clock.now();
  return deps.transact(async (tx) => {
    if (!(await tx.history.removeCost(cost.id))) return { kind: 'unknown' };
    const subject = `cost:${cost.key}`;
    await tx.audit.append({ ...entry(turn, now, version), action: 'cost.removed', subject, before: told(cost) });
    return { kind: 'done' };
  });
}

function entry({ by, correlationId }: Turn, at: Date, playbookVersion: number) {
  return { at, actor: { kind: 'person', slack: by.id }, correlationId, playbookVersion } as const;
}

function told({ amount, currency, fromDay, toDay, department, channel, source, campaign, note }: NewCost): JsonObject {
  return { amount, currency, from: fromDay, to: toDay, department, channel, source, campaign, note };
}
