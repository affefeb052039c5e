// What a write to a CRM has to do when its turn comes: decided in one transaction by the campaign as it is then, which
// spends the approval where this is the first write of a launch.
import type { CrmName } from '#ports/crm.ts';
import type { CrmCampaignFields, CrmCampaignState } from '#ports/crm-campaigns.ts';
import type { HeldIntent } from '#ports/outbox.ts';
import { askAgain } from './ask-again.ts';
import type { Campaign, CampaignRecord } from './campaign.ts';
import { ownerIdOf } from './checklist.ts';
import { coverLaunch } from './cover-launch.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { lockCampaign } from './lock-campaign.ts';
import { desiredState, missingFields, planFields, recordIn, recordStateOf } from './records.ts';
import type { CampaignWritePayload } from './write-intents.ts';

export interface BegunWrite {
  readonly kind: 'write';
  readonly campaign: Campaign;
  readonly record: CampaignRecord;
  readonly part: CampaignWritePayload['part'];
  /** Whole for a new record, else what it lacks. */
  readonly fields: Partial<CrmCampaignFields>;
  readonly state: CrmCampaignState;
  readonly repeat: boolean;
}

export type Begun = BegunWrite | { readonly kind: 'nothing' };

type WriteDesk<Tx extends CampaignTx> = Pick<CampaignDesk<Tx>, 'transact' | 'playbook' | 'clock' | 'gates'>;

const NOTHING = { kind: 'nothing' } as const;

export function beginWrite<Tx extends CampaignTx>(
  desk: WriteDesk<Tx>,
  { campaign: id, crm, part, again }: CampaignWritePayload,
  intent: HeldIntent,
): Promise<Begun> {
  return desk.transact(async (tx) => {
    const cause = { at: desk.clock.now(), correlationId: intent.correlationId };
    const locked = await lockCampaign(tx, id);
    if (locked === null) return NOTHING;
    const { campaign, approval } = locked;
    const record = recordIn(campaign, crm);
    const repeat = again || intent.attempt > 1;
    if (part !== 'launch') return followUp(tx, desk, campaign, record, part);
    if (campaign.state !== 'approved') return stoppedMeanwhile(tx, desk, campaign, record, repeat);
    if ((await coverLaunch(tx, desk, { campaign, approval, cause })) !== 'covered') {
      await tx.campaigns.putRecord(id, { ...record, state: backFrom(record) });
      await askAgain(tx, desk, (await lockCampaign(tx, id)) ?? locked, cause);
      return NOTHING;
    }
    return { ...(await whole(tx, desk, campaign, record)), part, state: 'live', repeat };
  });
}

/** Everything that the plan says, for a new record; for one that is there, what it lacks. */
async function whole<Tx extends CampaignTx>(
  tx: Tx,
  { playbook }: WriteDesk<Tx>,
  campaign: Campaign,
  record: CampaignRecord,
): Promise<Pick<BegunWrite, 'kind' | 'campaign' | 'record' | 'fields'>> {
  const { plan } = campaign;
  const ownerId =
    plan.owner === null ? null : await ownerIdOf(tx.directory, playbook().playbook, plan.owner, record.crm);
  const all = planFields(plan, ownerId);
  const fields = record.recordId === null ? { ...all, type: plan.type } : missingFields(all, record.seen);
  return { kind: 'write', campaign, record, fields };
}

/** A change that was approved or is put back, and whether it runs: only where there is a record, or one has to come. */
async function followUp<Tx extends CampaignTx>(
  tx: Tx,
  desk: WriteDesk<Tx>,
  campaign: Campaign,
  record: CampaignRecord,
  part: 'plan' | 'state',
): Promise<Begun> {
  const state = desiredState(campaign);
  if (record.recordId === null) {
    // A CRM that a live campaign goes to as well, by an approved change.
    if (part === 'state' || state !== 'live' || !campaign.plan.crms.includes(record.crm)) return NOTHING;
    return { ...(await whole(tx, desk, campaign, record)), part, state, repeat: true };
  }
  if (record.state === 'gone') return NOTHING;
  if (part === 'state') return { kind: 'write', campaign, record, part, fields: {}, state, repeat: false };
  const wanted = await whole(tx, desk, campaign, record);
  return Object.keys(wanted.fields).length === 0 ? NOTHING : { ...wanted, part, state, repeat: false };
}

/** Stopped before its turn came. What an earlier try may have made is found, and is not left running. */
async function stoppedMeanwhile<Tx extends CampaignTx>(
  tx: Tx,
  desk: WriteDesk<Tx>,
  campaign: Campaign,
  record: CampaignRecord,
  repeat: boolean,
): Promise<Begun> {
  if (record.state !== 'writing') return NOTHING;
  if (record.recordId === null && repeat) {
    const state = desiredState(campaign);
    return { ...(await whole(tx, desk, campaign, record)), part: 'state', state, repeat };
  }
  await tx.campaigns.putRecord(campaign.id, { ...record, state: backFrom(record) });
  return NOTHING;
}

function backFrom({ seen }: CampaignRecord): CampaignRecord['state'] {
  return seen === null ? 'waiting' : recordStateOf(seen.state);
}

/** Under it the CRM's record is found again: one campaign, one record. */
export function recordKey({ id }: Campaign, crm: CrmName): string {
  return `signalbox:campaign:${id}:${crm}`;
}
