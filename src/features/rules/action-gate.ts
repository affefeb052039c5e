// The gate before actions of rules: once everybody said yes, the action is done in the transaction of the last yes, just
// as the rule would have done it, if it is still what they said yes to.
import { approvalKey } from '#features/approvals/approval.ts';
import type { Approval } from '#features/approvals/approval.ts';
import type { ApprovalDeps } from '#features/approvals/desk.ts';
import type { Ending, Gate } from '#features/approvals/gate.ts';
import { spendApproval } from '#features/approvals/spend-approval.ts';
import { voidApproval } from '#features/approvals/void-approval.ts';
import { cancelApproval } from '#features/approvals/withdraw-approval.ts';
import { cardIntent, threadIntent } from '#features/leads/intents.ts';
import type { Cause } from '#features/messages/intents.ts';
import type { Facts } from '#features/playbook/facts.ts';
import { withAge } from '#features/playbook/facts.ts';
import type { LeadId } from '#kernel/ids.ts';
import { elapsed } from '#kernel/time.ts';
import { contentOf, describeAction } from './action-content.ts';
import { carryOut } from './carry-out.ts';
import type { Fired, RulesTx } from './fired.ts';
import { gatedAction, heldAction, whatOf } from './gated-action.ts';

const SYSTEM = { kind: 'system', part: 'rules' } as const;

/** @param deps with this gate in its `gates`, which is why it is asked for late. */
export function actionGate(deps: () => ApprovalDeps<RulesTx>): Gate<RulesTx> {
  return {
    name: 'action',
    describe: describeAction,
    async current(tx, approval) {
      const { playbook, clock } = deps();
      const held = await heldAction(tx, playbook, approval, clock.now());
      return held && contentOf(tx, playbook().playbook, held.fired, held.plan);
    },
    approved: (tx, approval, cause) => approved(tx, deps(), approval, cause),
    ended: dropped,
    async moved(tx, approval, cause) {
      const { lead } = gatedAction(approval);
      if (lead !== null) await say(tx, lead, null, cause);
    },
  };
}

const ENDINGS: Readonly<Record<Ending, string>> = {
  rejected: 'rejected, so it is not done',
  changes_requested: 'sent back, so it is not done',
  withdrawn: 'withdrawn, so it is not done',
  expired: 'nobody decided in time, so it is not done',
  reopened: 'a yes was taken back, so it waits again',
  voided: 'the record has changed since it was asked for, so it is asked for anew',
};

/** Ends that are none. */
const GOES_ON: ReadonlySet<Ending> = new Set(['voided', 'reopened']);

async function dropped(tx: RulesTx, approval: Approval, ending: Ending, cause: Cause): Promise<void> {
  const { plan, rule, name, lead } = gatedAction(approval);
  if (!GOES_ON.has(ending)) await record(tx, approval, 'rule.action_dropped', { outcome: ending }, cause);
  if (lead === null) return;
  const why = approval.because === null || GOES_ON.has(ending) ? '' : ` (${approval.because})`;
  const line = `${approvalKey(approval.id)}, ${whatOf(plan, name)} by rule ${rule}: ${ENDINGS[ending]}${why}`;
  await say(tx, lead, line, cause);
}

async function approved(tx: RulesTx, deps: ApprovalDeps<RulesTx>, approval: Approval, cause: Cause): Promise<void> {
  const held = await heldAction(tx, deps.playbook, approval, cause.at);
  if (held === null) {
    const because = 'what it was about is not there any more';
    await cancelApproval(tx, deps, { approval: approval.id, because, by: SYSTEM, cause });
    await dropped(tx, { ...approval, because }, 'withdrawn', cause);
    return;
  }
  const { fired, plan, what } = held;
  const content = await contentOf(tx, fired.playbook.playbook, fired, plan);
  const spent = await spendApproval(tx, deps, { approval: approval.id, content, cause });
  if (spent === 'stale') {
    const because = 'the record has changed meanwhile';
    const facts = await factsNow(tx, fired, cause.at);
    await voidApproval(tx, deps, { approval: approval.id, content, facts, because, by: SYSTEM, cause });
    return;
  }
  if (spent === 'not_approved') return;
  await record(tx, approval, 'rule.action_released', {}, cause);
  await carryOut(tx, fired, plan);
  if (fired.leadId !== null) await say(tx, fired.leadId, `${approvalKey(approval.id)} approved: ${what}`, cause);
}

/** What a policy's conditions see by now. */
async function factsNow(tx: RulesTx, { leadId, opportunity, event }: Fired, at: Date): Promise<Facts> {
  const lead = leadId === null ? null : await tx.leads.get(leadId);
  const facts = lead === null ? event.after : withAge(lead.facts, elapsed(lead.createdAt, at));
  const deal = opportunity === null ? null : await tx.mirror.get(opportunity);
  return {
    ...facts,
    opportunity: deal === null ? event.after.opportunity : { ...event.after.opportunity, ...deal.fields },
  };
}

async function record(
  tx: RulesTx,
  approval: Approval,
  action: 'rule.action_released' | 'rule.action_dropped',
  after: { readonly outcome?: Ending },
  { at, correlationId }: Cause,
): Promise<void> {
  const { plan, rule, event } = gatedAction(approval);
  await tx.audit.append({
    at,
    action,
    actor: { kind: 'rule', rule },
    subject: event.subject,
    after: { action: plan.kind, approval: approvalKey(approval.id), ...after },
    playbookVersion: approval.playbookVersion,
    correlationId,
  });
}

/** On the lead's card, which says what waits, and in its thread. */
async function say(tx: RulesTx, named: LeadId, line: string | null, cause: Cause): Promise<void> {
  const known = await tx.leads.get(named);
  const lead = known?.mergedInto ? await tx.leads.get(known.mergedInto) : known;
  if (!lead?.card) return;
  if (line !== null) await tx.outbox.put(threadIntent(lead.id, line, cause));
  await tx.outbox.put(cardIntent(lead.id, 9, cause));
}
