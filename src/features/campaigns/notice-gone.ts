// A campaign's record was deleted in a CRM: it is kept here, and those who run it are told.
import { newCorrelationId } from '#kernel/ids.ts';
import type { CrmName } from '#ports/crm.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { campaignKey, campaignSubject } from './campaign.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { campaignCardIntent } from './intents.ts';
import { lockCampaign } from './lock-campaign.ts';
import { recordIn } from './records.ts';
import { alertAll } from './tell-runners.ts';

export async function noticeGone<Tx extends CampaignTx>(
  { transact, stores, playbook, clock }: Pick<CampaignDesk<Tx>, 'transact' | 'stores' | 'playbook' | 'clock'>,
  crm: CrmName,
  recordId: string,
): Promise<void> {
  const id = await stores.campaigns.byRecord(crm, recordId);
  if (id === null) return;
  await transact(async (tx) => {
    const campaign = (await lockCampaign(tx, id))?.campaign;
    const record = campaign && recordIn(campaign, crm);
    if (!campaign || record?.recordId !== recordId || record.state === 'gone' || record.state === 'writing') return;
    const cause = { at: clock.now(), correlationId: newCorrelationId() };
    await tx.campaigns.putRecord(id, { ...record, state: 'gone', message: 'it was deleted there' });
    await tx.audit.append({
      at: cause.at,
      action: 'campaign.record_gone',
      actor: { kind: 'crm', crm, user: null },
      subject: campaignSubject(id),
      after: { crm, record: recordId },
      correlationId: cause.correlationId,
    });
    await tx.outbox.put(campaignCardIntent(id, false, cause));
    if (campaign.state === 'closed') return;
    const text = `${campaignKey(id)} ${campaign.plan.name} was deleted in ${CRM_LABELS[crm]}.`;
    await alertAll(tx, playbook().playbook, campaign, text, cause);
  });
}
