// Builders for the blocks and views these tests send.
import type { KnownBlock, ModalView } from '@slack/types';

export function card(text: string, ...actionIds: string[]): KnownBlock[] {
  const section: KnownBlock = { type: 'section', text: { type: 'mrkdwn', text } };
  if (actionIds.length === 0) return [section];
  const elements = actionIds.map((id) => ({
    type: 'button' as const,
    action_id: id,
    text: { type: 'plain_text' as const, text: id },
    value: `${id}-1`,
  }));
  return [section, { type: 'actions', block_id: 'buttons', elements }];
}

export function modal(title: string, fields: Partial<ModalView> = {}): ModalView {
  return {
    type: 'modal',
    callback_id: 'a_modal',
    title: { type: 'plain_text', text: title },
    submit: { type: 'plain_text', text: 'Save' },
    blocks: [
      {
        type: 'input',
        block_id: 'note',
        label: { type: 'plain_text', text: 'Note' },
        element: { type: 'plain_text_input', action_id: 'text' },
      },
      {
        type: 'input',
        block_id: 'reason',
        optional: true,
        label: { type: 'plain_text', text: 'Reason' },
        element: {
          type: 'static_select',
          action_id: 'pick',
          options: ['budget', 'timing'].map((value) => ({ text: { type: 'plain_text', text: value }, value })),
        },
      },
    ],
    ...fields,
  };
}
