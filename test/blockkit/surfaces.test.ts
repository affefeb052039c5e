// Which blocks stand on which surface, and what a modal has around them.
import { describe, expect, it } from 'vitest';
import { checkMessage, checkView } from '#blockkit/check-blocks.ts';
import { LIMITS } from '#blockkit/limits.ts';
import { x, plain } from './sized-blocks.ts';

describe('a block', () => {
  const everywhere = ['section', 'header', 'divider', 'context', 'actions', 'input', 'image', 'rich_text', 'video'];
  const newer = ['card', 'carousel', 'container'];
  const inMessages = ['table', 'data_table', 'data_visualization', 'markdown', 'context_actions', 'plan', 'task_card'];
  const unsupported = (type: string, surface: 'message' | 'modal' | 'home') => {
    const blocks = [{ type }];
    const title = { type: 'plain_text', text: 'T' };
    const view = surface === 'modal' ? { type: surface, title, blocks } : { type: surface, blocks };
    const problems = surface === 'message' ? checkMessage({ text: 'x', blocks }) : checkView(view);
    return problems.some(({ message }) => message.startsWith(`unsupported type: ${type}`));
  };

  it.each([
    ...[...everywhere, ...newer].map((type) => ({ type, message: false, modal: false, home: false })),
    ...inMessages.map((type) => ({ type, message: false, modal: true, home: true })),
    { type: 'alert', message: true, modal: false, home: true },
    { type: 'anything else', message: true, modal: true, home: true },
  ])('of type $type stands where Slack takes it and nowhere else', ({ type, ...refused }) => {
    for (const surface of ['message', 'modal', 'home'] as const) {
      expect({ surface, refused: unsupported(type, surface) }).toEqual({ surface, refused: refused[surface] });
    }
  });
});

it('a modal’s title and buttons have 24 characters, its metadata 3000', () => {
  const view = (fields: Record<string, unknown>) =>
    checkView({ type: 'modal', title: plain(24), submit: plain(24), close: plain(24), blocks: [], ...fields });
  expect(view({ private_metadata: x(LIMITS.view.privateMetadata) })).toEqual([]);
  for (const part of ['title', 'submit', 'close']) {
    expect(view({ [part]: plain(25) })).toMatchObject([
      { message: `must be less than 25 characters [json-pointer:/view/${part}/text]` },
    ]);
  }
});
