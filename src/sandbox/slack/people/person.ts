// A person at the keyboard: everything they can do in the workspace and all that they alone see.
import { Fault } from '#kernel/errors.ts';
import { channelNamed, openDirectMessage } from '../world/conversations.ts';
import { lastRead, markRead } from '../world/reads.ts';
import { userNamed } from '../world/seed.ts';
import { homeOf, modalsOf, topModal } from '../world/views.ts';
import type { Channel, PrivateNote, StateValues, User, WireMessage, WireView } from '../world/wire.ts';
import { closeModal, enter, fill, submit } from './modals.ts';
import type { Entries } from './modals.ts';
import { chosenBy, press } from './press.ts';
import type { Outcome, Scene } from './scene.ts';
import { join, leave } from './membership.ts';
import { channelSeenBy } from './sight.ts';
import { globalShortcut, messageShortcut, openHome, runCommand, say } from './speak.ts';
import type { HomeTab } from './speak.ts';
import { suggest } from './suggest.ts';

/** Channels are ids or names. Everything rejects with a Fault (`not_found`, `forbidden`) for what a person could not do. */
export interface Person {
  readonly user: User;
  /** Presses a button or chooses from a menu on a message or on a private note. */
  readonly click: (channel: string, ts: string, actionId: string, value?: unknown) => Promise<Outcome>;
  /** The same in a modal or on the Home tab. */
  readonly clickInView: (viewId: string, actionId: string, value?: unknown) => Promise<Outcome>;
  readonly command: (command: string, text: string, channel: string) => Promise<Outcome>;
  readonly shortcut: (callbackId: string) => Promise<Outcome>;
  readonly messageShortcut: (callbackId: string, channel: string, ts: string) => Promise<Outcome>;
  /** Types into an external menu of a view (by its id) or of a message; the options are the outcome's `response`. */
  readonly suggest: (
    on: string | { readonly channel: string; readonly ts: string },
    actionId: string,
    typed: string,
  ) => Promise<Outcome>;
  /** Keeps values of a view's inputs and tells nobody. */
  readonly enter: (viewId: string, entries: Entries) => void;
  /** Types values into a view; inputs that dispatch actions tell the app. */
  readonly fill: (viewId: string, entries: Entries) => Promise<void>;
  readonly submit: (viewId: string, entries?: Entries) => Promise<Outcome>;
  readonly closeModal: (viewId: string) => Promise<void>;
  readonly openHome: (tab?: HomeTab) => Promise<void>;
  readonly say: (channel: string, text: string, threadTs?: string) => WireMessage;
  readonly join: (channel: string) => void;
  readonly leave: (channel: string) => void;
  /** Marks everything up to `ts` as seen. Throws `not_found` for a private conversation of others. */
  readonly read: (channel: string, ts: string) => void;
  /** The `ts` up to which they have seen the conversation; `0` where they never looked. */
  readonly lastRead: (channel: string) => string;
  /** Their direct conversation with the app. */
  readonly directMessages: () => Channel;
  /** The ephemerals and Slackbot's words that only they see, oldest first. */
  readonly inbox: () => readonly PrivateNote[];
  /** The modal on top, if one is open. */
  readonly modal: () => WireView | undefined;
  /** All open modals, the one on top last. */
  readonly modals: () => readonly WireView[];
  /** What they chose in messages, by channel and `ts` with a space between. */
  readonly chosen: () => Readonly<Record<string, StateValues>>;
  readonly home: () => WireView | undefined;
}

/** Throws `not_found` for a stranger, `forbidden` for somebody deactivated. */
export function personIn(scene: Scene, nameOrId: string): Person {
  const { world } = scene;
  const user = userNamed(world, nameOrId);
  if (user.deleted) throw new Fault('forbidden', `${user.name} is deactivated and can do nothing.`);
  return {
    user,
    click: async (channel, ts, actionId, value) => press(scene, user, { on: { channel, ts }, actionId, value }),
    clickInView: async (view, actionId, value) => press(scene, user, { on: { view }, actionId, value }),
    command: (command, text, channel) => runCommand(scene, user, { command, text, channel }),
    shortcut: (callbackId) => globalShortcut(scene, user, callbackId),
    messageShortcut: async (callbackId, channel, ts) => messageShortcut(scene, user, { callbackId, channel, ts }),
    suggest: async (on, actionId, typed) =>
      suggest(scene, user, { on: typeof on === 'string' ? { view: on } : on, actionId, typed }),
    enter: (viewId, entries) => {
      enter(scene, user, viewId, entries);
    },
    fill: (viewId, entries) => fill(scene, user, viewId, entries),
    submit: (viewId, entries = {}) => submit(scene, user, viewId, entries),
    closeModal: (viewId) => closeModal(scene, user, viewId),
    openHome: (tab) => openHome(scene, user, tab),
    say: (channel, text, threadTs) =>
      say(scene, user, { channel, text, ...(threadTs === undefined ? {} : { threadTs }) }),
    join: (channel) => join(scene, user, channel),
    leave: (channel) => leave(scene, user, channel),
    directMessages: () => openDirectMessage(world, user.id),
    inbox: () => [...world.notes.values()].filter((note) => note.user === user.id),
    read: (name, ts) => {
      markRead(world, user.id, channelSeenBy(world, user, name).id, ts);
    },
    lastRead: (channel) => lastRead(world, user.id, channelNamed(world, channel).id),
    modal: () => topModal(world, user.id),
    modals: () => modalsOf(world, user.id),
    chosen: () => chosenBy(scene, user),
    home: () => homeOf(world, user.id),
  };
}
