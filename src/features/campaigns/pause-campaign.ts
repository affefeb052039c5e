// Stops a campaign that runs for now, in every CRM; it goes on without a new approval.
import type { CampaignTx } from './desk.ts';
import { moveCampaign } from './move-campaign.ts';
import type { Stop, StopDesk, StopInput, StopOutcome } from './move-campaign.ts';

const PAUSE: Stop = {
  kind: 'paused',
  to: 'paused',
  from: new Set(['live']),
  action: 'campaign.paused',
  cancels: false,
};

export function pauseCampaign<Tx extends CampaignTx>(desk: StopDesk<Tx>, input: StopInput): Promise<StopOutcome> {
  return moveCampaign(desk, input, PAUSE);
}
