import type {
  ActionsBlockElement,
  ContextActionsBlockElement,
  InputBlockElement,
  KnownBlock,
  SectionBlockAccessory,
} from '@slack/types';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { BlockList, drawsBlock } from '#sandbox/page/blocks/block-list.tsx';
import { drawsElement } from '#sandbox/page/blocks/elements/element.tsx';
import { readSources } from '../../../support/source-files.ts';
import { aSurface } from './a-surface.ts';

type ElementType = (
  | ActionsBlockElement
  | ContextActionsBlockElement
  | InputBlockElement
  | SectionBlockAccessory
)['type'];

// The compiler holds that both lists have all that Slack's types have.
const BLOCKS: Record<KnownBlock['type'] | 'data_visualization', true> = {
  actions: true,
  alert: true,
  card: true,
  carousel: true,
  container: true,
  context: true,
  context_actions: true,
  data_table: true,
  data_visualization: true,
  divider: true,
  file: true,
  header: true,
  image: true,
  input: true,
  markdown: true,
  plan: true,
  rich_text: true,
  section: true,
  table: true,
  task_card: true,
  video: true,
};
const ELEMENTS: Record<ElementType, true> = {
  button: true,
  channels_select: true,
  checkboxes: true,
  conversations_select: true,
  datepicker: true,
  datetimepicker: true,
  email_text_input: true,
  external_select: true,
  feedback_buttons: true,
  file_input: true,
  icon_button: true,
  image: true,
  multi_channels_select: true,
  multi_conversations_select: true,
  multi_external_select: true,
  multi_static_select: true,
  multi_users_select: true,
  number_input: true,
  overflow: true,
  plain_text_input: true,
  radio_buttons: true,
  rich_text_input: true,
  static_select: true,
  timepicker: true,
  url_text_input: true,
  users_select: true,
  workflow_button: true,
};

/** Every `type: '…'` in what the app builds that is one of a block or element. */
function typesSent(): readonly string[] {
  const ours = readSources().filter(({ path }) => /^(?:features|blockkit)\//.test(path) && !path.includes('/schema/'));
  const types = ours.flatMap(({ code }) =>
    [...code.join('\n').matchAll(/\btype: '([a-z_]+)'/g)].map((it) => it[1] ?? ''),
  );
  return [...new Set(types)].filter((type) => type in BLOCKS || type in ELEMENTS);
}

describe('The page', () => {
  it('draws every block that there is', () => {
    expect(Object.keys(BLOCKS).filter((type) => !drawsBlock(type))).toEqual([]);
  });

  it('draws every element that there is', () => {
    expect(Object.keys(ELEMENTS).filter((type) => !drawsElement(type))).toEqual([]);
  });

  it('draws all that the app sends', () => {
    const sent = typesSent();
    expect(sent).toEqual(expect.arrayContaining(['section', 'actions', 'button', 'plain_text_input', 'static_select']));
    expect(sent.filter((type) => !drawsBlock(type) && !drawsElement(type))).toEqual([]);
  });

  it.each([
    { when: 'a block', blocks: [{ type: 'hologram', colour: 'blue' }], names: 'block: ' },
    { when: 'a block without a type', blocks: [{ colour: 'blue' }], names: 'block: ' },
    {
      when: 'an accessory',
      blocks: [{ type: 'section', accessory: { type: 'lever', colour: 'blue' } }],
      names: 'element: ',
    },
    {
      when: 'an element',
      blocks: [{ type: 'actions', elements: [{ type: 'lever', colour: 'blue' }] }],
      names: 'element: ',
    },
    {
      when: 'an input’s element',
      blocks: [{ type: 'input', element: { type: 'lever', colour: 'blue' } }],
      names: 'element: ',
    },
    {
      when: 'a kind of chart',
      blocks: [{ type: 'data_visualization', chart: { type: 'radar', colour: 'blue' } }],
      names: 'block: ',
    },
    {
      when: 'a part of rich text',
      blocks: [{ type: 'rich_text', elements: [{ type: 'dance', colour: 'blue' }] }],
      names: 'part: ',
    },
    { when: 'a task', blocks: [{ type: 'plan', tasks: [{ type: 'chore', colour: 'blue' }] }], names: 'part: ' },
  ])('shows $when that it does not know as a box with its JSON', ({ blocks, names }) => {
    const html = renderToString(<BlockList blocks={blocks} surface={aSurface()} />);
    expect(html).toContain(`The sandbox cannot draw this ${names}`);
    expect(html).toContain('&quot;colour&quot;: &quot;blue&quot;');
  });
});
