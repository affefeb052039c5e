// A record of a campaign says something else than when it was last seen. Runs inside one transaction: what is ours is told
// from what somebody changed, a yes to something else is void, a change to what runs is asked for, and what nobody
// approved is put back.
import type { Actor } from '#kernel/actor.ts';
import type { CampaignId, SlackUserId } from '#kernel/ids.ts';
import type { JsonObject } from '#ports/json.ts';
import type { CrmCampaign } from '#ports/crm-campaigns.ts';
import type { ApprovalDeps } from '#features/approvals/desk.ts';
import type { Cause } from '#features/messages/intents.ts';
import { campaignSubject } from './campaign.ts';
import type { Campaign } from './campaign.ts';
import type { CampaignTx } from './desk.ts';
import { followPlan } from './follow-plan.ts';
import { followState } from './follow-state.ts';
import { campaignCardIntent } from './intents.ts';
import { lockCampaign } from './lock-campaign.ts';
import { changedFields, recordIn, recordStateOf } from './records.ts';

export interface Reading {
  readonly found: CrmCampaign;
  /** When the CRM was asked, by our clock. */
  readonly readAt: Date;
  /** Who changed it last, where they are in Slack. */
  readonly editor: SlackUserId | null;
  /** E-mail address of its owner in the CRM; null where it is not known. */
  readonly owner: string | null;
}

/** What changed, and who did it. */
export interface Drift extends Reading {
  readonly names: readonly (keyof CrmCampaign['fields'])[];
  readonly actor: Actor;
  readonly cause: Cause;
}

/** False: nothing new, or a write of ours is under way, after which it is read back. */
export async function followRecord<Tx extends CampaignTx>(
  tx: Tx,
  deps: ApprovalDeps<Tx>,
  id: CampaignId,
  reading: Reading,
  cause: Cause,
): Promise<boolean> {
  const { found, readAt } = reading;
  const locked = await lockCampaign(tx, id);
  if (locked === null) return false;
  const record = recordIn(locked.campaign, found.crm);
  if (record.recordId !== found.id || record.state === 'writing') return false;
  // Another reading, or a write of ours, was later than this one.
  if (record.seenAt !== null && record.seenAt >= readAt) return false;
  if (record.modifiedAt !== null && found.modifiedAt < record.modifiedAt) return false;
  const names = record.seen === null ? [] : changedFields(record.seen, found.fields);
  const returned = record.state === 'gone';
  if (names.length === 0 && !returned && record.seen !== null) return false;
  const state = record.state === 'refused' ? record.state : recordStateOf(found.fields.state);
  await tx.campaigns.putRecord(id, {
    ...record,
    state,
    seen: found.fields,
    seenAt: readAt,
    modifiedAt: found.modifiedAt,
    message: state === 'refused' ? record.message : null,
  });
  if (names.length === 0) return true;
  const actor: Actor = { kind: 'crm', crm: found.crm, user: found.modifiedBy };
  await tx.audit.append({
    at: cause.at,
    action: 'campaign.drifted',
    actor,
    subject: campaignSubject(id),
    before: { seen: only(record.seen, names) },
    after: { crm: found.crm, record: found.id, seen: only(found.fields, names), user: found.modifiedBy },
    correlationId: cause.correlationId,
  });
  await tx.outbox.put(campaignCardIntent(id, false, cause));
  const drift: Drift = { ...reading, names, actor, cause };
  await followPlan(tx, deps, (await lockCampaign(tx, id)) ?? locked, drift);
  if (names.includes('state')) await followState(tx, deps, (await lockCampaign(tx, id)) ?? locked, drift);
  return true;
}

function only(fields: Campaign['records'][number]['seen'], names: readonly string[]): JsonObject {
  const said = Object.entries(fields ?? {}).filter(([name]) => names.includes(name));
  return Object.fromEntries(said);
}
