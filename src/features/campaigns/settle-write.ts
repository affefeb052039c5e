// What a CRM answered to a write: kept beside the record, and once the last one has answered the launch is done, or stays
// "approved, not launched" with the CRM's own words.
import type { JsonObject } from '#ports/json.ts';
import type { CampaignWriteOutcome, CrmCampaign } from '#ports/crm-campaigns.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import type { Cause } from '#features/messages/intents.ts';
import type { BegunWrite } from './begin-write.ts';
import { campaignKey, campaignSubject } from './campaign.ts';
import type { Campaign, CampaignRecord } from './campaign.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { campaignCardIntent } from './intents.ts';
import { lockCampaign } from './lock-campaign.ts';
import { desiredState, recordIn, recordStateOf } from './records.ts';
import { settleLaunch } from './settle-launch.ts';
import { takeOver } from './take-over.ts';
import { alertAll } from './tell-runners.ts';
import { campaignStopIntent } from './write-intents.ts';

export interface SettleInput {
  readonly begun: BegunWrite;
  readonly outcome: CampaignWriteOutcome;
  readonly cause: Cause;
}

/** Fields that people approve: a CRM that took one otherwise has not launched what they said yes to. */
const APPROVED_FIELDS: ReadonlySet<string> = new Set([
  'name',
  'state',
  'startsOn',
  'endsOn',
  'budget',
  'currency',
  'audience',
]);

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
  const record = after(begun, before, outcome, cause.at);
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
  if (record.message === null || outcome.kind === 'written') return;
  const what = begun.part === 'state' ? `could not be ${wordFor(begun.state)}` : 'could not be changed';
  const text = `${campaignKey(id)} ${campaign.plan.name} ${what} in ${CRM_LABELS[crm]}: ${record.message}`;
  await alertAll(tx, desk.playbook().playbook, campaign, text, cause);
}

function after({ part }: BegunWrite, before: CampaignRecord, outcome: CampaignWriteOutcome, at: Date): CampaignRecord {
  switch (outcome.kind) {
    case 'written': {
      const { campaign, differs } = outcome;
      const seen = { recordId: campaign.id, seen: campaign.fields, seenAt: at, modifiedAt: campaign.modifiedAt };
      const wrong = part === 'launch' ? differs.filter((field) => APPROVED_FIELDS.has(field)) : [];
      if (wrong.length === 0) {
        return { ...before, ...seen, state: recordStateOf(campaign.fields.state), message: null };
      }
      return { ...before, ...seen, state: 'refused', message: otherwise(campaign, wrong) };
    }
    case 'refused':
      return part === 'launch'
        ? { ...before, state: 'refused', message: outcome.message }
        : { ...before, state: stateBefore(before), message: outcome.message };
    case 'gone':
      // The next try makes it anew.
      return part === 'launch'
        ? {
            ...before,
            recordId: null,
            seen: null,
            state: 'refused',
            message: 'it was deleted there; try again to make it anew',
          }
        : { ...before, state: 'gone', message: 'it was deleted there' };
  }
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

function stateBefore({ state, seen }: CampaignRecord): CampaignRecord['state'] {
  if (state !== 'writing') return state;
  return seen === null ? 'waiting' : recordStateOf(seen.state);
}

function otherwise({ fields }: CrmCampaign, names: readonly string[]): string {
  const there = names.map((name) => `${name} is ${fields[name as keyof typeof fields] ?? 'empty'}`).join(', ');
  return `it was taken otherwise than approved: ${there}`;
}

function plain({ fields, state, part }: BegunWrite): JsonObject {
  return { ...(fields as JsonObject), ...(part === 'plan' ? {} : { state }) };
}

function wordFor(state: BegunWrite['state']): string {
  return state === 'live' ? 'resumed' : state === 'planned' ? 'put back to planned' : state;
}
