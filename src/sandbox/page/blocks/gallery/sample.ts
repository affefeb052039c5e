// What a sample of the gallery is, and short ways to write one.
import type { Json } from '#sandbox/web/protocol.ts';

export interface Sample {
  readonly name: string;
  readonly blocks: readonly Json[];
  readonly attachments?: readonly Json[];
  /** Sentences below inputs, by block_id. */
  readonly errors?: Readonly<Record<string, string>>;
  /** `block_id.action_id` of what waits for an answer. */
  readonly busy?: readonly string[];
}

export function plainText(text: string): Json {
  return { type: 'plain_text', text, emoji: true };
}

export function mrkdwn(text: string): Json {
  return { type: 'mrkdwn', text };
}

export function section(text: string, more: Json = {}): Json {
  return { type: 'section', text: mrkdwn(text), ...more };
}

export function option(value: string, label: string, description?: string): Json {
  return {
    value,
    text: plainText(label),
    ...(description === undefined ? {} : { description: plainText(description) }),
  };
}

export function button(action: string, text: string, more: Json = {}): Json {
  return { type: 'button', action_id: action, text: plainText(text), value: action, ...more };
}

/** An input block that is called after its element's kind. */
export function input(element: Json, more: Json = {}): Json {
  const type = String(element['type']);
  return {
    type: 'input',
    block_id: `in_${type}`,
    label: plainText(type.replaceAll('_', ' ')),
    element: { action_id: type, ...element },
    ...more,
  };
}

/** The smallest picture there is. */
export const PICTURE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
