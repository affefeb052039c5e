// Pausing, killing and closing from a card: a form asks why, and what becomes of it is said where it was pressed.
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { CampaignId, ChannelId } from '#kernel/ids.ts';
import type { ActionArgs, Listeners, ViewArgs } from '#ports/listeners.ts';
import { withinTime } from '#features/answering/commit-then-ack.ts';
import { note } from '#features/answering/note.ts';
import { turnOf } from '#features/people/turn.ts';
import type { Turn } from '#features/people/turn.ts';
import { answerOutcome } from './answer-outcome.ts';
import { isDone } from './answers.ts';
import type { CampaignOutcome } from './answers.ts';
import { campaignKey } from './campaign.ts';
import type { Campaign } from './campaign.ts';
import { closeCampaign } from './close-campaign.ts';
import type { CampaignDesk } from './desk.ts';
import { killCampaign } from './kill-campaign.ts';
import { CAMPAIGN_MODALS, messageModal, REASON, saying, VALUE } from './modals.ts';
import type { CampaignModalState } from './modals.ts';
import { pauseCampaign } from './pause-campaign.ts';
import { campaignNamed, cardOf } from './show-campaign.ts';
import { openModal } from './surface.ts';

const State = z.object({ campaign: CampaignId, channel: ChannelId.nullable() });
const Reason = z.object({ value: z.string().nullish() });

interface Stopping extends Turn {
  readonly campaign: CampaignId;
  readonly reason: string | null;
}

export function registerCampaignModals(listeners: Listeners, desk: CampaignDesk): void {
  const stop = (id: string, verb: (desk: CampaignDesk, input: Stopping) => Promise<CampaignOutcome>): void =>
    listeners.view(id, (args) => submitReason(desk, args, verb));
  stop(CAMPAIGN_MODALS.pause, pauseCampaign);
  stop(CAMPAIGN_MODALS.kill, killCampaign);
  stop(CAMPAIGN_MODALS.close, closeCampaign);
}

export async function openReason(
  desk: CampaignDesk,
  args: ActionArgs,
  id: CampaignId,
  form: (campaign: Campaign, state: CampaignModalState) => ModalView,
): Promise<void> {
  const state = { campaign: id, channel: ChannelId.safeParse(args.body.channel?.id).data ?? null };
  await openModal(args, campaignKey(id), async () => form(await campaignNamed(desk, id), state));
}

async function submitReason(
  desk: CampaignDesk,
  args: ViewArgs,
  verb: (desk: CampaignDesk, input: Stopping) => Promise<CampaignOutcome>,
): Promise<void> {
  const { view, body, ack } = args;
  const { campaign, channel } = State.parse(JSON.parse(view.private_metadata));
  const typed = Reason.parse(view.state.values[REASON]?.[VALUE]).value?.trim() ?? '';
  const outcome = await withinTime(desk.transact, async (transact) => {
    const turn = await turnOf(desk, body.user.id, channel ?? undefined);
    return verb({ ...desk, transact }, { ...turn, campaign, reason: typed === '' ? null : typed });
  });
  const text = await answerOutcome(desk, outcome);
  if (!isDone(outcome)) return ack({ response_action: 'errors', errors: { [REASON]: text } });
  const card = await cardOf(desk, campaign);
  await ack({
    response_action: 'update',
    view: messageModal(campaignKey(campaign), card === null ? note(text) : saying(text, card)),
  });
}
