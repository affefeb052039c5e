// A campaign that was made in a CRM: it is kept and watched from now on. What it is then counts as its plan.
import type { Cause } from '#features/messages/intents.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { CrmCampaign, CrmCampaignState } from '#ports/crm-campaigns.ts';
import { campaignSubject } from './campaign.ts';
import type { Campaign, CampaignPlan, CampaignRecord, CampaignState } from './campaign.ts';
import { amountIn } from './crm-change.ts';
import type { CampaignTx } from './desk.ts';
import { slug } from './naming.ts';
import { contentOf } from './plan.ts';
import { recordIn, recordStateOf } from './records.ts';
import { campaignStopIntent } from './write-intents.ts';

export type AdoptOutcome =
  | { readonly kind: 'adopted'; readonly campaign: Campaign }
  /** The record of a campaign that we have, by its name. */
  | { readonly kind: 'joined'; readonly campaign: Campaign }
  /** One of ours is being written there right now: whether this is its record shows when that is done. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'known' };

const STATES: Readonly<Record<CrmCampaignState, CampaignState>> = {
  planned: 'draft',
  live: 'live',
  paused: 'paused',
  closed: 'closed',
};

/** Runs inside the caller's transaction. @param owner e-mail address of its owner in the CRM. */
export async function adoptCampaign(
  tx: CampaignTx,
  playbook: Playbook,
  found: CrmCampaign,
  owner: string | null,
  cause: Cause,
): Promise<AdoptOutcome> {
  const { crm, id, fields } = found;
  if ((await tx.campaigns.byRecord(crm, id)) !== null) return { kind: 'known' };
  const record: CampaignRecord = {
    crm,
    recordId: id,
    state: recordStateOf(fields.state),
    message: null,
    seen: fields,
    seenAt: cause.at,
    modifiedAt: found.modifiedAt,
  };
  const namesake = await tx.campaigns.byName(fields.name);
  const ours = namesake === null ? null : await tx.campaigns.lock(namesake);
  const there = ours && recordIn(ours, crm);
  // Whoever held the lock may have settled the very write that made it.
  if (there?.recordId === id) return { kind: 'known' };
  if (ours !== null && there?.recordId === null) {
    if (there.state === 'writing') return { kind: 'wait' };
    // A CRM that refused a part of a new record may have made it all the same.
    const refused = there.state === 'refused';
    if (refused || belongsTo(ours, crm, fields.state)) {
      await tx.campaigns.putRecord(
        ours.id,
        refused ? { ...record, state: there.state, message: there.message } : record,
      );
      if (refused && fields.state === 'live') await tx.outbox.put(campaignStopIntent(ours.id, crm, cause));
      await tx.audit.append({
        at: cause.at,
        action: 'campaign.record_joined',
        actor: { kind: 'crm', crm, user: found.modifiedBy },
        subject: campaignSubject(ours.id),
        after: { crm, record: id },
        correlationId: cause.correlationId,
      });
      return { kind: 'joined', campaign: (await tx.campaigns.get(ours.id)) ?? ours };
    }
  }
  const plan = planFrom(playbook, found, owner);
  const campaign = await tx.campaigns.create({
    plan,
    launch: 'by_hand',
    state: STATES[fields.state],
    approvalId: null,
    notice: null,
    adoptedFrom: crm,
    createdBy: null,
    createdAt: cause.at,
    changedAt: cause.at,
    requestedAt: null,
    approvedAt: null,
    launchAskedAt: null,
    launchedAt: null,
    records: [record],
  });
  await tx.audit.append({
    at: cause.at,
    action: 'campaign.adopted',
    actor: { kind: 'crm', crm, user: found.modifiedBy },
    subject: campaignSubject(campaign.id),
    after: { state: campaign.state, crm, record: id, plan: contentOf(plan) },
    correlationId: cause.correlationId,
  });
  return { kind: 'adopted', campaign };
}

/** The same campaign in both CRMs, or one that is planned here and was made by hand there. */
function belongsTo({ plan, state, adoptedFrom }: Campaign, crm: CrmCampaign['crm'], there: CrmCampaignState): boolean {
  if (adoptedFrom !== null && adoptedFrom !== crm) return state === STATES[there];
  return plan.crms.includes(crm) && there === 'planned';
}

function planFrom(playbook: Playbook, { crm, fields }: CrmCampaign, owner: string | null): CampaignPlan {
  const { currency } = playbook.organization;
  return {
    name: fields.name,
    type: slug(fields.type ?? '') || 'other',
    channel: 'other',
    crms: [crm],
    owner,
    startsOn: fields.startsOn ?? null,
    endsOn: fields.endsOn ?? null,
    budget: amountIn(fields),
    currency: fields.currency ?? currency,
    audience: fields.audience ?? null,
    audienceSize: null,
    suppressionList: null,
    contentUrl: null,
    utm: fields.utm == null ? {} : { campaign: fields.utm },
    goals: fields.goals ?? null,
  };
}
