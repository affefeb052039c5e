// Whether what stands in the plan right now is what people approved. Nothing goes live that this does not cover.
import type { ApprovalDeps } from '#features/approvals/desk.ts';
import type { Approval } from '#features/approvals/approval.ts';
import { hashOf } from '#features/approvals/hash-content.ts';
import { policyFor } from '#features/approvals/request-approval.ts';
import { spendApproval } from '#features/approvals/spend-approval.ts';
import type { Cause } from '#features/messages/intents.ts';
import type { Campaign } from './campaign.ts';
import type { CampaignTx } from './desk.ts';
import { contentOf, factsOf } from './plan.ts';

/**
 * `covered`: by an approval of exactly this content, or by a playbook that asks nobody for it. `stale`: something else
 * was approved. `uncovered`: nothing is approved (any more).
 */
export type Cover = 'covered' | 'stale' | 'uncovered';

/** Looks, and changes nothing. */
export function coverOf<Tx extends CampaignTx>(
  deps: Pick<ApprovalDeps<Tx>, 'playbook'>,
  { plan }: Campaign,
  approval: Approval | null,
): Cover {
  if (approval === null) {
    const { playbook } = deps.playbook();
    const facts = factsOf(plan, playbook.organization);
    return policyFor(playbook, { gate: 'campaign.launch', facts }) === null ? 'covered' : 'uncovered';
  }
  if (approval.state !== 'approved' && approval.state !== 'used') return 'uncovered';
  return approval.hash === hashOf(contentOf(plan)) ? 'covered' : 'stale';
}

/** Spends the approval with the first write of the launch; the writes after it are covered by what was spent. */
export async function coverLaunch<Tx extends CampaignTx>(
  tx: Tx,
  deps: ApprovalDeps<Tx>,
  {
    campaign,
    approval,
    cause,
  }: { readonly campaign: Campaign; readonly approval: Approval | null; readonly cause: Cause },
): Promise<Cover> {
  const cover = coverOf(deps, campaign, approval);
  if (cover !== 'covered' || approval?.state !== 'approved') return cover;
  const spent = await spendApproval(tx, deps, { approval: approval.id, content: contentOf(campaign.plan), cause });
  switch (spent) {
    case 'spent':
      return 'covered';
    case 'stale':
      return 'stale';
    case 'not_approved':
      return 'uncovered';
  }
}
