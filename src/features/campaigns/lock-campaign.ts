// A campaign for a decision: its approvals are locked before it, as whoever decides on them does, so that two decisions
// at once wait for each other and never in a circle.
import type { CampaignId } from '#kernel/ids.ts';
import type { Approval } from '#features/approvals/approval.ts';
import { campaignSubject } from './campaign.ts';
import type { Campaign } from './campaign.ts';
import type { CampaignTx } from './desk.ts';

export interface LockedCampaign {
  readonly campaign: Campaign;
  /** That covers its launch, in whatever state; null: none was asked for. */
  readonly approval: Approval | null;
  /** Of a change to it while it runs; null: none is asked for. */
  readonly change: Approval | null;
}

/** Null when there is none. Locked until the transaction ends. */
export async function lockCampaign(tx: CampaignTx, id: CampaignId): Promise<LockedCampaign | null> {
  const seen = await tx.campaigns.get(id);
  if (seen === null) return null;
  const running = await tx.approvals.running('campaign.change', campaignSubject(id));
  const ids = [seen.approvalId, running?.id ?? null].filter((one) => one !== null).toSorted((a, b) => a - b);
  const locked = new Map<number, Approval | null>();
  for (const one of ids) locked.set(one, await tx.approvals.lock(one));
  const campaign = await tx.campaigns.lock(id);
  if (campaign === null) return null;
  const approval = campaign.approvalId === null ? null : (locked.get(campaign.approvalId) ?? null);
  const change = running === null ? null : (locked.get(running.id) ?? null);
  return { campaign, approval, change: change !== null && isOpen(change) ? change : null };
}

/** Whether something can still become of it. */
export function isOpen({ state }: Approval): boolean {
  return state === 'pending' || state === 'changes_requested' || state === 'approved';
}
