import { describe, expect, it } from 'vitest';
import { placeBeside } from '#sandbox/page/blocks/elements/placing.ts';

const window = { width: 400, height: 600 };
const popup = { width: 200, height: 150 };

describe('A popup', () => {
  it('opens below what it belongs to', () => {
    const anchor = { top: 100, left: 50, width: 100, height: 30 };
    expect(placeBeside(anchor, popup, window)).toEqual({ top: 134, left: 50, maxHeight: 458 });
  });

  it('opens above where there is no room below', () => {
    const anchor = { top: 550, left: 50, width: 100, height: 30 };
    expect(placeBeside(anchor, popup, window)).toMatchObject({ top: 396 });
  });

  it('stays below, and scrolls, where above there is even less room', () => {
    const anchor = { top: 200, left: 50, width: 100, height: 30 };
    expect(placeBeside(anchor, { width: 200, height: 900 }, window)).toEqual({ top: 234, left: 50, maxHeight: 358 });
  });

  it.each([
    { when: 'right', left: 350, at: 192 },
    { when: 'left', left: -20, at: 8 },
  ])('does not leave the window at the $when', ({ left, at }) => {
    expect(placeBeside({ top: 0, left, width: 40, height: 30 }, popup, window).left).toBe(at);
  });
});
