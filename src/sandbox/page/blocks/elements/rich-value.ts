// A typed text as the rich_text value that Slack makes of it, and back. Pure.
import type { Json } from '#sandbox/web/protocol.ts';
import { isJson, jsonsIn, textIn } from '../json.ts';

/** Lines of text as one rich_text_section; null for no text. */
export function richValue(text: string): Json | null {
  if (text === '') return null;
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] };
}

/** The text of a rich_text value: every text in it, its parts on lines of their own. */
export function richWords(value: unknown): string {
  if (!isJson(value)) return '';
  return jsonsIn(value, 'elements').map(wordsOf).join('\n');
}

function wordsOf(part: Json): string {
  const own = textIn(part, 'text') || textIn(part, 'url') || textIn(part, 'unicode');
  return own + jsonsIn(part, 'elements').map(wordsOf).join('');
}
