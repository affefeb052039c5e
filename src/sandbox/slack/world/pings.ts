// Whom a message pings: mentions in its text and mrkdwn, and in rich text. Plain text pings nobody.
import type { Json, WireMessage } from './wire.ts';

const MENTION = /<(?:!(here|channel|everyone)|!subteam\^(S[A-Z0-9]+)|@([UW][A-Z0-9]+))(?:\|[^>]*)?>/gu;

/** User ids, user group ids, `here`, `channel`, `everyone`; each once, in the order they appear. */
export function pingsOf(message: Pick<WireMessage, 'text' | 'blocks' | 'attachments'>): readonly string[] {
  const found = [message.text, ...(message.blocks ?? []), ...(message.attachments ?? [])].flatMap((part) =>
    typeof part === 'string' ? mentions(part) : inBlock(part),
  );
  return [...new Set(found)];
}

function mentions(text: string): readonly string[] {
  return [...text.matchAll(MENTION)].map(([, broadcast, group, user]) => broadcast ?? group ?? user ?? '');
}

function inBlock(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(inBlock);
  if (typeof value !== 'object' || value === null) return [];
  const part = value as Json;
  switch (part['type']) {
    case 'plain_text':
    case 'raw_text':
    case 'text':
      return [];
    case 'user':
      return [String(part['user_id'])];
    case 'usergroup':
      return [String(part['usergroup_id'])];
    case 'broadcast':
      return [String(part['range'])];
    case 'mrkdwn':
    case 'markdown':
      return mentions(String(part['text']));
  }
  return Object.values(part).flatMap(inBlock);
}
