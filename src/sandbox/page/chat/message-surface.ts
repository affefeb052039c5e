// How the blocks of a message or private note talk back: a press goes to the app at once, and is busy until it is answered.
import { useComputed, useSignal } from '@preact/signals';
import type { Json, StateValues } from '#sandbox/web/protocol.ts';
import type { Choice, Surface } from '../blocks/surface.ts';
import { channelParam } from './place.ts';
import { useChat } from './context.ts';

export interface OnMessage {
  readonly channel: string;
  readonly ts: string;
  readonly blocks: readonly Json[];
}

const NOTHING: StateValues = {};
const NOBODY: ReadonlySet<string> = new Set();

/** Troubles are told as the pane's toasts, and what the app made of a press comes with the message's next version. */
export function useMessageSurface({ channel, ts }: OnMessage): Surface {
  const { pane, names, ways } = useChat();
  const busy = useSignal(NOBODY);
  const chosen = useComputed(() => pane.snapshot.value?.chosen[`${channel} ${ts}`] ?? NOTHING);

  async function press(blockId: string, actionId: string, value?: unknown): Promise<void> {
    const key = `${blockId}.${actionId}`;
    if (busy.peek().has(key)) return;
    busy.value = new Set([...busy.peek(), key]);
    await pane.acts.press({ channel, ts }, key, value);
    busy.value = new Set([...busy.peek()].filter((other) => other !== key));
  }
  return {
    kind: 'message',
    names: names.value,
    values: chosen.value,
    errors: {},
    busy: busy.value,
    press: (blockId, actionId, value) => void press(blockId, actionId, value),
    enter: (blockId, actionId, value) => void press(blockId, actionId, value),
    suggest: async (): Promise<readonly Choice[]> => [],
    openChannel(id) {
      const conversation = names.peek().conversations.find((each) => each.id === id);
      if (conversation !== undefined) ways.goTo({ channel: channelParam(conversation), thread: null, message: null });
    },
  };
}
