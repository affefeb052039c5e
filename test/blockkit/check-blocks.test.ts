import { describe, expect, it } from 'vitest';
import { checkMessage, checkView } from '#blockkit/check-blocks.ts';

const text = (content: string) => ({ type: 'mrkdwn', text: content });
const plain = (content: string) => ({ type: 'plain_text', text: content });
const section = (content = 'hello') => ({ type: 'section', text: text(content) });
const button = (actionId: string) => ({ type: 'button', action_id: actionId, text: plain('Go'), value: '1' });
const option = (value: string) => ({ text: plain(value), value });
const message = (...blocks: unknown[]) => checkMessage({ text: 'fallback', blocks }).map((problem) => problem.message);
const modal = (fields: Record<string, unknown>) =>
  checkView({ type: 'modal', title: plain('Title'), blocks: [section()], ...fields }).map((problem) => problem.message);
const many = <T>(count: number, one: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => one(index));
const series = (name: string, ...labels: string[]) => ({ name, data: labels.map((label) => ({ label, value: 1 })) });
const chart = (inner: unknown, title = 'Leads') => ({ type: 'data_visualization', title, chart: inner });
const row = (...cells: string[]) => cells.map((cell) => ({ type: 'raw_text', text: cell }));

describe('a message', () => {
  it.each([
    {
      when: 'there are 51 blocks',
      blocks: many(51, () => ({ type: 'divider' })),
      says: 'no more than 50 items allowed [json-pointer:/blocks]',
    },
    {
      when: 'a section is too long',
      blocks: [section('x'.repeat(3001))],
      says: 'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    },
    {
      when: 'a text is empty',
      blocks: [section('')],
      says: 'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    },
    {
      when: 'a block is unknown',
      blocks: [{ type: 'foo' }],
      says: 'unsupported type: foo [json-pointer:/blocks/0/type]',
    },
    { when: 'a block has no type', blocks: [{}], says: 'missing required field: type [json-pointer:/blocks/0]' },
    {
      when: 'a section holds nothing',
      blocks: [{ type: 'section' }],
      says: 'missing required field: text or fields [json-pointer:/blocks/0]',
    },
    {
      when: 'a header is mrkdwn',
      blocks: [{ type: 'header', text: text('x') }],
      says: 'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
    },
    {
      when: 'a bare string stands where an object belongs',
      blocks: [{ type: 'header', text: 'x' }],
      says: 'must provide an object [json-pointer:/blocks/0/text]',
    },
    {
      when: 'a property is not known',
      blocks: [{ type: 'actions', elements: [{ ...button('a'), disabled: true }] }],
      says: 'invalid additional property: disabled [json-pointer:/blocks/0/elements/0]',
    },
    {
      when: 'two buttons share an action_id',
      blocks: [{ type: 'actions', elements: [button('a'), button('a')] }],
      says: '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    },
    {
      when: 'two blocks share a block_id',
      blocks: [
        { type: 'divider', block_id: 'b' },
        { type: 'divider', block_id: 'b' },
      ],
      says: '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]',
    },
    {
      when: 'an overflow has 6 options',
      blocks: [
        { ...section(), accessory: { type: 'overflow', action_id: 'o', options: many(6, (n) => option(`o${n}`)) } },
      ],
      says: 'no more than 5 items allowed [json-pointer:/blocks/0/accessory/options]',
    },
    {
      when: 'an alert is outside a modal',
      blocks: [{ type: 'alert', text: text('x') }],
      says: 'unsupported type: alert [json-pointer:/blocks/0/type]',
    },
    {
      when: 'there are two tables',
      blocks: [
        { type: 'table', rows: [row('a')] },
        { type: 'table', rows: [row('a')] },
      ],
      says: 'only_one_table_allowed [json-pointer:/blocks]',
    },
    {
      when: 'there are three charts',
      blocks: many(3, () => chart({ type: 'pie', segments: [{ label: 'a', value: 1 }] })),
      says: 'too many data_visualization blocks [json-pointer:/blocks]',
    },
    {
      when: 'a pie has an empty slice',
      blocks: [chart({ type: 'pie', segments: [{ label: 'a', value: 0 }] })],
      says: 'must be greater than 0 [json-pointer:/blocks/0/chart/segments/0/value]',
    },
    {
      when: 'a series skips a category',
      blocks: [chart({ type: 'bar', series: [series('s', 'a')], axis_config: { categories: ['a', 'b'] } })],
      says: 'labels must match axis categories [json-pointer:/blocks/0/chart/series/0/data]',
    },
    {
      when: 'a data table has uneven rows',
      blocks: [{ type: 'data_table', caption: 'c', rows: [row('a', 'b'), row('c')] }],
      says: 'all rows must have the same number of values [json-pointer:/blocks/0/rows/1]',
    },
    {
      when: 'a data table has no caption',
      blocks: [{ type: 'data_table', rows: [row('a'), row('c')] }],
      says: 'missing required field: caption [json-pointer:/blocks/0]',
    },
    {
      when: 'the text of all blocks is too much',
      blocks: many(5, () => section('x'.repeat(2_900))),
      says: 'msg_blocks_too_long',
    },
  ])('is refused when $when', ({ blocks, says }) => {
    expect(message(...blocks)).toEqual([says]);
  });

  it('needs text or blocks', () => {
    expect(checkMessage({})).toEqual([{ error: 'no_text', message: 'no_text' }]);
  });

  it('is refused when its text is longer than an update may carry', () => {
    expect(checkMessage({ text: 'x'.repeat(4_001) })).toEqual([{ error: 'msg_too_long', message: 'msg_too_long' }]);
  });

  it('may use every kind of block', () => {
    const image = { type: 'image', image_url: 'https://acme.test/a.png', alt_text: 'A' };
    const rich = {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
    };
    const axis = { series: [series('s', 'a', 'b')], axis_config: { categories: ['a', 'b'], x_label: 'Week' } };
    const card = { type: 'card', title: text('Lead'), body: text('Hot'), actions: [button('claim')] };
    const task = { type: 'task_card', task_id: 't', title: 'Work', status: 'complete', output: rich };
    expect(
      message(
        { type: 'header', text: plain('Hi') },
        { ...section(), fields: [text('a'), plain('b')], accessory: image },
        { type: 'context', elements: [image, text('by'), plain('us')] },
        { type: 'divider' },
        { ...image, title: plain('T') },
        rich,
        {
          type: 'actions',
          elements: [
            button('a'),
            { type: 'users_select', action_id: 'u' },
            { type: 'datepicker', action_id: 'd', initial_date: '2026-11-22' },
          ],
        },
        { type: 'markdown', text: '# hi' },
        { type: 'table', rows: [row('a', 'b')], column_settings: [{ align: 'right' }] },
        chart({ type: 'line', ...axis }),
        chart({ type: 'area', ...axis }),
        card,
        { type: 'carousel', elements: [card] },
        { type: 'container', title: plain('Group'), child_blocks: [section(), { type: 'divider' }] },
        {
          type: 'context_actions',
          elements: [{ type: 'icon_button', icon: 'trash', text: plain('Delete'), action_id: 'x' }],
        },
        { type: 'plan', title: 'Plan', tasks: [task] },
        task,
        {
          type: 'video',
          video_url: 'https://a.test/v',
          thumbnail_url: 'https://a.test/t',
          alt_text: 'v',
          title: plain('V'),
        },
      ),
    ).toEqual([]);
  });
});

describe('a modal', () => {
  it.each([
    {
      when: 'its title is too long',
      view: { title: plain('x'.repeat(25)) },
      says: 'must be less than 25 characters [json-pointer:/view/title/text]',
    },
    { when: 'it has no title', view: { title: undefined }, says: 'missing required field: title [json-pointer:/view]' },
    {
      when: 'its private_metadata is too long',
      view: { private_metadata: 'x'.repeat(3001) },
      says: 'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    },
    {
      when: 'it has 101 blocks',
      view: { blocks: many(101, () => ({ type: 'divider' })) },
      says: 'no more than 100 items allowed [json-pointer:/view/blocks]',
    },
    {
      when: 'it asks for input without a submit button',
      view: { blocks: [{ type: 'input', label: plain('L'), element: { type: 'plain_text_input', action_id: 'a' } }] },
      says: 'must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]',
    },
    {
      when: 'it holds a chart',
      view: { blocks: [chart({ type: 'pie', segments: [] })] },
      says: 'unsupported type: data_visualization [json-pointer:/view/blocks/0/type]',
    },
    {
      when: 'a menu is empty',
      view: { blocks: [{ ...section(), accessory: { type: 'static_select', action_id: 'm', options: [] } }] },
      says: 'no less than 1 items required [json-pointer:/view/blocks/0/accessory/options]',
    },
    {
      when: 'an initial option is null',
      view: {
        blocks: [
          {
            ...section(),
            accessory: { type: 'radio_buttons', action_id: 'm', options: [option('a')], initial_option: null },
          },
        ],
      },
      says: 'must provide an object [json-pointer:/view/blocks/0/accessory/initial_option]',
    },
  ])('is refused when $when', ({ view, says }) => {
    expect(modal(view)).toEqual([says]);
  });

  it('is refused when it is larger than 250 KB', () => {
    const blocks = many(90, () => section('ü'.repeat(3_000)));
    expect(checkView({ type: 'modal', title: plain('T'), blocks })).toEqual([
      { error: 'view_too_large', message: 'view_too_large' },
    ]);
  });

  it('may use every kind of input', () => {
    const inputs = [
      { type: 'plain_text_input', multiline: true, max_length: 3000 },
      { type: 'number_input', is_decimal_allowed: true, min_value: '0' },
      { type: 'email_text_input' },
      { type: 'url_text_input' },
      { type: 'rich_text_input' },
      { type: 'static_select', options: [option('a')], initial_option: option('a') },
      {
        type: 'multi_static_select',
        option_groups: [{ label: plain('g'), options: [option('a')] }],
        max_selected_items: 2,
      },
      { type: 'external_select', min_query_length: 2 },
      { type: 'multi_users_select', initial_users: ['U1'] },
      { type: 'conversations_select', default_to_current_conversation: true, filter: { include: ['public'] } },
      { type: 'channels_select' },
      { type: 'datepicker' },
      { type: 'timepicker', initial_time: '09:30' },
      { type: 'datetimepicker', initial_date_time: 1_790_000_000 },
      { type: 'checkboxes', options: [{ text: text('*a*'), value: 'a', description: text('d') }] },
      { type: 'radio_buttons', options: [option('a')] },
    ];
    const blocks = inputs.map((element, index) => ({
      type: 'input',
      label: plain('L'),
      element: { ...element, action_id: `a${index}` },
    }));
    expect(modal({ submit: plain('Save'), close: plain('Cancel'), blocks })).toEqual([]);
  });

  it('may warn with an alert, which a Home tab may not', () => {
    const blocks = [{ type: 'alert', text: text('Careful'), level: 'warning' }];
    expect(modal({ blocks })).toEqual([]);
    expect(checkView({ type: 'home', blocks })).toEqual([
      { error: 'invalid_arguments', message: 'unsupported type: alert [json-pointer:/view/blocks/0/type]' },
    ]);
  });

  it('is a modal or a Home tab and nothing else', () => {
    expect(checkView({ type: 'message' })).toEqual([
      { error: 'invalid_arguments', message: 'unsupported type: message [json-pointer:/view/type]' },
    ]);
  });
});
