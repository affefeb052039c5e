// Outbox handler `campaign.launch`: after the last yes, where the launch was wished for at once. What keeps it from being
// launched is said to those who run it, who launch it by hand then.
import type { HeldIntent, IntentOutcome } from '#ports/outbox.ts';
import { campaignKey } from './campaign.ts';
import { blockersOf, keepFindings, runChecklist } from './checklist.ts';
import type { CheckItem } from './checklist.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { keepCampaign } from './keep-campaign.ts';
import { lockCampaign } from './lock-campaign.ts';
import { startLaunch } from './start-launch.ts';
import { tellRunners } from './tell-runners.ts';
import { CampaignLaunchPayload } from './write-intents.ts';

const SYSTEM = { kind: 'system', part: 'campaigns' } as const;

export async function runLaunch<Tx extends CampaignTx>(
  desk: CampaignDesk<Tx>,
  intent: HeldIntent,
): Promise<IntentOutcome<Tx>> {
  const { campaign: id } = CampaignLaunchPayload.parse(intent.payload);
  const seen = await desk.stores.campaigns.get(id);
  if (seen?.state !== 'approved' || seen.launchAskedAt !== null) return { kind: 'done' };
  const checks = await runChecklist(desk, seen);
  return {
    kind: 'done',
    async commit(tx) {
      const locked = await lockCampaign(tx, id);
      const cause = { at: desk.clock.now(), correlationId: intent.correlationId };
      if (locked?.campaign.state !== 'approved' || locked.campaign.launchAskedAt !== null) return;
      const { campaign } = locked;
      await keepFindings(tx, campaign, checks, cause.at);
      const blockers = blockersOf(checks);
      if (blockers.length === 0) return void (await startLaunch(tx, desk, locked, { actor: SYSTEM, cause }));
      const notice = `Not launched yet: ${inWords(blockers)}`;
      const after = { state: 'approved', notice };
      const kept = await keepCampaign(tx, {
        campaign,
        change: { notice },
        action: 'campaign.launch_held',
        actor: SYSTEM,
        after,
        cause,
      });
      const text = `${campaignKey(id)} ${kept.plan.name} is approved and not launched yet: ${inWords(blockers)}`;
      await tellRunners(tx, desk.playbook().playbook, kept, text, cause);
    },
  };
}

function inWords(blockers: readonly CheckItem[]): string {
  return blockers
    .map(({ label, verdict, note }) => (verdict === 'needs_tick' ? `“${label}” is not ticked off` : (note ?? label)))
    .join('; ');
}
