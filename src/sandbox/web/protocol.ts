// What the page and the sandbox's web server say to each other. Types alone, so that the browser's code may import them.
import type { Json, PrivateNote, StateValues, WireMessage, WireView } from '../slack/world/wire.ts';
import type { CrmOverview, CrmRow } from './crm-protocol.ts';

/** Someone in the workspace as everybody sees them. */
export interface SeenPerson {
  readonly id: string;
  /** `ana`. */
  readonly name: string;
  readonly realName: string;
  /** What they are at Acme, for instance "enterprise rep"; '' for the app. */
  readonly role: string;
  /** IANA zone: `America/New_York`. */
  readonly timezone: string;
  readonly isBot: boolean;
  readonly deleted: boolean;
}

/** A channel or direct message as one person sees it in their sidebar. */
export interface SeenConversation {
  readonly id: string;
  /** Without `#`; of a direct message the other's real name. */
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly topic: string;
  readonly archived: boolean;
  readonly members: readonly string[];
  /** Messages of others that this person has not seen, replies left out. */
  readonly unread: number;
  /** How many of those ping them; in a direct message all of them. */
  readonly pings: number;
}

/** A message with what its thread adds up to. */
export interface SeenMessage extends WireMessage {
  readonly reply_count?: number;
  readonly reply_users?: readonly string[];
  readonly latest_reply?: string;
}

export interface SlashCommand {
  /** With its slash. */
  readonly command: string;
  readonly description: string;
  /** `open | mine | show NAME`. */
  readonly usage: string;
}

export interface Shortcut {
  readonly type: 'global' | 'message';
  readonly name: string;
  readonly callbackId: string;
  readonly description: string;
}

/** Which tabs the app has where one talks to it, by its manifest. */
export interface AppTabs {
  readonly home: boolean;
  readonly messages: boolean;
  /** People cannot write to the app; Slack then shows no composer. */
  readonly messagesReadOnly: boolean;
}

/** Everything a pane needs to draw itself; sent at the start and after each reconnection. */
export interface Snapshot {
  readonly as: SeenPerson;
  readonly team: string;
  /** The app's bot. */
  readonly bot: string;
  readonly people: readonly SeenPerson[];
  /** In the sidebar's order: channels by name, then direct messages. */
  readonly conversations: readonly SeenConversation[];
  /** Public channels that the person has not joined. */
  readonly others: readonly SeenConversation[];
  readonly commands: readonly SlashCommand[];
  readonly shortcuts: readonly Shortcut[];
  readonly appTabs: AppTabs;
  /** Open modals, the one on top last. */
  readonly modals: readonly WireView[];
  readonly home: WireView | null;
  /** What this person chose in messages, by channel and `ts` with a space between. */
  readonly chosen: Readonly<Record<string, StateValues>>;
}

/**
 * What one frame of `WS /_sandbox/live?as=ana` carries: JSON, in order. The first frame begins with a snapshot; a later
 * snapshot replaces everything, pages that were fetched as well: more had happened than the connection could carry.
 */
export type PaneFrame = readonly PaneMessage[];

/** One frame of `WS /_sandbox/live/world`, the same way; an `overview` comes first. */
export type WorldFrame = readonly WorldMessage[];

/** From the server to a pane. */
export type PaneMessage =
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  /** `notification`: what a phone would show, where Slack would notify this person. */
  | { readonly kind: 'message_posted'; readonly message: SeenMessage; readonly notification: string | null }
  | { readonly kind: 'message_updated'; readonly message: SeenMessage }
  | { readonly kind: 'message_deleted'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'note_shown' | 'note_replaced'; readonly note: PrivateNote }
  | { readonly kind: 'note_removed'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'modals'; readonly modals: readonly WireView[] }
  | { readonly kind: 'home'; readonly home: WireView }
  /** Unread marks, members, names or archiving changed. */
  | {
      readonly kind: 'conversations';
      readonly conversations: readonly SeenConversation[];
      readonly others: readonly SeenConversation[];
    }
  | { readonly kind: 'people'; readonly people: readonly SeenPerson[] };

/** `GET /_sandbox/conversations/<id>?as=ana&before=<ts>&limit=100`: top-level messages, oldest first, replies left out. */
export interface ConversationPage {
  readonly messages: readonly SeenMessage[];
  /** This person's private notes from the oldest of these messages on, those in threads left out. */
  readonly notes: readonly PrivateNote[];
  /** Whether there are older messages. */
  readonly more: boolean;
}

/** `GET /_sandbox/threads/<channel>/<ts>?as=ana`. */
export interface ThreadPage {
  readonly parent: SeenMessage;
  readonly replies: readonly SeenMessage[];
  readonly notes: readonly PrivateNote[];
}

/** What Signalbox, the servers and the clock are doing. */
export interface WorldState {
  /** ISO instant of the sandbox's clock, and how far it is ahead of the real one. */
  readonly now: string;
  readonly aheadMs: number;
  readonly app: 'starting' | 'ready' | 'restarting' | 'stopped' | 'unreachable';
  /** Where the app answers; '' while it never did. */
  readonly appUrl: string;
  readonly leadsArrive: boolean;
  /** What was switched on: names of `Happening`s with `kind: 'switch'`. */
  readonly on: readonly string[];
  readonly tour: TourState;
}

export interface TourState {
  /** Steps done by anybody, in any order. */
  readonly done: readonly string[];
}

/** What a person may say about a happening; left empty, something fitting is made up. */
export interface HappeningField {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'email' | 'number' | 'choice';
  /** What stands there at first. */
  readonly value: string;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
}

/** Something that a person can make happen in the world outside. */
export interface Happening {
  /** `webinar`, `hubspot_down`. */
  readonly name: string;
  readonly label: string;
  readonly about: string;
  readonly kind: 'button' | 'switch';
  readonly group: 'leads' | 'people' | 'faults' | 'time' | 'app';
  /** What its button says: `Send the form`. */
  readonly verb?: string;
  /** A question that is asked before, where much would be gone. */
  readonly asks?: string;
  /** Fields that go along as `{ name: text }`. */
  readonly form?: readonly HappeningField[];
}

export interface HappeningDone {
  /** A sentence about what happened. */
  readonly said: string;
}

/** From the server to whoever watches the world. */
export type WorldMessage =
  | {
      readonly kind: 'world';
      readonly world: WorldState;
    }
  | {
      readonly kind: 'overview';
      readonly world: WorldState;
      readonly happenings: readonly Happening[];
      readonly crms: readonly CrmOverview[];
    }
  | {
      readonly kind: 'record';
      readonly what: 'created' | 'updated' | 'deleted' | 'merged';
      readonly row: CrmRow;
      /** Names of the fields that changed. */
      readonly changed: readonly string[];
      /** `Signalbox`, `HubSpot`, `Ana Ruiz`. */
      readonly by: string;
    };

/** What an act of a person came to: `POST /_sandbox/slack/<act>` answers `{ result: Acted }`. */
export type Acted =
  | { readonly kind: 'acknowledged'; readonly response?: unknown }
  | { readonly kind: 'refused'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'failed'; readonly error: string };

/** A control call that was not carried out: 400, 403, 404 or 409. */
export interface ControlError {
  readonly error: string;
}

export type { CrmField, CrmHistory, CrmLink, CrmName, CrmObject, CrmOverview, CrmRow } from './crm-protocol.ts';
export type { Json, PrivateNote, StateValues, WireView };
