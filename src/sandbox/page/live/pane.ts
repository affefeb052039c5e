// One person's view of the workspace in the browser: what they see, kept up to date, and what they can do.
import type { ReadonlySignal } from '@preact/signals';
import type { Acted, PrivateNote, SeenMessage, Snapshot } from '#sandbox/web/protocol.ts';

export type Link = 'connecting' | 'live' | 'lost';

/** Where something is pressed: on a message or private note, or in a modal or Home tab. */
export type PressedOn = { readonly channel: string; readonly ts: string } | { readonly view: string };

/** What a person is told beside the conversation that they look at. */
export type PaneEvent =
  /** `text`: what a phone would show. */
  | { readonly kind: 'notification'; readonly message: SeenMessage; readonly text: string }
  /** An act that was not carried out, in a sentence. */
  | { readonly kind: 'trouble'; readonly said: string };

/**
 * What a person does. Those that answer Acted never reject: what the sandbox did not carry out is a `failed` with its
 * sentence. The others reject with an Error whose message is for people. Either way the pane's listeners hear of it.
 */
export interface PaneActs {
  /** Presses a button, or chooses in a menu; `value` as the sandbox's control API takes it. */
  press(on: PressedOn, actionId: string, value?: unknown): Promise<Acted>;
  /** Keeps what was typed into a view, by `block_id.action_id`, so that the app sees it with the next press. */
  enter(viewId: string, values: Readonly<Record<string, unknown>>): Promise<void>;
  submit(viewId: string, values: Readonly<Record<string, unknown>>): Promise<Acted>;
  closeModal(viewId: string): Promise<void>;
  /** The app's options for what is typed into an external menu. */
  suggest(on: PressedOn, actionId: string, typed: string): Promise<Acted>;
  command(command: string, text: string, channel: string): Promise<Acted>;
  shortcut(callbackId: string): Promise<Acted>;
  messageShortcut(callbackId: string, channel: string, ts: string): Promise<Acted>;
  say(channel: string, text: string, threadTs?: string): Promise<void>;
  join(channel: string): Promise<void>;
  leave(channel: string): Promise<void>;
  /** Tells the app that its Home or Messages tab was opened. */
  openHome(tab?: 'home' | 'messages'): Promise<void>;
  /** Marks everything up to `ts` as seen. */
  read(channel: string, ts: string): Promise<void>;
}

/** Messages of one conversation or thread that the browser holds, oldest first. */
export interface Loaded {
  readonly messages: readonly SeenMessage[];
  readonly notes: readonly PrivateNote[];
  readonly more: boolean;
}

export interface Pane {
  /** The persona's short name: `ana`. */
  readonly as: string;
  readonly link: ReadonlySignal<Link>;
  /** Null until the first snapshot. */
  readonly snapshot: ReadonlySignal<Snapshot | null>;
  /** Null while it is being fetched. */
  conversation(id: string): ReadonlySignal<Loaded | null>;
  /** Why what is being fetched did not come, by the conversation's id or the thread's channel and `ts` with a space between. */
  readonly missing: ReadonlySignal<ReadonlyMap<string, string>>;
  loadOlder(id: string): Promise<void>;
  thread(channel: string, ts: string): ReadonlySignal<Loaded | null>;
  /** Fetches again what did not come. */
  retry(): void;
  /** Answers how to stop listening. */
  listen(listener: (event: PaneEvent) => void): () => void;
  readonly acts: PaneActs;
  close(): void;
}
