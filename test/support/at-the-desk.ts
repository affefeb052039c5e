// Presses buttons, submits modals and types commands against a feature's own listeners, and keeps what came back.
import type { Listeners } from '#ports/listeners.ts';
import type { SlackPerson } from '#ports/messenger.ts';

interface Reaction {
  /** What each `ack` carried; undefined for a bare one. */
  readonly acks: unknown[];
  /** Private and public answers at the `response_url`. */
  readonly answers: { readonly text: string; readonly blocks?: readonly unknown[]; readonly response_type: string }[];
  /** Modals as they were opened, and what took their place. */
  readonly views: unknown[];
  /** Messages of the app itself, where a click could not be answered otherwise. */
  readonly directs: unknown[];
}

/** A modal or a Home tab that is pressed in. */
export interface OpenView {
  /** A modal unless told. */
  readonly type?: 'modal' | 'home';
  readonly state: object;
  /** The element's part of `view.state.values` by block id. */
  readonly answers: Readonly<Record<string, object>>;
}

export interface AtTheDesk {
  /** @param on the private answer that the button stands on; on a message that everybody sees unless told. */
  press(action: string, value: string, by: SlackPerson, on?: 'message' | 'private'): Promise<Reaction>;
  /** Chooses behind the three dots. */
  choose(action: string, value: string, by: SlackPerson): Promise<Reaction>;
  hear(event: string, payload: object): Promise<Reaction>;
  pressIn(view: OpenView, action: string, value: string, by: SlackPerson): Promise<Reaction>;
  /** @param answers the element's part of `view.state.values` by block id. */
  submit(
    callbackId: string,
    state: object,
    answers: Readonly<Record<string, object>>,
    by: SlackPerson,
  ): Promise<Reaction>;
  type(command: `/${string}`, text: string, by: SlackPerson): Promise<Reaction>;
}

/** @param register puts the feature's listeners on; what is pressed is pressed in this channel. */
export function atTheDesk(register: (listeners: Listeners) => void, channel: string): AtTheDesk {
  const handlers = new Map<string, (args: never) => Promise<void>>();
  const keep = (name: string, handler: (args: never) => Promise<void>) => void handlers.set(name, handler);
  register({ command: keep, action: keep, view: keep, shortcut: keep, event: keep });

  async function react(name: string, args: object): Promise<Reaction> {
    const handler = handlers.get(name);
    if (!handler) throw new Error(`nobody listens to ${name}`);
    const reaction: Reaction = { acks: [], answers: [], views: [], directs: [] };
    const shown = async ({ view }: { view: unknown }): Promise<object> => {
      reaction.views.push(view);
      return { view: { id: 'V0TEST', hash: 'h' } };
    };
    const shared = {
      ack: async (carried?: unknown) => void reaction.acks.push(carried),
      respond: async (answer: Reaction['answers'][number]) => void reaction.answers.push(answer),
      client: {
        views: { open: shown, update: shown },
        chat: { postMessage: async (message: unknown) => void reaction.directs.push(message) },
      },
    };
    await handler({ ...shared, ...args } as never);
    return reaction;
  }

  return {
    press(action, value, by, on = 'message') {
      const container = { type: 'message', is_ephemeral: on === 'private' };
      const body = { user: { id: by.id }, channel: { id: channel }, trigger_id: 't', container };
      return react(action, { action: { type: 'button', value }, body });
    },
    choose(action, value, by) {
      const body = { user: { id: by.id }, channel: { id: channel }, trigger_id: 't' };
      return react(action, { action: { type: 'overflow', selected_option: { value } }, body });
    },
    hear: (event, payload) => react(event, { event: payload }),
    pressIn({ type = 'modal', state, answers }, action, value, by) {
      const view = { id: 'V0TEST', hash: 'h', type, private_metadata: JSON.stringify(state) };
      const body = { user: { id: by.id }, trigger_id: 't', view: { ...view, state: { values: valuesOf(answers) } } };
      return react(action, { action: { type: 'button', value }, body, respond: undefined });
    },
    submit(callbackId, state, answers, by) {
      const view = { private_metadata: JSON.stringify(state), state: { values: valuesOf(answers) } };
      return react(callbackId, { view, body: { user: { id: by.id } } });
    },
    type(command, text, by) {
      const typed = { text, user_id: by.id, channel_id: channel, trigger_id: 't' };
      return react(command, { command: typed });
    },
  };
}

function valuesOf(answers: OpenView['answers']): object {
  return Object.fromEntries(Object.entries(answers).map(([block, value]) => [block, { value }]));
}
