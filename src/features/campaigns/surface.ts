// Where a click's answer is shown: in the modal that was pressed in, in place of the private answer that it was pressed
// on, or beside a card that everybody sees.
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { privately, replacing } from '#blockkit/replies.ts';
import type { CampaignId } from '#kernel/ids.ts';
import type { ActionArgs } from '#ports/listeners.ts';
import type { Message } from '#ports/messenger.ts';
import { note } from '#features/answering/note.ts';
import { fillModal, showModal } from '#features/answering/show-modal.ts';
import { campaignKey } from './campaign.ts';
import { messageModal, openingModal, saying } from './modals.ts';

const Container = z.object({ is_ephemeral: z.boolean().optional() });

type Surface = 'modal' | 'private' | 'card';

function surfaceOf({ body }: Pick<ActionArgs, 'body'>): Surface {
  if (body.view !== undefined) return 'modal';
  return Container.safeParse(body.container).data?.is_ephemeral === true ? 'private' : 'card';
}

/**
 * Tells whoever pressed what came of it. Where only they see the campaign, it is shown below as it is now; a card that
 * everybody sees is brought up to date by itself.
 */
export async function tell(
  args: ActionArgs,
  campaign: CampaignId,
  text: string,
  load: (campaign: CampaignId) => Promise<Message | null>,
): Promise<void> {
  const surface = surfaceOf(args);
  const now = surface === 'card' ? null : await load(campaign);
  const message = now === null ? note(text) : saying(text, now);
  if (surface === 'modal') await showModal(args, messageModal(campaignKey(campaign), message));
  else await args.respond(surface === 'private' && now !== null ? replacing(message) : privately(message));
}

/** What opens a modal: a click or a command. */
export type Opening = Parameters<typeof showModal>[0];

/** A modal that takes some looking up. It opens at once, because a trigger lives for three seconds. */
export async function openModal(opening: Opening, title: string, load: () => Promise<ModalView>): Promise<void> {
  const shown = await showModal(opening, openingModal(title));
  try {
    await fillModal(opening, shown, await load());
  } catch (error) {
    // Told in words beside it; this one must not go on saying that it takes a moment.
    const sorry = note('This could not be shown. Close it and try again in a moment.');
    await fillModal(opening, shown, messageModal(title, sorry));
    throw error;
  }
}
