// Lets a paused campaign go on, in every CRM. One that was killed needs a new approval first.
import type { CampaignTx } from './desk.ts';
import { moveCampaign } from './move-campaign.ts';
import type { Stop, StopDesk, StopInput, StopOutcome } from './move-campaign.ts';

const RESUME: Stop = {
  kind: 'resumed',
  to: 'live',
  from: new Set(['paused']),
  action: 'campaign.resumed',
  cancels: false,
};

export function resumeCampaign<Tx extends CampaignTx>(
  desk: StopDesk<Tx>,
  input: Omit<StopInput, 'reason'>,
): Promise<StopOutcome> {
  return moveCampaign(desk, { ...input, reason: null }, RESUME);
}
