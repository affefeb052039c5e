// Outbox handlers `campaign.write` and `campaign.stop`: one CRM's record is made or changed as the campaign is by now, read
// back, and what came of it is settled. Both may run twice: a repeat finds what the first try made.
import { Fault, mayPass } from '#kernel/errors.ts';
import { elapsed, HOUR_MS } from '#kernel/time.ts';
import type { CampaignWriteOutcome, CrmCampaignFields } from '#ports/crm-campaigns.ts';
import type { HeldIntent, IntentOutcome } from '#ports/outbox.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { beginWrite, recordKey } from './begin-write.ts';
import type { BegunWrite } from './begin-write.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { settleWrite } from './settle-write.ts';
import { CampaignStopPayload, CampaignWritePayload } from './write-intents.ts';

/** Shorter than what the outbox tries an intent for: its dead letter would leave the launch without an answer. */
const PATIENCE_MS = 22 * HOUR_MS;

export function writeCampaign<Tx extends CampaignTx>(
  desk: CampaignDesk<Tx>,
  intent: HeldIntent,
): Promise<IntentOutcome<Tx>> {
  return carryOut(desk, CampaignWritePayload.parse(intent.payload), intent);
}

/** Goes out while the app is paused, and before any write that waits. */
export function stopCampaign<Tx extends CampaignTx>(
  desk: CampaignDesk<Tx>,
  intent: HeldIntent,
): Promise<IntentOutcome<Tx>> {
  const { campaign, crm } = CampaignStopPayload.parse(intent.payload);
  return carryOut(desk, { campaign, crm, part: 'state', again: false }, intent);
}

async function carryOut<Tx extends CampaignTx>(
  desk: CampaignDesk<Tx>,
  payload: CampaignWritePayload,
  intent: HeldIntent,
): Promise<IntentOutcome<Tx>> {
  const begun = await beginWrite(desk, payload, intent);
  if (begun.kind === 'nothing') return { kind: 'done' };
  const readAt = desk.clock.now();
  const outcome = await write(desk, begun, elapsed(intent.createdAt, readAt));
  const cause = { at: readAt, correlationId: intent.correlationId };
  return {
    kind: 'done',
    commit: (tx) => settleWrite(tx, desk, { begun, outcome, cause: { ...cause, at: desk.clock.now() } }),
  };
}

/** A fault that no repeat can mend is an answer too, and so is a day's silence: a launch must not wait for ever. */
async function write<Tx extends CampaignTx>(
  { crms }: CampaignDesk<Tx>,
  { campaign, record, part, fields, state, repeat }: BegunWrite,
  waitedMs: number,
): Promise<CampaignWriteOutcome> {
  const campaigns = crms.get(record.crm)?.campaigns;
  if (!campaigns) return { kind: 'refused', message: `${CRM_LABELS[record.crm]} is not connected` };
  // A change says nothing about whether it runs.
  const said: Partial<CrmCampaignFields> = part === 'plan' && record.recordId !== null ? fields : { ...fields, state };
  try {
    if (record.recordId !== null) return await campaigns.update(record.recordId, said);
    const whole: CrmCampaignFields = { ...said, name: campaign.plan.name, state };
    return await campaigns.create(whole, recordKey(campaign, record.crm), repeat);
  } catch (error) {
    if (!(error instanceof Fault) || (mayPass(error) && waitedMs < PATIENCE_MS)) throw error;
    return { kind: 'refused', message: error.message };
  }
}
