// What a person sees of blocks, and that Slack would take them.
import { expect } from 'vitest';
import { checkMessage, checkView } from '#blockkit/check-blocks.ts';
import { fallback } from '#blockkit/replies.ts';
import type { Message } from '#ports/messenger.ts';

/** A lead of this name pings nobody and breaks nothing. */
export const HOSTILE = '<!channel> & *you* =HYPERLINK("x")';
/** Longer than anything that Slack shows. */
export const ENDLESS = 'x & y '.repeat(1700);

export function expectAccepted(message: Message): void {
  expect(checkMessage({ text: fallback(message.text), blocks: message.blocks })).toEqual([]);
}

export function expectViewAccepted(view: unknown): void {
  expect(checkView(view)).toEqual([]);
}

/** Every text in the blocks, each on its line. */
export function textIn(blocks: unknown): string {
  if (Array.isArray(blocks)) return blocks.map(textIn).join('\n');
  if (typeof blocks !== 'object' || blocks === null) return '';
  return Object.entries(blocks)
    .map(([key, value]) => (key === 'text' && typeof value === 'string' ? value : textIn(value)))
    .filter((text) => text !== '')
    .join('\n');
}

/** Action ids of the buttons, in order. */
export function actionsIn(blocks: unknown): readonly string[] {
  if (Array.isArray(blocks)) return blocks.flatMap(actionsIn);
  if (typeof blocks !== 'object' || blocks === null) return [];
  const own = 'action_id' in blocks && typeof blocks.action_id === 'string' ? [blocks.action_id] : [];
  return [...own, ...Object.values(blocks).flatMap(actionsIn)];
}

/** Value of the button with this action; '' when there is none. */
export function buttonValueIn(blocks: unknown, action: string): string {
  if (Array.isArray(blocks)) return blocks.map((block) => buttonValueIn(block, action)).join('');
  if (typeof blocks !== 'object' || blocks === null) return '';
  if ('action_id' in blocks && blocks.action_id === action && 'value' in blocks) return String(blocks.value);
  return Object.values(blocks)
    .map((value) => buttonValueIn(value, action))
    .join('');
}
