// The kill switch: one press pauses a campaign in every CRM, with a reason; it goes live again only with a new approval.
import type { CampaignTx } from './desk.ts';
import { moveCampaign } from './move-campaign.ts';
import type { Stop, StopDesk, StopInput, StopOutcome } from './move-campaign.ts';

const KILL: Stop = {
  kind: 'killed',
  to: 'killed',
  from: new Set(['waiting', 'changes_requested', 'approved', 'live', 'paused']),
  action: 'campaign.killed',
  cancels: true,
};

export function killCampaign<Tx extends CampaignTx>(desk: StopDesk<Tx>, input: StopInput): Promise<StopOutcome> {
  return moveCampaign(desk, input, KILL);
}
