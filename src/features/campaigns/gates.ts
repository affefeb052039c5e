// What stands behind the approvals of campaigns: their launch, and changes to those that run.
import type { Approval } from '#features/approvals/approval.ts';
import type { ApprovalDeps } from '#features/approvals/desk.ts';
import type { Ending, Gate, GateLink } from '#features/approvals/gate.ts';
import { spendApproval } from '#features/approvals/spend-approval.ts';
import type { Cause } from '#features/messages/intents.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { CampaignId } from '#kernel/ids.ts';
import type { Crm, CrmName } from '#ports/crm.ts';
import { z } from 'zod';
import { applyChange, writePlan } from './apply-change.ts';
import { campaignKey } from './campaign.ts';
import type { Campaign, CampaignState } from './campaign.ts';
import { changeContent, changedPlan, changeInWords } from './change.ts';
import type { CampaignTx } from './desk.ts';
import { keepCampaign } from './keep-campaign.ts';
import { contentInWords, contentOf } from './plan.ts';
import { tellRunners } from './tell-runners.ts';
import { taggedLink } from './utm.ts';
import { campaignLaunchIntent } from './write-intents.ts';

export interface GateDeps<Tx extends CampaignTx> extends Pick<ApprovalDeps<Tx>, 'playbook'> {
  readonly crms: ReadonlyMap<CrmName, Crm>;
}

const Effect = z.object({ campaign: CampaignId });
const SYSTEM = { kind: 'system', part: 'campaigns' } as const;

export function campaignGates<Tx extends CampaignTx>(deps: GateDeps<Tx>): readonly Gate<Tx>[] {
  const links = async (tx: Tx, approval: Approval): Promise<readonly GateLink[]> => {
    const campaign = await campaignOf(tx, approval);
    return campaign === null ? [] : linksOf(deps.crms, campaign);
  };
  return [
    {
      name: 'campaign.launch',
      describe: contentInWords,
      links,
      async current(tx, approval) {
        const campaign = await campaignOf(tx, approval);
        return campaign === null || campaign.state === 'closed' ? null : contentOf(campaign.plan);
      },
      approved: launchApproved,
      ended: launchEnded,
    },
    {
      name: 'campaign.change',
      describe: changeInWords,
      links,
      async current(tx, approval) {
        const campaign = await campaignOf(tx, approval);
        if (campaign === null || campaign.state === 'closed') return null;
        return changeContent(campaign.plan, changedPlan(campaign.plan, approval.content));
      },
      approved: (tx, approval, cause) => changeApproved(tx, deps, approval, cause),
      ended: (tx, approval, ending, cause) => changeEnded(tx, deps, approval, ending, cause),
    },
  ];
}

function linksOf(crms: ReadonlyMap<CrmName, Crm>, campaign: Campaign): readonly GateLink[] {
  const page = taggedLink(campaign.plan);
  const records = campaign.records.flatMap(({ crm, recordId }) => {
    const url = recordId === null ? undefined : crms.get(crm)?.campaigns.url(recordId);
    return url === undefined ? [] : [{ label: CRM_LABELS[crm], url }];
  });
  return [...(page === null ? [] : [{ label: 'Landing page', url: page }]), ...records];
}

async function launchApproved(tx: CampaignTx, approval: Approval, cause: Cause): Promise<void> {
  const campaign = await lockOf(tx, approval);
  if (campaign === null || campaign.approvalId !== approval.id || campaign.state === 'closed') return;
  const kept = await keepCampaign(tx, {
    campaign,
    change: { state: 'approved', approvedAt: cause.at, launchAskedAt: null, notice: null },
    action: 'campaign.approved',
    actor: SYSTEM,
    after: { state: 'approved', approval: approval.id },
    cause,
  });
  if (kept.launch === 'at_once') await tx.outbox.put(campaignLaunchIntent(kept.id, kept.version, cause));
}

const STATE_AFTER: Readonly<Record<Ending, CampaignState>> = {
  rejected: 'rejected',
  changes_requested: 'changes_requested',
  withdrawn: 'draft',
  expired: 'draft',
  voided: 'waiting',
  reopened: 'waiting',
};

async function launchEnded(tx: CampaignTx, approval: Approval, ending: Ending, cause: Cause): Promise<void> {
  const campaign = await lockOf(tx, approval);
  if (campaign === null || campaign.approvalId !== approval.id) return;
  const state = STATE_AFTER[ending];
  // Whoever voided it has said so already.
  if (campaign.state === state || campaign.state === 'closed' || campaign.state === 'killed') return;
  const asks = state === 'waiting' || state === 'changes_requested';
  await keepCampaign(tx, {
    campaign,
    change: {
      state,
      approvalId: asks ? approval.id : null,
      approvedAt: null,
      launchAskedAt: null,
      notice: noticeOf(ending, approval),
    },
    action: 'campaign.returned',
    actor: SYSTEM,
    after: { state, ending, approval: approval.id, because: approval.because },
    cause,
  });
}

function noticeOf(ending: Ending, { because }: Approval): string | null {
  switch (ending) {
    case 'rejected':
      return because === null ? 'Rejected' : `Rejected: ${because}`;
    case 'changes_requested':
      return because === null ? 'Changes were requested' : `Changes were requested: ${because}`;
    case 'expired':
      return 'Nobody decided in time: submit it again';
    case 'withdrawn':
      return because;
    case 'voided':
    case 'reopened':
      return null;
  }
}

async function changeApproved<Tx extends CampaignTx>(
  tx: Tx,
  deps: GateDeps<Tx>,
  approval: Approval,
  cause: Cause,
): Promise<void> {
  const campaign = await lockOf(tx, approval);
  if (campaign === null || campaign.state === 'closed') return;
  const next = changedPlan(campaign.plan, approval.content);
  const content = changeContent(campaign.plan, next);
  if ((await spendApproval(tx, deps, { approval: approval.id, content, cause })) !== 'spent') return;
  await applyChange(tx, { campaign, next, actor: SYSTEM, approval: approval.id, cause });
}

/** What a CRM says meanwhile is put back to what was approved before. */
async function changeEnded<Tx extends CampaignTx>(
  tx: Tx,
  { playbook }: GateDeps<Tx>,
  approval: Approval,
  ending: Ending,
  cause: Cause,
): Promise<void> {
  const campaign = await lockOf(tx, approval);
  if (campaign === null || campaign.state === 'closed') return;
  if (ending === 'voided' || ending === 'reopened' || ending === 'changes_requested') return;
  const kept = await keepCampaign(tx, {
    campaign,
    change: {},
    action: 'campaign.change_dropped',
    actor: SYSTEM,
    before: {},
    after: { ending, approval: approval.id, change: approval.content },
    cause,
  });
  await writePlan(tx, kept, cause);
  const words = changeInWords(approval.content).map(({ label, value }) => `${label} ${value}`);
  const text = `The change to ${campaignKey(kept.id)} ${kept.plan.name} was not approved (${ending}): ${words.join('; ')}. It stays, or is put back to, what was approved.`;
  await tellRunners(tx, playbook().playbook, kept, text, cause);
}

async function campaignOf(tx: CampaignTx, { effect }: Approval): Promise<Campaign | null> {
  return tx.campaigns.get(Effect.parse(effect).campaign);
}

/** The approval's row is locked already by whoever decides. */
async function lockOf(tx: CampaignTx, { effect }: Approval): Promise<Campaign | null> {
  return tx.campaigns.lock(Effect.parse(effect).campaign);
}
