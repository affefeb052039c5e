// Toasts of one pane: at most three at a time, the newest last, gone after a while unless somebody looks at them.
import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';

export interface Toast {
  readonly id: number;
  readonly kind: 'notification' | 'trouble' | 'done';
  /** Who or where; '' where the text says it all. */
  readonly title: string;
  readonly text: string;
  /** Where it leads. */
  readonly open: (() => void) | null;
  /** Id of the conversation that it is about. */
  readonly about?: string;
}

export interface Toasts {
  readonly shown: ReadonlySignal<readonly Toast[]>;
  show(toast: Omit<Toast, 'id'>): void;
  dismiss(id: number): void;
  /** For a conversation that somebody looks at now. */
  dismissAbout(conversation: string): void;
  /** While held none goes by itself. */
  hold(held: boolean): void;
}

const MOST = 3;
const STAYS_MS = 7_000;

export function createToasts(): Toasts {
  const shown = signal<readonly Toast[]>([]);
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  let last = 0;

  function dismiss(id: number): void {
    clearTimeout(timers.get(id));
    timers.delete(id);
    shown.value = shown.value.filter((toast) => toast.id !== id);
  }
  function startTimer(id: number): void {
    clearTimeout(timers.get(id));
    timers.set(
      id,
      setTimeout(() => dismiss(id), STAYS_MS),
    );
  }

  return {
    shown,
    show(toast) {
      last += 1;
      const id = last;
      const [first] = shown.value;
      if (shown.value.length >= MOST && first !== undefined) dismiss(first.id);
      shown.value = [...shown.value, { ...toast, id }];
      startTimer(id);
    },
    dismiss,
    dismissAbout(conversation) {
      for (const { id, about } of shown.peek()) if (about === conversation) dismiss(id);
    },
    hold(held) {
      for (const { id } of shown.value) {
        if (held) clearTimeout(timers.get(id));
        else startTimer(id);
      }
    },
  };
}
