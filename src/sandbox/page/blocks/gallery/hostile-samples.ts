// Samples that nobody should send and somebody will: hostile text, no end of text, nothing at all, what nobody knows.
import { button, input, mrkdwn, plainText, section } from './sample.ts';
import type { Sample } from './sample.ts';

const ENDLESS = 'Donaudampfschifffahrtsgesellschaftskapitaen'.repeat(6);

export const HOSTILE_SAMPLES: readonly Sample[] = [
  {
    name: 'Hostile text',
    blocks: [
      { type: 'header', text: plainText('<img src=x onerror=alert(1)>') },
      section('&lt;script&gt;alert(1)&lt;/script&gt; <img src=x onerror=alert(1)>'),
      section('<javascript:alert(1)|a script’s address> <data:text/html,<b>|data> <file:///etc/passwd>'),
      section('*unclosed _nested ~marks `everywhere'),
      section('\u202Eturned around\u202C and \u0000 control'),
      { type: 'actions', elements: [button('bad', 'A script’s address', { url: 'javascript:alert(1)' })] },
      { type: 'image', image_url: 'javascript:alert(1)', alt_text: '<b>alt</b>' },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'link', url: 'javascript:alert(1)', text: 'rich script' },
              { type: 'color', value: 'red;background:url(x)' },
            ],
          },
        ],
      },
    ],
    attachments: [
      { color: 'url(https://elsewhere.example)', title: '<b>title</b>', title_link: 'javascript:alert(1)' },
    ],
  },
  {
    name: 'Long words, other scripts',
    blocks: [
      section(ENDLESS, { accessory: button('long', ENDLESS.slice(0, 75)) }),
      { type: 'section', fields: [mrkdwn(ENDLESS.slice(0, 90)), mrkdwn('*short*')] },
      section('مرحبا *بالعالم* — lead from القاهرة'),
      section('日本語のとても長い文章は単語の間に空白がないので、どこでも折り返されなければなりません。'),
      { type: 'header', text: plainText(ENDLESS.slice(0, 150)) },
      { type: 'context', elements: [mrkdwn(ENDLESS.slice(0, 120))] },
    ],
  },
  {
    name: 'Nothing in it',
    blocks: [
      section(''),
      { type: 'actions', elements: [] },
      { type: 'context', elements: [] },
      input({ type: 'static_select', options: [] }, { block_id: 'none', label: plainText('A menu without options') }),
      input({ type: 'radio_buttons', options: [] }, { block_id: 'no_radio', label: plainText('No choices') }),
      { type: 'table', rows: [] },
      {
        type: 'data_visualization',
        title: 'No data',
        chart: { type: 'bar', series: [], axis_config: { categories: [] } },
      },
      { type: 'input', label: plainText('No element') },
    ],
  },
  {
    name: 'What nobody knows',
    blocks: [
      { type: 'hologram', colour: 'blue' },
      { no: 'type' },
      section('An unknown accessory', { accessory: { type: 'lever', action_id: 'pull' } }),
      { type: 'actions', elements: [{ type: 'slider', action_id: 'slide' }] },
      { type: 'context', elements: [{ type: 'smell' }] },
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_dance' }, { type: 'rich_text_section', elements: [{ type: 'sparkle' }] }],
      },
    ],
  },
  { name: 'Fifty blocks', blocks: Array.from({ length: 50 }, (_, index) => section(`Block *${index + 1}* of fifty`)) },
];
