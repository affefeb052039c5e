// Samples of figures: charts and tables; and of blocks that hold others.
import type { Json } from '#sandbox/web/protocol.ts';
import { button, input, mrkdwn, PICTURE, plainText, section } from './sample.ts';
import type { Sample } from './sample.ts';

const MONTHS = ['Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov'];

function series(name: string, values: readonly number[]): Json {
  return { name, data: MONTHS.map((label, index) => ({ label, value: values[index] ?? 0 })) };
}

function plot(type: string, title: string, all: readonly Json[]): Json {
  const axes = { categories: MONTHS, x_label: 'Month', y_label: 'Leads' };
  return { type: 'data_visualization', title, chart: { type, series: all, axis_config: axes } };
}

function words(text: string): Json {
  return { type: 'raw_text', text };
}

function figure(value: number): Json {
  return { type: 'raw_number', value, text: value.toLocaleString('en-US') };
}

function rich(text: string): Json {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text, style: { bold: true } }] }],
  };
}

const card = (name: string): Json => ({
  type: 'card',
  icon: { type: 'image', image_url: PICTURE, alt_text: 'icon' },
  hero_image: { type: 'image', image_url: 'https://elsewhere.example/hero.png', alt_text: 'hero' },
  title: mrkdwn(`*${name}*`),
  subtitle: mrkdwn('Enterprise'),
  body: mrkdwn('2,400 people, *92* points'),
  actions: [button('claim', 'Claim', { style: 'primary' })],
});

const task = (status: string, title: string): Json => ({
  type: 'task_card',
  task_id: status,
  title,
  status,
  details: rich('What is done'),
  sources: [{ type: 'url', url: 'https://example.com', text: 'A source' }],
});

export const DATA_SAMPLES: readonly Sample[] = [
  {
    name: 'Charts',
    blocks: [
      plot('bar', 'Leads a month', [
        series('HubSpot', [42, 61, 38, 77, 90, 55]),
        series('Salesforce', [12, 30, 22, 31, 28, 40]),
      ]),
      plot('line', 'MQL to SQL', [
        series('Enterprise', [12, 18, -4, 22, 31, 28]),
        series('SMB', [8, 11, 9, 15, 12, 19]),
      ]),
      plot('area', 'Pipeline', [series('Pipeline', [120_000, 180_500, 160_000, 220_000, 310_000, 280_000])]),
      {
        type: 'data_visualization',
        title: 'Leads by source',
        chart: {
          type: 'pie',
          segments: [
            { label: 'Webinar', value: 50 },
            { label: 'Demo form', value: 31 },
            { label: 'Referral', value: 12.5 },
            { label: 'Outbound', value: 7 },
          ],
        },
      },
      { type: 'data_visualization', title: 'No kind that is known', chart: { type: 'radar' } },
    ],
  },
  {
    name: 'Tables',
    blocks: [
      {
        type: 'table',
        column_settings: [{ align: 'left' }, { align: 'right' }, { is_wrapped: true }],
        rows: [
          [words('Rep'), words('Leads'), words('Note')],
          [
            rich('Ana'),
            figure(1204),
            words('A note that is so long that it has to be wrapped somewhere in the middle'),
          ],
          [words('Bo'), figure(87), words('')],
        ],
      },
      {
        type: 'data_table',
        caption: 'Leads by rep',
        page_size: 3,
        row_header_column_index: 0,
        rows: [
          [words('Rep'), words('Leads')],
          ...['Ana', 'Bo', 'Cy', 'Dee', 'Eli'].map((name, index) => [words(name), figure((index * 37) % 11)]),
        ],
      },
    ],
  },
  {
    name: 'Cards, containers, plans',
    blocks: [
      card('Initech'),
      { type: 'carousel', elements: ['Initech', 'Globex', 'Umbrella', 'Hooli'].map(card) },
      {
        type: 'container',
        title: plainText('A container'),
        subtitle: plainText('with blocks inside'),
        is_collapsible: true,
        has_header_divider: true,
        child_blocks: [section('Inside'), input({ type: 'plain_text_input' }, { block_id: 'inside' })],
      },
      {
        type: 'container',
        rich_text_title: rich('Closed'),
        is_collapsible: true,
        default_collapsed: true,
        child_blocks: [section('Hidden at first')],
      },
      {
        type: 'plan',
        title: 'A plan',
        tasks: [
          task('complete', 'Read the CRM'),
          task('in_progress', 'Score'),
          task('pending', 'Route'),
          task('error', 'Tell'),
        ],
      },
    ],
  },
  {
    name: 'Attachments',
    blocks: [],
    attachments: [
      { color: '#c41149', blocks: [section('Blocks beside a bar')] },
      {
        color: 'good',
        title: 'The older way',
        title_link: 'https://example.com',
        text: 'with *mrkdwn*',
        fields: [{ title: 'Field', value: 'value' }],
        footer: 'A footer',
      },
      { fallback: 'Only a fallback' },
    ],
  },
];
