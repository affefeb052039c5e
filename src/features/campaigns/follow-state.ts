// Somebody paused, closed or started a campaign in a CRM. Stopping is followed; what goes live there without a yes is put
// back at once.
import type { ApprovalDeps } from '#features/approvals/desk.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { campaignKey, campaignSubject } from './campaign.ts';
import type { CampaignState } from './campaign.ts';
import { coverOf } from './cover-launch.ts';
import type { CampaignTx } from './desk.ts';
import type { Drift } from './follow-record.ts';
import { keepCampaign } from './keep-campaign.ts';
import type { LockedCampaign } from './lock-campaign.ts';
import { alertAll } from './tell-runners.ts';
import { campaignStopIntent } from './write-intents.ts';

export async function followState<Tx extends CampaignTx>(
  tx: Tx,
  deps: ApprovalDeps<Tx>,
  locked: LockedCampaign,
  { found, actor, cause }: Drift,
): Promise<void> {
  const { campaign } = locked;
  const { playbook } = deps.playbook();
  const there = found.fields.state;
  const where = CRM_LABELS[found.crm];
  const name = `${campaignKey(campaign.id)} ${campaign.plan.name}`;
  if (there === 'live' && campaign.state !== 'live') {
    if (campaign.state === 'paused' || mayRun(deps, locked))
      return followAll(tx, locked, 'live', { found, actor, cause });
    await tx.outbox.put(campaignStopIntent(campaign.id, found.crm, cause));
    await tx.audit.append({
      at: cause.at,
      action: 'campaign.put_back',
      actor: { kind: 'system', part: 'campaigns' },
      subject: campaignSubject(campaign.id),
      after: { crm: found.crm, record: found.id, state: there },
      correlationId: cause.correlationId,
    });
    const text = `${name} was made live in ${where} without an approval. It is put back; ask for its launch here.`;
    return alertAll(tx, playbook, campaign, text, cause);
  }
  if (campaign.state !== 'live' && campaign.state !== 'paused') return;
  if (there === 'live') return;
  const to: CampaignState = there === 'closed' ? 'closed' : 'paused';
  await followAll(tx, locked, to, { found, actor, cause });
  if (campaign.state === 'live') {
    await alertAll(
      tx,
      playbook,
      campaign,
      `${name} was ${there === 'closed' ? 'closed' : 'paused'} in ${where}.`,
      cause,
    );
  }
}

/** Whether nobody has to be asked for this launch. */
function mayRun<Tx extends CampaignTx>(deps: ApprovalDeps<Tx>, { campaign, approval }: LockedCampaign): boolean {
  if (campaign.state !== 'draft' || campaign.approvalId !== null) return false;
  return coverOf(deps, campaign, approval) === 'covered';
}

/** The campaign follows once all of its records say the same. */
async function followAll(
  tx: CampaignTx,
  { campaign }: LockedCampaign,
  to: CampaignState,
  { found, actor, cause }: Pick<Drift, 'found' | 'actor' | 'cause'>,
): Promise<void> {
  const living = campaign.records.filter(({ state }) => state !== 'gone');
  if (campaign.state === to || !living.every(({ state }) => state === to)) return;
  await keepCampaign(tx, {
    campaign,
    change: {
      state: to,
      notice: to === 'live' ? null : `${to === 'closed' ? 'Closed' : 'Paused'} in ${CRM_LABELS[found.crm]}`,
    },
    action: 'campaign.state_followed',
    actor,
    after: { state: to, crm: found.crm },
    cause,
  });
}
