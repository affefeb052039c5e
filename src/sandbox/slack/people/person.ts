// A person at the keyboard: everything they can do in the workspace and all that they alone see.
import { Fault } from '#kernel/errors.ts';
import { joinChannel, openDirectMessage } from '../world/conversations.ts';
import { userNamed } from '../world/seed.ts';
import { homeOf, topModal } from '../world/views.ts';
import type { Channel, PrivateNote, User, WireMessage, WireView } from '../world/wire.ts';
import { closeModal, fill, submit } from './modals.ts';
import type { Entries } from './modals.ts';
import { press, suggest } from './press.ts';
import type { Outcome, Scene } from './scene.ts';
import { globalShortcut, messageShortcut, openHome, runCommand, say } from './speak.ts';

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
  /** Types into an external menu of a view; the options are the outcome's `response`. */
  readonly suggest: (viewId: string, actionId: string, typed: string) => Promise<Outcome>;
  readonly fill: (viewId: string, entries: Entries) => Promise<void>;
  readonly submit: (viewId: string, entries?: Entries) => Promise<Outcome>;
  readonly closeModal: (viewId: string) => Promise<void>;
  readonly openHome: () => Promise<void>;
  readonly say: (channel: string, text: string, threadTs?: string) => WireMessage;
  readonly join: (channel: string) => void;
  /** Their direct conversation with the app. */
  readonly directMessages: () => Channel;
  /** The ephemerals and Slackbot's words that only they see, oldest first. */
  readonly inbox: () => readonly PrivateNote[];
  /** The modal on top, if one is open. */
  readonly modal: () => WireView | undefined;
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
    suggest: async (viewId, actionId, typed) => suggest(scene, user, viewId, actionId, typed),
    fill: (viewId, entries) => fill(scene, user, viewId, entries),
    submit: (viewId, entries = {}) => submit(scene, user, viewId, entries),
    closeModal: (viewId) => closeModal(scene, user, viewId),
    openHome: () => openHome(scene, user),
    say: (channel, text, threadTs) =>
      say(scene, user, { channel, text, ...(threadTs === undefined ? {} : { threadTs }) }),
    join: (channel) => {
      joinChannel(world, channel, user.id);
    },
    directMessages: () => openDirectMessage(world, user.id),
    inbox: () => [...world.notes.values()].filter((note) => note.user === user.id),
    modal: () => topModal(world, user.id),
    home: () => homeOf(world, user.id),
  };
}
