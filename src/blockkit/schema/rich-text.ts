// The rich_text block: sections, lists, quotes and preformatted text.
import { boolean, finite, integer, list, object, oneOf, string, variants } from './checks.ts';
import type { Check, Fields } from './checks.ts';
import { blockId, link } from './objects.ts';

const style: Check = object({}, { bold: boolean, code: boolean, italic: boolean, strike: boolean, underline: boolean });
const border = oneOf(0, 1);

function inline(type: string, required: Fields, optional: Fields = {}): Record<string, Check> {
  return { [type]: object({ type: oneOf(type), ...required }, { ...optional, style }) };
}

const text = inline('text', { text: string() });
const linked = inline('link', { url: link }, { text: string(), unsafe: boolean });

const inlineElement: Check = variants({
  ...text,
  ...linked,
  ...inline('user', { user_id: string() }),
  ...inline('channel', { channel_id: string() }),
  ...inline('usergroup', { usergroup_id: string() }),
  ...inline('team', { team_id: string() }),
  ...inline('broadcast', { range: oneOf('here', 'channel', 'everyone') }),
  ...inline('emoji', { name: string() }, { unicode: string(), url: link }),
  ...inline('color', { value: string() }),
  ...inline('date', { timestamp: finite, format: string() }, { url: link, fallback: string() }),
});

const section: Check = object({ type: oneOf('rich_text_section'), elements: list(inlineElement, { min: 0 }) });

const part: Check = variants({
  rich_text_section: section,
  rich_text_list: object(
    {
      type: oneOf('rich_text_list'),
      elements: list(variants({ rich_text_section: section })),
      style: oneOf('bullet', 'ordered'),
    },
    { indent: integer(0, 8), offset: integer(0, 10_000), border },
  ),
  rich_text_quote: object({ type: oneOf('rich_text_quote'), elements: list(inlineElement) }, { border }),
  rich_text_preformatted: object(
    { type: oneOf('rich_text_preformatted'), elements: list(variants({ ...text, ...linked })) },
    { border, language: string() },
  ),
});

export const richText: Check = object({ type: oneOf('rich_text'), elements: list(part) }, { block_id: blockId });
