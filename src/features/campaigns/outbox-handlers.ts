// Who carries out what campaigns ask of the outbox in the CRMs.
import type { IntentHandler } from '#ports/outbox.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { runLaunch } from './run-launch.ts';
import { stopCampaign, writeCampaign } from './write-campaign.ts';

export function campaignIntentHandlers<Tx extends CampaignTx>(
  desk: CampaignDesk<Tx>,
): ReadonlyMap<string, IntentHandler<Tx>> {
  return new Map<string, IntentHandler<Tx>>([
    ['campaign.launch', (intent) => runLaunch(desk, intent)],
    ['campaign.write', (intent) => writeCampaign(desk, intent)],
    ['campaign.stop', (intent) => stopCampaign(desk, intent)],
  ]);
}
