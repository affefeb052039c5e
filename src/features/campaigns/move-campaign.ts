// What pausing, resuming, closing and killing share: state, reason, approvals that end with it, and what each CRM is told.
import type { CampaignId } from '#kernel/ids.ts';
import { cancelApproval } from '#features/approvals/withdraw-approval.ts';
import type { Turn } from '#features/people/turn.ts';
import type { AuditAction } from '#features/audit/actions.ts';
import type { Campaign, CampaignState } from './campaign.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { keepCampaign } from './keep-campaign.ts';
import { lockCampaign } from './lock-campaign.ts';
import { refuseOthers } from './may-act.ts';
import type { NotYours } from './may-act.ts';
import { alertAll } from './tell-runners.ts';
import { campaignKey } from './campaign.ts';
import { campaignStopIntent, campaignWriteIntent } from './write-intents.ts';

export interface StopInput extends Turn {
  readonly campaign: CampaignId;
  readonly reason: string | null;
}

export type StopOutcome =
  | { readonly kind: 'paused' | 'resumed' | 'closed' | 'killed'; readonly campaign: Campaign }
  /** There is nothing to stop, or to go on with. */
  | { readonly kind: 'wrong_state'; readonly campaign: Campaign }
  /** The kill switch is pressed with a reason. */
  | { readonly kind: 'reason_needed'; readonly campaign: Campaign }
  | NotYours
  | { readonly kind: 'unknown_campaign' };

export type StopDesk<Tx extends CampaignTx> = Pick<CampaignDesk<Tx>, 'transact' | 'playbook' | 'clock' | 'gates'>;

/** One of the four. */
export interface Stop {
  readonly kind: 'paused' | 'resumed' | 'closed' | 'killed';
  readonly to: CampaignState;
  readonly from: ReadonlySet<CampaignState>;
  readonly action: Extract<AuditAction, `campaign.${string}`>;
  /** Approvals that wait are about something that will not happen. */
  readonly cancels: boolean;
}

export function moveCampaign<Tx extends CampaignTx>(
  desk: StopDesk<Tx>,
  { campaign: id, reason: typed, by, correlationId }: StopInput,
  stop: Stop,
): Promise<StopOutcome> {
  const { playbook } = desk.playbook();
  const reason = typed?.trim() || null;
  return desk.transact(async (tx): Promise<StopOutcome> => {
    const locked = await lockCampaign(tx, id);
    if (locked === null) return { kind: 'unknown_campaign' };
    const { campaign, approval, change } = locked;
    const refusal = await refuseOthers(tx, playbook, campaign, by);
    if (refusal !== null) return refusal;
    if (!stop.from.has(campaign.state)) return { kind: 'wrong_state', campaign };
    if (stop.kind === 'killed' && reason === null) return { kind: 'reason_needed', campaign };
    const actor = { kind: 'person', slack: by.id } as const;
    const cause = { at: desk.clock.now(), correlationId };
    const words = noticeOf(stop, reason, by.name);
    const kept = await keepCampaign(tx, {
      campaign,
      change: { state: stop.to, notice: words, ...(stop.cancels ? { approvalId: null, approvedAt: null } : {}) },
      action: stop.action,
      actor,
      after: { state: stop.to, reason },
      cause,
    });
    if (stop.cancels) {
      for (const one of [approval, change]) {
        if (one === null) continue;
        const because = `the campaign was ${stop.kind}${reason === null ? '' : `: ${reason}`}`;
        await cancelApproval(tx, desk, { approval: one.id, because, by: actor, cause });
      }
    }
    for (const { crm } of campaign.records) {
      const resume = { campaign: id, crm, part: 'state', again: false } as const;
      await tx.outbox.put(
        stop.kind === 'resumed' ? campaignWriteIntent(resume, kept.version, cause) : campaignStopIntent(id, crm, cause),
      );
    }
    if (stop.kind === 'killed') {
      await alertAll(tx, playbook, kept, `${campaignKey(id)} ${kept.plan.name}: ${words ?? ''}`, cause);
    }
    return { kind: stop.kind, campaign: (await tx.campaigns.get(id)) ?? kept };
  });
}

function noticeOf({ kind }: Stop, reason: string | null, name: string): string | null {
  const because = reason === null ? '' : `: ${reason}`;
  switch (kind) {
    case 'paused':
      return `Paused by ${name}${because}`;
    case 'killed':
      return `Stopped by ${name}${because}`;
    case 'closed':
      return `Closed by ${name}${because}`;
    case 'resumed':
      return null;
  }
}
