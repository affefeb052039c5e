// Samples of what is chosen, pressed and typed into.
import type { Json } from '#sandbox/web/protocol.ts';
import { button, input, mrkdwn, option, plainText, section } from './sample.ts';
import type { Sample } from './sample.ts';

const STAGES = [option('new', 'New'), option('open', 'Open', 'Somebody works on it'), option('won', 'Won :tada:')];
const GROUPS = [
  { label: plainText('Enterprise'), options: [option('ana', 'Ana Ruiz'), option('bo', 'Bo Lindqvist')] },
  { label: plainText('Small business'), options: [option('cy', 'Cy Okafor')] },
];
const MENUS: readonly Json[] = [
  { type: 'static_select', options: STAGES, placeholder: plainText('A stage') },
  {
    type: 'multi_static_select',
    option_groups: GROUPS,
    initial_options: [option('ana', 'Ana Ruiz')],
    max_selected_items: 2,
  },
  { type: 'external_select', min_query_length: 1, placeholder: plainText('Search the CRM') },
  { type: 'multi_external_select', min_query_length: 0 },
  { type: 'users_select', initial_user: 'U0ANA' },
  { type: 'multi_users_select' },
  { type: 'conversations_select' },
  { type: 'multi_conversations_select' },
  { type: 'channels_select', initial_channel: 'C0ENT' },
  { type: 'multi_channels_select' },
];
const CHOICES: readonly Json[] = [
  { type: 'radio_buttons', options: STAGES, initial_option: STAGES[0] },
  {
    type: 'checkboxes',
    options: [
      option('a', 'Tell the owner'),
      { value: 'b', text: mrkdwn('*Tell* the channel'), description: mrkdwn('with a _mention_') },
    ],
  },
];
const PICKERS: readonly Json[] = [
  { type: 'datepicker', initial_date: '2026-11-22', placeholder: plainText('Until') },
  { type: 'timepicker', initial_time: '14:05' },
  { type: 'datetimepicker', initial_date_time: 1795000000 },
];
const TYPED: readonly Json[] = [
  {
    type: 'plain_text_input',
    placeholder: plainText('One line'),
    max_length: 60,
    initial_value: 'Twenty characters now',
  },
  { type: 'email_text_input', placeholder: plainText('ana@example.com') },
  { type: 'url_text_input' },
  { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '10' },
  { type: 'rich_text_input' },
  { type: 'file_input', filetypes: ['csv'] },
];

function named(element: Json, index: number): Json {
  return { action_id: `${String(element['type'])}_${index}`, ...element };
}

export const ELEMENT_SAMPLES: readonly Sample[] = [
  {
    name: 'Buttons',
    blocks: [
      {
        type: 'actions',
        block_id: 'buttons',
        elements: [
          button('default', 'Default'),
          button('primary', 'Primary', { style: 'primary' }),
          button('danger', 'Danger', { style: 'danger' }),
          button('link', 'Link', { url: 'https://example.com' }),
          button('asks', 'Asks first', {
            confirm: {
              title: plainText('Really?'),
              text: mrkdwn('This *cannot* be undone.'),
              confirm: plainText('Do it'),
              deny: plainText('Leave it'),
              style: 'danger',
            },
          }),
          button('busy', 'Busy', { style: 'primary' }),
          { type: 'workflow_button', action_id: 'workflow', text: plainText('Start a workflow'), workflow: {} },
          {
            type: 'overflow',
            action_id: 'dots',
            options: [...STAGES, { ...option('web', 'Open'), url: 'https://example.com' }],
          },
        ],
      },
      section('A section with a button', { accessory: button('beside', 'Beside it') }),
      {
        type: 'context_actions',
        block_id: 'feedback',
        elements: [
          {
            type: 'feedback_buttons',
            action_id: 'feedback',
            positive_button: { text: plainText('Good'), value: 'up' },
            negative_button: { text: plainText('Bad'), value: 'down' },
          },
          { type: 'icon_button', action_id: 'remove', icon: 'trash', text: plainText('Remove'), value: 'gone' },
        ],
      },
    ],
    busy: ['buttons.busy'],
  },
  { name: 'Menus in a row', blocks: [{ type: 'actions', block_id: 'menus', elements: MENUS.map(named) }] },
  {
    name: 'Choices and pickers in a row',
    blocks: [{ type: 'actions', block_id: 'pickers', elements: [...PICKERS, ...CHOICES].map(named) }],
  },
  { name: 'Inputs: menus', blocks: MENUS.map((element) => input(element)) },
  {
    name: 'Inputs: choices and pickers',
    blocks: [...CHOICES, ...PICKERS].map((element) => input(element, { optional: true })),
  },
  {
    name: 'Inputs: typed, with hints and errors',
    blocks: [
      ...TYPED.map((element) => input(element, { hint: plainText('A sentence that helps.') })),
      input(
        { type: 'plain_text_input', multiline: true, action_id: 'long' },
        { block_id: 'long', label: plainText('Several lines') },
      ),
      input(
        { type: 'static_select', options: STAGES, action_id: 'wrong' },
        { block_id: 'wrong', label: plainText('A menu with an error') },
      ),
    ],
    errors: {
      in_email_text_input: 'Please enter a valid email address.',
      wrong: 'Please complete this required field.',
    },
  },
];
