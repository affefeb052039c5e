// Every block type, and which surface takes which.
import { LIMITS } from '../limits.ts';
import { all, anyField, boolean, later, list, object, oneOf, string, variants } from './checks.ts';
import type { Check, Fields } from './checks.ts';
import { dataVisualization } from './charts.ts';
import { accessory, actionsElement, button, contextAction, inputElement, urlSource } from './elements.ts';
import { anyText, blockId, imageBlock, imageElement, link, mrkdwn, plainText } from './objects.ts';
import { richText } from './rich-text.ts';
import { dataTable, table } from './tables.ts';

export type Surface = 'message' | 'modal' | 'home';

function block(type: string, required: Fields, optional: Fields = {}): Record<string, Check> {
  return { [type]: object({ type: oneOf(type), ...required }, { ...optional, block_id: blockId }) };
}

const contextElement: Check = variants({
  image: imageElement,
  plain_text: plainText(),
  mrkdwn: mrkdwn(),
});

const section: Check = all(
  object(
    { type: oneOf('section') },
    {
      block_id: blockId,
      text: anyText(LIMITS.section.text),
      fields: list(anyText(LIMITS.section.field), { max: LIMITS.section.fields }),
      accessory,
      expand: boolean,
    },
  ),
  anyField('text', 'fields'),
);

const card: Check = all(
  object(
    { type: oneOf('card') },
    {
      block_id: blockId,
      hero_image: imageElement,
      icon: imageElement,
      title: mrkdwn(LIMITS.card.title),
      subtitle: mrkdwn(LIMITS.card.subtitle),
      body: mrkdwn(LIMITS.card.body),
      actions: list(button, { max: LIMITS.card.actions }),
    },
  ),
  anyField('hero_image', 'title', 'actions', 'body'),
);

const container: Check = all(
  object(
    {
      type: oneOf('container'),
      child_blocks: list(
        later(() => childBlock),
        { max: LIMITS.container.blocks },
      ),
    },
    {
      block_id: blockId,
      title: plainText(LIMITS.container.title),
      rich_text_title: richText,
      subtitle: anyText(LIMITS.container.subtitle),
      width: oneOf('narrow', 'standard', 'wide', 'full'),
      icon: imageElement,
      is_collapsible: boolean,
      default_collapsed: boolean,
      has_header_divider: boolean,
    },
  ),
  anyField('title', 'rich_text_title'),
);

const taskCard: Check = object(
  {
    type: oneOf('task_card'),
    task_id: string(),
    title: string(),
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
  },
  { block_id: blockId, details: richText, output: richText, sources: list(urlSource) },
);

const classic: Record<string, Check> = {
  section,
  image: imageBlock,
  rich_text: richText,
  ...block('header', { text: plainText(LIMITS.header.text) }),
  ...block('divider', {}),
  ...block('context', { elements: list(contextElement, { max: LIMITS.context.elements }) }),
  ...block('actions', { elements: list(actionsElement, { max: LIMITS.actions.elements }) }),
  ...block(
    'input',
    { label: plainText(LIMITS.input.label), element: inputElement },
    {
      hint: plainText(LIMITS.input.hint),
      optional: boolean,
      dispatch_action: boolean,
    },
  ),
  ...block(
    'video',
    {
      video_url: link,
      thumbnail_url: link,
      alt_text: string(LIMITS.video.altText),
      title: plainText(LIMITS.video.title - 1),
    },
    {
      title_url: link,
      author_name: string(LIMITS.video.author - 1),
      provider_name: string(),
      provider_icon_url: link,
      description: plainText(LIMITS.video.description),
    },
  ),
};

const childBlock: Check = variants({ ...classic, table });
const shared: Record<string, Check> = {
  ...classic,
  card,
  container,
  ...block('carousel', { elements: list(variants({ card }), { max: LIMITS.carousel.cards }) }),
};

const BLOCKS: Readonly<Record<Surface, Check>> = {
  message: variants({
    ...shared,
    table,
    data_table: dataTable,
    data_visualization: dataVisualization,
    task_card: taskCard,
    ...block('markdown', { text: string(LIMITS.message.markdownText) }),
    ...block('context_actions', { elements: list(contextAction, { max: LIMITS.contextActions.elements }) }),
    ...block('plan', { title: string() }, { tasks: list(variants({ task_card: taskCard })) }),
  }),
  modal: variants({
    ...shared,
    ...block('alert', { text: anyText() }, { level: oneOf('default', 'info', 'warning', 'error', 'success') }),
  }),
  home: variants(shared),
};

/** The check for one block on this surface. */
export function blockOn(surface: Surface): Check {
  return BLOCKS[surface];
}
