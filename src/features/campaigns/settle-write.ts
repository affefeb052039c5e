// What a CRM answered to a write: kept beside the record, and once the last one has answered the launch is done, or stays
// "approved, not launched" with the CRM's own words.
import type { JsonObject } from '#ports/json.ts';
import type { CampaignWriteOutcome } from '#ports/crm-campaigns.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { Cause } from '#features/messages/intents.ts';
import type { BegunWrite } from './begin-write.ts';
import { campaignKey, campaignSubject } from './campaign.ts';
import type { Campaign, CampaignRecord } from './campaign.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { campaignCardIntent } from './intents.ts';
import { lockCampaign } from './lock-campaign.ts';
import { recordAfter } from './record-after.ts';
import { desiredState, recordIn } from './records.ts';
import { settleLaunch } from './settle-launch.ts';
import { takeOver } from './take-over.ts';
import { alertAll } from './tell-runners.ts';
import { campaignStopIntent } from './write-intents.ts';

export interface SettleInput {
  readonly begun: BegunWrite;
  readonly outcome: CampaignWriteOutcome;
  readonly cause: Cause;
}

/** Runs inside the transaction that ends the intent. */
export async function settleWrite<Tx extends CampaignTx>(
  tx: Tx,
  desk: Pick<CampaignDesk<Tx>, 'playbook' | 'clock' | 'gates'>,
  { begun, outcome, cause }: SettleInput,
): Promise<void> {
  const { id } = begun.campaign;
  const locked = await lockCampaign(tx, id);
  if (locked === null) return;
  const { campaign } = locked;
  const { crm } = begun.record;
  const before = recordIn(campaign, crm);
  const home = desk.playbook().playbook.organization.currency;
  const record = recordAfter(begun, before, outcome, { at: cause.at, home });
  await takeOver(tx, id, record, cause);
  await tx.campaigns.putRecord(id, record);
  const said = { crm, part: begun.part, record: record.recordId, fields: plain(begun) };
  await tx.audit.append({
    at: cause.at,
    action: outcome.kind === 'written' ? 'crm.campaign_written' : 'crm.campaign_refused',
    actor: { kind: 'system', part: 'campaigns' },
    subject: campaignSubject(id),
    before: { crm, state: before.state },
    after: { ...said, state: record.state, ...(record.message === null ? {} : { message: record.message }) },
    correlationId: cause.correlationId,
  });
  await tx.outbox.put(campaignCardIntent(id, false, cause));
  await stopWhatMustNotRun(tx, campaign, record, begun, cause);
  const now = await lockCampaign(tx, id);
  if (now === null) return;
  if (begun.part === 'launch') return settleLaunch(tx, desk, now.campaign, cause);
  // The same words again are no news.
  if (record.message === null || record.message === before.message || outcome.kind === 'written') return;
  const what = begun.part === 'state' ? `could not be ${wordFor(begun.state)}` : 'could not be changed';
  const text = `${campaignKey(id)} ${campaign.plan.name} ${what} in ${CRM_LABELS[crm]}: ${record.message}`;
  await alertAll(tx, desk.playbook().playbook, campaign, text, cause);
}

/** A launch that came too late, one that the CRM took otherwise than approved, and a state that was overtaken. */
async function stopWhatMustNotRun(
  tx: CampaignTx,
  campaign: Campaign,
  record: CampaignRecord,
  begun: BegunWrite,
  cause: Cause,
): Promise<void> {
  const runs = record.seen?.state === 'live';
  const wrong = begun.part === 'launch' && record.state === 'refused' && runs;
  const late = begun.part === 'launch' && runs && campaign.state !== 'approved' && desiredState(campaign) !== 'live';
  const overtaken = begun.part === 'state' && desiredState(campaign) !== begun.state;
  if (wrong || late || overtaken) await tx.outbox.put(campaignStopIntent(campaign.id, record.crm, cause));
}

function plain({ fields, state, part }: BegunWrite): JsonObject {
  return { ...(fields as JsonObject), ...(part === 'plan' ? {} : { state }) };
}

function wordFor(state: BegunWrite['state']): string {
  return state === 'live' ? 'resumed' : state === 'planned' ? 'put back to planned' : state;
}
