// A person's tick: what cannot be checked automatically is answered for by name.
import type { CampaignId } from '#kernel/ids.ts';
import type { Turn } from '#features/people/turn.ts';
import type { Campaign } from './campaign.ts';
import { campaignSubject } from './campaign.ts';
import type { CampaignDesk, CampaignTx } from './desk.ts';
import { campaignCardIntent } from './intents.ts';
import { lockCampaign } from './lock-campaign.ts';
import type { NotYours } from './may-act.ts';
import { refuseTick } from './tickers.ts';
import type { NotTheTicker } from './tickers.ts';
import { campaignLaunchIntent } from './write-intents.ts';

export interface TickInput extends Turn {
  readonly campaign: CampaignId;
  /** Id of an item of the playbook's checklist that a person ticks off. */
  readonly item: string;
  /** False takes the tick back. */
  readonly ok: boolean;
}

export type TickOutcome =
  | { readonly kind: 'ticked' | 'unticked'; readonly campaign: Campaign; readonly item: string }
  /** It is not on the playbook's checklist, or is checked automatically. */
  | { readonly kind: 'unknown_item'; readonly campaign: Campaign; readonly items: readonly string[] }
  | { readonly kind: 'wrong_state'; readonly campaign: Campaign }
  | NotYours
  | NotTheTicker
  | { readonly kind: 'unknown_campaign' };

export function tickItem<Tx extends CampaignTx>(
  { transact, playbook: inForce, clock }: Pick<CampaignDesk<Tx>, 'transact' | 'playbook' | 'clock'>,
  { campaign: id, item, ok, by, correlationId }: TickInput,
): Promise<TickOutcome> {
  const { playbook } = inForce();
  return transact(async (tx): Promise<TickOutcome> => {
    const at = clock.now();
    const campaign = (await lockCampaign(tx, id))?.campaign;
    if (!campaign) return { kind: 'unknown_campaign' };
    if (campaign.state === 'closed') return { kind: 'wrong_state', campaign };
    const own = playbook.campaigns.checklist.filter((entry) => typeof entry !== 'string');
    const asked = own.find((entry) => entry.id === item);
    if (!asked) return { kind: 'unknown_item', campaign, items: own.map((entry) => entry.id) };
    const refusal = await refuseTick(tx, playbook, { campaign, item: asked, by, now: at });
    if (refusal !== null) return refusal;
    if (ok) await tx.campaigns.putTick(id, { item, ok, note: null, by: by.id, at });
    else await tx.campaigns.removeTick(id, item);
    await tx.audit.append({
      at,
      action: ok ? 'campaign.ticked' : 'campaign.unticked',
      actor: { kind: 'person', slack: by.id },
      subject: campaignSubject(id),
      after: { item },
      correlationId,
    });
    const cause = { at, correlationId };
    await tx.outbox.put(campaignCardIntent(id, true, cause));
    // The launch was wished for at once, and may have waited for this alone.
    const waits =
      ok && campaign.state === 'approved' && campaign.launch === 'at_once' && campaign.launchAskedAt === null;
    if (waits) {
      const kept = { ...campaign, changedAt: at };
      if (await tx.campaigns.save(kept)) await tx.outbox.put(campaignLaunchIntent(id, campaign.version + 1, cause));
    }
    return { kind: ok ? 'ticked' : 'unticked', campaign, item };
  });
}

/** People answered for what the plan was. */
export async function removePersonsTicks(tx: CampaignTx, id: CampaignId): Promise<void> {
  for (const { item, by } of await tx.campaigns.ticks(id)) if (by !== null) await tx.campaigns.removeTick(id, item);
}
