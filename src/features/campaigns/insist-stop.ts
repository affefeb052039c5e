// A campaign that must not run and still does in a CRM, because that refused to stop it: it is told again until it does.
import { newCorrelationId } from '#kernel/ids.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Campaign, CampaignState } from './campaign.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { campaignStopIntent } from './write-intents.ts';

const STOPPED: readonly CampaignState[] = ['killed', 'waiting', 'changes_requested', 'rejected'];
/** Somebody may have started these in the CRM a moment ago; closed ones are many, and the newest are looked at. */
const UNLESS_STARTED: readonly CampaignState[] = ['paused', 'draft', 'closed'];
const AT_ONCE = 200;

export async function insistStop<Tx extends CampaignTx>(
  { transact, stores, clock }: Pick<CampaignDesk<Tx>, 'transact' | 'stores' | 'clock'>,
  crm: CrmName,
): Promise<void> {
  const stopped = await stores.campaigns.list({ states: STOPPED, limit: AT_ONCE });
  const perhaps = await stores.campaigns.list({ states: UNLESS_STARTED, limit: AT_ONCE });
  const running = [
    ...stopped.filter((campaign) => runsIn(campaign, crm) !== null),
    ...perhaps.filter((campaign) => runsIn(campaign, crm) === 'refused'),
  ];
  for (const { id } of running) {
    const cause = { at: clock.now(), correlationId: newCorrelationId() };
    await transact((tx) => tx.outbox.put(campaignStopIntent(id, crm, cause)));
  }
}

/** `refused`: the CRM said no when it was last written to. */
function runsIn({ records }: Campaign, crm: CrmName): 'runs' | 'refused' | null {
  const record = records.find((one) => one.crm === crm);
  if (record?.seen?.state !== 'live' || record.state === 'writing' || record.state === 'gone') return null;
  return record.message === null ? 'runs' : 'refused';
}
