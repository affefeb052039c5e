// The forms of campaigns: the plan, why one is stopped or closed, and what is shown while something is looked up. Pure.
import type { ModalView } from '@slack/types';
import type { Block } from '#blockkit/blocks.ts';
import { context, input, modal, section } from '#blockkit/blocks.ts';
import { textInput } from '#blockkit/elements.ts';
import { bold, clip, escape, md } from '#blockkit/mrkdwn.ts';
import type { Message } from '#ports/messenger.ts';
import { campaignKey } from './campaign.ts';
import type { Campaign } from './campaign.ts';

export const CAMPAIGN_MODALS = {
  plan: 'campaigns.submit_plan',
  pause: 'campaigns.submit_pause',
  kill: 'campaigns.submit_kill',
  close: 'campaigns.submit_close',
} as const;

export const REASON = 'reason';
export const VALUE = 'value';

/** What a modal about one campaign must know when it is submitted. */
export interface CampaignModalState {
  readonly campaign: number;
  /** Channel of the click; null when there was none. */
  readonly channel: string | null;
}

/** Opened at once, because a click can open something for three seconds only; what was asked for takes its place. */
export function openingModal(title: string): ModalView {
  return modal({ title, blocks: [section(md`:hourglass_flowing_sand: One moment…`)] });
}

/** A message as a modal: what has become of something, with the same buttons. */
export function messageModal(title: string, { blocks }: Message): ModalView {
  return modal({ title, blocks });
}

export function pauseModal(campaign: Campaign, state: CampaignModalState): ModalView {
  return reasonModal(campaign, state, {
    title: 'Pause the campaign',
    callbackId: CAMPAIGN_MODALS.pause,
    submit: 'Pause',
    what: 'is paused in every CRM it is live in. Resuming needs no new approval.',
    label: 'Why?',
    optional: true,
  });
}

export function killModal(campaign: Campaign, state: CampaignModalState): ModalView {
  return reasonModal(campaign, state, {
    title: 'Kill the campaign',
    callbackId: CAMPAIGN_MODALS.kill,
    submit: 'Stop it now',
    what: 'is stopped in every CRM at once, also while Signalbox is paused. To go live again it needs a new approval.',
    label: 'Why? Ops, the owner and the audit log read it',
    optional: false,
  });
}

export function closeModal(campaign: Campaign, state: CampaignModalState): ModalView {
  return reasonModal(campaign, state, {
    title: 'Close the campaign',
    callbackId: CAMPAIGN_MODALS.close,
    submit: 'Close',
    what: 'ends in every CRM. A request that waits is withdrawn. It cannot be opened again.',
    label: 'How did it end?',
    optional: true,
  });
}

interface ReasonForm {
  readonly title: string;
  readonly callbackId: string;
  readonly submit: string;
  /** Goes on from the campaign's name. */
  readonly what: string;
  readonly label: string;
  readonly optional: boolean;
}

function reasonModal({ id, plan }: Campaign, state: CampaignModalState, form: ReasonForm): ModalView {
  const blocks: Block[] = [
    section(md`${escape(campaignKey(id))} ${bold(clip(plan.name, 200))} ${escape(form.what)}`),
    input({
      label: form.label,
      blockId: REASON,
      optional: form.optional,
      element: textInput({ action: VALUE, multiline: true, maxLength: 500 }),
    }),
  ];
  return modal({
    title: form.title,
    callbackId: form.callbackId,
    submit: form.submit,
    close: 'Cancel',
    privateMetadata: JSON.stringify(state),
    blocks,
  });
}

/** A sentence above what a message shows. `text` is plain. */
export function saying(text: string, message: Message): Message {
  return { text, blocks: [section(escape(text, 2900)), ...message.blocks] };
}

/** The same in small print below. */
export function withHint(text: string, { text: said, blocks }: Message): Message {
  return { text: said, blocks: [...blocks, context([escape(text, 500)])] };
}
