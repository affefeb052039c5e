// Ends a launch once every CRM has answered: live everywhere, or not launched, with what each CRM said.
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { Cause } from '#features/messages/intents.ts';
import { campaignKey } from './campaign.ts';
import type { Campaign, CampaignRecord } from './campaign.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { keepCampaign } from './keep-campaign.ts';
import { recordIn } from './records.ts';
import { alertAll } from './tell-runners.ts';

const SYSTEM = { kind: 'system', part: 'campaigns' } as const;

/** Runs inside the transaction that recorded an answer, behind the campaign's lock. Does nothing while one is missing. */
export async function settleLaunch<Tx extends CampaignTx>(
  tx: Tx,
  { playbook }: Pick<CampaignDesk<Tx>, 'playbook'>,
  campaign: Campaign,
  cause: Cause,
): Promise<void> {
  if (campaign.state !== 'approved') return;
  const records = campaign.plan.crms.map((crm) => recordIn(campaign, crm));
  if (records.some(({ state }) => state === 'writing')) return;
  if (records.every(({ state }) => state === 'live')) {
    await keepCampaign(tx, {
      campaign,
      change: { state: 'live', notice: null, launchedAt: campaign.launchedAt ?? cause.at },
      action: 'campaign.launched',
      actor: SYSTEM,
      after: { state: 'live', approval: campaign.approvalId, records: Object.fromEntries(records.map(idOf)) },
      cause,
    });
    return;
  }
  const notice = refusalWords(records);
  await keepCampaign(tx, {
    campaign,
    change: { notice },
    action: 'campaign.launch_refused',
    actor: SYSTEM,
    after: { state: 'approved', notice },
    cause,
  });
  const text = `${campaignKey(campaign.id)} ${campaign.plan.name} is approved and not launched. ${notice}`;
  await alertAll(tx, playbook().playbook, campaign, text, cause);
}

/** `Live in HubSpot. Salesforce refused it: bad value`. Pure. */
function refusalWords(records: readonly CampaignRecord[]): string {
  const live = records.filter(({ state }) => state === 'live').map(({ crm }) => CRM_LABELS[crm]);
  const refused = records
    .filter(({ state }) => state !== 'live')
    .map(({ crm, message }) => `${CRM_LABELS[crm]} refused it: ${message ?? 'it is not live there'}`);
  return [...(live.length === 0 ? [] : [`Live in ${live.join(' and ')}`]), ...refused].join('. ');
}

function idOf({ crm, recordId }: CampaignRecord): readonly [string, string | null] {
  return [crm, recordId];
}
