// Toasts of a pane: how many, and for how long.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createToasts } from '#sandbox/page/chat/toast-queue.ts';
import type { Toasts } from '#sandbox/page/chat/toast-queue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function show(toasts: Toasts, text: string, about?: string): void {
  toasts.show({ kind: 'notification', title: '', text, open: null, ...(about === undefined ? {} : { about }) });
}

function texts({ shown }: Toasts): readonly string[] {
  return shown.value.map(({ text }) => text);
}

describe('Toasts', () => {
  it('are three at most, and the oldest gives way', () => {
    const toasts = createToasts();
    for (const text of ['a', 'b', 'c', 'd']) show(toasts, text);
    expect(texts(toasts)).toEqual(['b', 'c', 'd']);
  });

  it('go by themselves after a while', () => {
    const toasts = createToasts();
    show(toasts, 'a');
    vi.advanceTimersByTime(4_000);
    show(toasts, 'b');
    vi.advanceTimersByTime(4_000);
    expect(texts(toasts)).toEqual(['b']);
  });

  it('stay while somebody looks at them', () => {
    const toasts = createToasts();
    show(toasts, 'a');
    toasts.hold(true);
    vi.advanceTimersByTime(60_000);
    expect(texts(toasts)).toEqual(['a']);
    toasts.hold(false);
    vi.advanceTimersByTime(10_000);
    expect(texts(toasts)).toEqual([]);
  });

  it('go when the conversation that they are about is opened', () => {
    const toasts = createToasts();
    show(toasts, 'a', 'C1');
    show(toasts, 'b', 'C2');
    toasts.dismissAbout('C1');
    expect(texts(toasts)).toEqual(['b']);
  });
});
