// Every limit of a block and an element: what is just within it is taken, one more is refused at its place.
import { describe, expect, it } from 'vitest';
import { checkMessage } from '#blockkit/check-blocks.ts';
import {
  x,
  text,
  plain,
  many,
  option,
  action,
  button,
  input,
  typed,
  url,
  picture,
  video,
  card,
  container,
  cell,
  pie,
  bars,
  confirm,
} from './sized-blocks.ts';

interface Limit {
  readonly what: string;
  readonly most: number;
  readonly block: (size: number) => Record<string, unknown>;
  readonly at: string;
}

const LONGEST: readonly Limit[] = [
  { what: 'a section', most: 3_000, block: (n) => ({ type: 'section', text: text(n) }), at: '/text/text' },
  { what: 'a field', most: 2_000, block: (n) => ({ type: 'section', fields: [text(n)] }), at: '/fields/0/text' },
  { what: 'a header', most: 150, block: (n) => ({ type: 'header', text: plain(n) }), at: '/text/text' },
  { what: 'a context', most: 3_000, block: (n) => ({ type: 'context', elements: [text(n)] }), at: '/elements/0/text' },
  { what: 'a block_id', most: 255, block: (n) => ({ type: 'divider', block_id: x(n) }), at: '/block_id' },
  { what: 'an action_id', most: 255, block: (n) => action(button({ action_id: x(n) })), at: '/elements/0/action_id' },
  { what: 'a button', most: 75, block: (n) => action(button({ text: plain(n) })), at: '/elements/0/text/text' },
  { what: 'a value', most: 2_000, block: (n) => action(button({ value: x(n) })), at: '/elements/0/value' },
  { what: 'a link', most: 3_000, block: (n) => action(button({ url: url(n) })), at: '/elements/0/url' },
  {
    what: 'a label for screen readers',
    most: 75,
    block: (n) => action(button({ accessibility_label: x(n) })),
    at: '/elements/0/accessibility_label',
  },
  { what: 'a question', most: 300, block: (n) => confirm({ text: text(n) }), at: '/elements/0/confirm/text/text' },
  { what: 'its title', most: 100, block: (n) => confirm({ title: plain(n) }), at: '/elements/0/confirm/title/text' },
  { what: 'its yes', most: 30, block: (n) => confirm({ confirm: plain(n) }), at: '/elements/0/confirm/confirm/text' },
  {
    what: 'an option',
    most: 75,
    block: (n) => action({ type: 'static_select', options: [{ text: plain(n), value: 'v' }] }),
    at: '/elements/0/options/0/text/text',
  },
  {
    what: 'the value of an option',
    most: 150,
    block: (n) => action({ type: 'static_select', options: [{ text: plain(1), value: x(n) }] }),
    at: '/elements/0/options/0/value',
  },
  {
    what: 'a placeholder',
    most: 150,
    block: (n) => action({ type: 'users_select', placeholder: plain(n) }),
    at: '/elements/0/placeholder/text',
  },
  { what: 'a label', most: 2_000, block: (n) => input({ label: plain(n) }), at: '/label/text' },
  { what: 'a hint', most: 2_000, block: (n) => input({ hint: plain(n) }), at: '/hint/text' },
  { what: 'an initial value', most: 3_000, block: (n) => typed({ initial_value: x(n) }), at: '/element/initial_value' },
  { what: 'the address of an image', most: 3_000, block: (n) => picture({ image_url: url(n) }), at: '/image_url' },
  { what: 'the words for an image', most: 2_000, block: (n) => picture({ alt_text: x(n) }), at: '/alt_text' },
  { what: 'the title of an image', most: 2_000, block: (n) => picture({ title: plain(n) }), at: '/title/text' },
  { what: 'the title of a video', most: 199, block: (n) => video({ title: plain(n) }), at: '/title/text' },
  { what: 'a card’s title', most: 150, block: (n) => card({ title: text(n) }), at: '/title/text' },
  { what: 'a card’s subtitle', most: 150, block: (n) => card({ subtitle: text(n) }), at: '/subtitle/text' },
  { what: 'a card’s body', most: 200, block: (n) => card({ body: text(n) }), at: '/body/text' },
  { what: 'a container’s title', most: 150, block: (n) => container({ title: plain(n) }), at: '/title/text' },
  { what: 'markdown', most: 12_000, block: (n) => ({ type: 'markdown', text: x(n) }), at: '/text' },
  { what: 'a chart’s title', most: 50, block: (n) => pie({ title: x(n) }), at: '/title' },
  {
    what: 'a slice’s label',
    most: 20,
    block: (n) => pie({}, [{ label: x(n), value: 1 }]),
    at: '/chart/segments/0/label',
  },
  { what: 'an axis', most: 50, block: (n) => bars(1, 1, 1, { x_label: x(n) }), at: '/chart/axis_config/x_label' },
];

const MOST: readonly Limit[] = [
  { what: 'fields', most: 10, block: (n) => ({ type: 'section', fields: many(n, () => text(1)) }), at: '/fields' },
  {
    what: 'actions',
    most: 25,
    block: (n) => ({ type: 'actions', elements: many(n, (i) => button({ action_id: `${i}` })) }),
    at: '/elements',
  },
  { what: 'context', most: 10, block: (n) => ({ type: 'context', elements: many(n, () => text(1)) }), at: '/elements' },
  {
    what: 'context actions',
    most: 5,
    block: (n) => ({
      type: 'context_actions',
      elements: many(n, (i) => ({ type: 'icon_button', icon: 'trash', text: plain(1), action_id: `${i}` })),
    }),
    at: '/elements',
  },
  {
    what: 'options',
    most: 100,
    block: (n) => action({ type: 'static_select', options: many(n, option) }),
    at: '/elements/0/options',
  },
  {
    what: 'groups of options',
    most: 100,
    block: (n) =>
      action({ type: 'static_select', option_groups: many(n, () => ({ label: plain(1), options: [option(1)] })) }),
    at: '/elements/0/option_groups',
  },
  {
    what: 'an overflow',
    most: 5,
    block: (n) => action({ type: 'overflow', options: many(n, option) }),
    at: '/elements/0/options',
  },
  {
    what: 'checkboxes',
    most: 10,
    block: (n) => action({ type: 'checkboxes', options: many(n, option) }),
    at: '/elements/0/options',
  },
  {
    what: 'radio buttons',
    most: 10,
    block: (n) => action({ type: 'radio_buttons', options: many(n, option) }),
    at: '/elements/0/options',
  },
  { what: 'rows of a table', most: 100, block: (n) => ({ type: 'table', rows: many(n, () => [cell]) }), at: '/rows' },
  { what: 'cells of a row', most: 20, block: (n) => ({ type: 'table', rows: [many(n, () => cell)] }), at: '/rows/0' },
  {
    what: 'rows of a data table, its head among them',
    most: 101,
    block: (n) => ({ type: 'data_table', caption: 'C', rows: many(n, () => [cell]) }),
    at: '/rows',
  },
  {
    what: 'a card’s buttons',
    most: 5,
    block: (n) => card({ actions: many(n, (i) => ({ ...button({}), action_id: `${i}` })) }),
    at: '/actions',
  },
  {
    what: 'a carousel',
    most: 10,
    block: (n) => ({ type: 'carousel', elements: many(n, () => card({})) }),
    at: '/elements',
  },
  {
    what: 'a container',
    most: 10,
    block: (n) => container({ child_blocks: many(n, () => ({ type: 'divider' })) }),
    at: '/child_blocks',
  },
  {
    what: 'slices of a pie',
    most: 6,
    block: (n) =>
      pie(
        {},
        many(n, (i) => ({ label: `${i}`, value: 1 })),
      ),
    at: '/chart/segments',
  },
  { what: 'series', most: 6, block: (n) => bars(n, 2), at: '/chart/series' },
];

const said = (block: Record<string, unknown>) =>
  checkMessage({ text: 'fallback', blocks: [block] }).map(({ message }) => message);

describe('a message', () => {
  it.each(LONGEST)('may say $most characters in $what, and no more', ({ most, block, at }) => {
    expect(said(block(most))).toEqual([]);
    expect(said(block(most + 1))).toContain(`must be less than ${most + 1} characters [json-pointer:/blocks/0${at}]`);
  });

  it.each(MOST)('may hold $most of $what, and no more', ({ most, block, at }) => {
    expect(said(block(most))).toEqual([]);
    expect(said(block(most + 1))).toContain(`no more than ${most} items allowed [json-pointer:/blocks/0${at}]`);
  });

  it('may chart twenty points with labels of twenty characters', () => {
    expect(said(bars(6, 20, 20))).toEqual([]);
    expect(said(bars(1, 21))).toContain('no more than 20 items allowed [json-pointer:/blocks/0/chart/series/0/data]');
    expect(said(bars(1, 1, 21))).toContain(
      'must be less than 21 characters [json-pointer:/blocks/0/chart/axis_config/categories/0]',
    );
  });

  it('may hold ten thousand characters in a data table', () => {
    const rows = (length: number) => [[cell], [{ type: 'raw_text', text: x(length) }]];
    const tableOf = (length: number) => ({ type: 'data_table', caption: 'C', rows: rows(length) });
    expect(said(tableOf(9_999))).toEqual([]);
    expect(said(tableOf(10_000))).toContain('must be less than 10001 characters [json-pointer:/blocks/0/rows]');
  });

  it('may hold twelve thousand characters of markdown in all its blocks', () => {
    const half = { type: 'markdown', text: x(6_000) };
    expect(checkMessage({ text: 'x', blocks: [half, half] })).toEqual([]);
    expect(checkMessage({ text: 'x', blocks: [half, half, { type: 'markdown', text: 'x' }] })).toMatchObject([
      { error: 'invalid_blocks', message: 'must be less than 12001 characters [json-pointer:/blocks]' },
    ]);
  });

  it('may hold 13,200 characters of text in all its blocks', () => {
    const sections = (last: number) =>
      [3_000, 3_000, 3_000, 3_000, last].map((n) => ({ type: 'section', text: text(n) }));
    expect(checkMessage({ text: 'x', blocks: sections(1_200) })).toEqual([]);
    expect(checkMessage({ text: 'x', blocks: sections(1_201) })).toMatchObject([{ error: 'msg_blocks_too_long' }]);
  });
});
