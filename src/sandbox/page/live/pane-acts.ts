// A person's acts as calls of the control API, under their name.
import type { Acted } from '#sandbox/web/protocol.ts';
import { CallFailed, tellSandbox } from './call.ts';
import type { PaneActs, PressedOn } from './pane.ts';

/** `onTrouble` hears each act that was not carried out, in a sentence. */
export function createPaneActs(as: string, onTrouble: (said: string) => void): PaneActs {
  async function tell<T>(act: string, input: Readonly<Record<string, unknown>>): Promise<T> {
    const { result } = await tellSandbox<{ result: T }>(`slack/${act}`, { as, ...input }).catch((error: unknown) => {
      onTrouble(sentenceOf(error));
      throw error;
    });
    return result;
  }
  async function act(name: string, input: Readonly<Record<string, unknown>>): Promise<Acted> {
    try {
      return await tell<Acted>(name, input);
    } catch (error) {
      return { kind: 'failed', error: sentenceOf(error) };
    }
  }
  return {
    press: (on, actionId, value) =>
      act('view' in on ? 'click-in-view' : 'click', { ...placeOf(on), action_id: actionId, value }),
    enter: (view, values) => tell('enter', { view_id: view, values }),
    submit: (view, values) => act('submit', { view_id: view, values }),
    closeModal: (view) => tell('close-modal', { view_id: view }),
    suggest: (on, actionId, typed) => act('suggest', { ...placeOf(on), action_id: actionId, typed }),
    command: (command, text, channel) => act('command', { command, text, channel }),
    shortcut: (callbackId) => act('shortcut', { callback_id: callbackId }),
    messageShortcut: (callbackId, channel, ts) => act('message-shortcut', { callback_id: callbackId, channel, ts }),
    say: (channel, text, threadTs) => tell('say', { channel, text, thread_ts: threadTs }),
    join: (channel) => tell('join', { channel }),
    leave: (channel) => tell('leave', { channel }),
    openHome: (tab = 'home') => tell('open-home', { tab }),
    read: (channel, ts) => tell('read', { channel, ts }),
  };
}

function placeOf(on: PressedOn): Readonly<Record<string, string>> {
  return 'view' in on ? { view_id: on.view } : { channel: on.channel, ts: on.ts };
}

function sentenceOf(error: unknown): string {
  if (error instanceof CallFailed) return error.message;
  return error instanceof Error ? error.message : String(error);
}
