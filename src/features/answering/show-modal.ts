// Opens a modal for a click, wherever it was made: a modal that was pressed in becomes the new one.
import { z } from 'zod';
import type { ModalView } from '@slack/types';
import { modal, section } from '#blockkit/blocks.ts';
import type { Block } from '#blockkit/blocks.ts';
import type { Reply } from '#blockkit/replies.ts';
import { Fault } from '#kernel/errors.ts';
import type { ActionArgs } from '#ports/listeners.ts';

/** A click or a command. */
interface Showing {
  readonly client: ActionArgs['client'];
  readonly body: { readonly trigger_id: string; readonly view?: { readonly id: string; readonly type: string } };
}

export interface Shown {
  readonly id: string;
  readonly hash: string;
}

const Refused = z.object({ data: z.object({ error: z.string() }) });
/** Somebody closed it, or something newer stands there. */
const OVERTAKEN: ReadonlySet<string> = new Set(['not_found', 'hash_conflict']);

/** At once, before anything is read: a click lets one modal be opened, and for three seconds only. */
export async function showModal({ client, body }: Showing, view: ModalView): Promise<Shown> {
  const pressedIn = body.view?.type === 'modal' ? body.view.id : null;
  const shown =
    pressedIn === null
      ? await client.views.open({ trigger_id: body.trigger_id, view })
      : await client.views.update({ view_id: pressedIn, view });
  const { id, hash } = shown.view ?? {};
  if (id === undefined || hash === undefined)
    throw new Fault('unavailable', 'Slack did not say which modal it opened.');
  return { id, hash };
}

/** Fills what was opened; a person who closed it meanwhile misses nothing. */
export async function fillModal(showing: Showing, shown: Shown, view: ModalView): Promise<void> {
  await fillFirst(showing, shown, view);
}

/** The same where more follows: what stands there now. Null: it was closed, or something newer stands there. */
export async function fillFirst({ client }: Showing, { id, hash }: Shown, view: ModalView): Promise<Shown | null> {
  try {
    const { view: filled } = await client.views.update({ view_id: id, hash, view });
    return filled?.hash === undefined ? null : { id, hash: filled.hash };
  } catch (error) {
    const code = Refused.safeParse(error).data?.data.error;
    if (code === undefined || !OVERTAKEN.has(code)) throw error;
    return null;
  }
}

/**
 * How a click is answered: at its `response_url`, which a click in a Home tab or a modal does not have; there a modal
 * says it, and a direct message where the click is too old for one.
 */
export function replyTo({ respond, client, body }: ActionArgs): (reply: Reply) => Promise<unknown> {
  // Bolt brings it only where Slack does.
  if ((respond as typeof respond | undefined) !== undefined) return respond;
  let shown: Promise<Shown> | null = null;
  return async (reply) => {
    const view = modal({ title: 'Signalbox', blocks: blocksOf(reply) });
    const before = shown;
    const showing = before === null ? showModal({ client, body }, view) : before;
    shown = showing;
    try {
      const { id } = await showing;
      if (before !== null) await client.views.update({ view_id: id, view });
    } catch {
      const { text, blocks } = reply;
      await client.chat.postMessage({ channel: body.user.id, text, ...(blocks === undefined ? {} : { blocks }) });
    }
  };
}

function blocksOf({ text, blocks }: Reply): readonly Block[] {
  return blocks ?? [section(text)];
}
