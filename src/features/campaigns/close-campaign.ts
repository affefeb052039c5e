// Ends a campaign in order, in every CRM; what was still asked for is taken back.
import type { CampaignTx } from './desk.ts';
import { moveCampaign } from './move-campaign.ts';
import type { Stop, StopDesk, StopInput, StopOutcome } from './move-campaign.ts';

const CLOSE: Stop = {
  kind: 'closed',
  to: 'closed',
  from: new Set(['draft', 'waiting', 'changes_requested', 'approved', 'live', 'paused', 'killed', 'rejected']),
  action: 'campaign.closed',
  cancels: true,
};

export function closeCampaign<Tx extends CampaignTx>(desk: StopDesk<Tx>, input: StopInput): Promise<StopOutcome> {
  return moveCampaign(desk, input, CLOSE);
}
