// The title of the browser's tab, with how much is waiting in all panes.
import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';

const TITLE = 'Signalbox sandbox';

export interface Title {
  readonly text: ReadonlySignal<string>;
  /** What waits in one person's pane; 0 takes it away. */
  count(persona: string, waiting: number): void;
}

export function createTitle(): Title {
  const counts = signal<ReadonlyMap<string, number>>(new Map());
  const sum = computed(() => [...counts.value.values()].reduce((total, each) => total + each, 0));
  return {
    text: computed(() => (sum.value === 0 ? TITLE : `(${sum.value}) ${TITLE}`)),
    count(persona, waiting) {
      if ((counts.peek().get(persona) ?? 0) === waiting) return;
      counts.value = new Map([...counts.peek(), [persona, waiting]]);
    },
  };
}
