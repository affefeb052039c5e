// How the blocks of a message or private note talk back: a press goes to the app at once, and is busy until it is answered.
import { useComputed, useSignal } from '@preact/signals';
import type { Json, StateValues } from '#sandbox/web/protocol.ts';
import { stateFor } from '../blocks/element-state.ts';
import { elementAt } from '../blocks/modal-draft.ts';
import { suggestionsIn } from '../blocks/suggestions.ts';
import type { Surface } from '../blocks/surface.ts';
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
export function useMessageSurface({ channel, ts, blocks }: OnMessage): Surface {
  const { pane, names, ways } = useChat();
  const busy = useSignal(NOBODY);
  /** What was chosen since the page was opened; what was before comes with the snapshot. */
  const here = useSignal(NOTHING);
  const before = useComputed(() => pane.snapshot.value?.chosen[`${channel} ${ts}`] ?? NOTHING);
  const values = useComputed(() => withBlocks(before.value, here.value));

  async function press(blockId: string, actionId: string, value?: unknown): Promise<void> {
    const key = `${blockId}.${actionId}`;
    if (busy.peek().has(key)) return;
    const element = elementAt(blocks, blockId, actionId);
    if (element !== undefined && value !== undefined) {
      const state = { [actionId]: stateFor(element, value) };
      here.value = withBlocks(here.peek(), { [blockId]: state });
    }
    busy.value = new Set([...busy.peek(), key]);
    await pane.acts.press({ channel, ts }, key, value);
    busy.value = new Set([...busy.peek()].filter((other) => other !== key));
  }
  return {
    kind: 'message',
    names: names.value,
    values: values.value,
    errors: {},
    busy: busy.value,
    press: (blockId, actionId, value) => void press(blockId, actionId, value),
    enter: (blockId, actionId, value) => void press(blockId, actionId, value),
    suggest: async (actionId, typed) => suggestionsIn(await pane.acts.suggest({ channel, ts }, actionId, typed)),
    openChannel(id) {
      const conversation = names.peek().conversations.find((each) => each.id === id);
      if (conversation !== undefined) ways.goTo({ channel: channelParam(conversation), thread: null, message: null });
    },
  };
}

function withBlocks(values: StateValues, added: StateValues): StateValues {
  const blocks = Object.entries(added).map(([id, state]) => [id, { ...values[id], ...state }] as const);
  return blocks.length === 0 ? values : { ...values, ...Object.fromEntries(blocks) };
}
