// The modal in which ops pick which held leads are announced. Pure.
import type { ModalView } from '@slack/types';
import { input, modal, plain, section } from '#blockkit/blocks.ts';
import { clip, md } from '#blockkit/mrkdwn.ts';
import { leadName } from '#features/leads/lead.ts';
import type { Lead } from '#features/leads/lead.ts';

export const HELD_MODAL = 'intake.submit_held';
export const HELD_FIELD = 'leads';
export const HELD_VALUE = 'value';

/** Choices of one select: Slack's limit. */
export const HELD_SHOWN = 100;

/** `leads` are the oldest HELD_SHOWN of the hold at most; `state` is the hold's number and the channel. */
export function heldModal(leads: readonly Lead[], state: string): ModalView {
  return modal({
    title: 'Held leads',
    callbackId: HELD_MODAL,
    submit: 'Announce these',
    privateMetadata: state,
    blocks: [
      section(md`The ones you choose are announced now; the others stay held until you decide about all of them.`),
      input({
        label: 'Leads',
        blockId: HELD_FIELD,
        element: {
          type: 'multi_static_select',
          action_id: HELD_VALUE,
          placeholder: plain('Choose leads'),
          options: leads.map((lead) => ({ text: plain(label(lead), 75), value: lead.id })),
        },
      }),
    ],
  });
}

function label(lead: Lead): string {
  const company = lead.facts.company?.['name'];
  const score = lead.score === null ? '' : ` (${lead.score})`;
  return clip(`${leadName(lead)}${company ? `, ${String(company)}` : ''}${score}`, 75);
}
