// What Slack sends and keeps, in Slack's own spelling. Only the fields that apps of this kind read.

export type Json = Record<string, unknown>;

export interface WireMessage {
  readonly type: 'message';
  readonly ts: string;
  readonly channel: string;
  readonly team: string;
  readonly user: string;
  readonly text: string;
  readonly subtype?: string;
  readonly bot_id?: string;
  readonly app_id?: string;
  readonly blocks?: readonly Json[];
  readonly attachments?: readonly Json[];
  readonly thread_ts?: string;
  readonly parent_user_id?: string;
  readonly metadata?: { readonly event_type: string; readonly event_payload: Json } | undefined;
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly reactions?: readonly { readonly name: string; readonly users: readonly string[]; readonly count: number }[];
  readonly files?: readonly Json[];
}

/** What one person alone sees in a channel: an ephemeral of the app, or a word from Slackbot about a failure. */
export interface PrivateNote {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly from: 'app' | 'slackbot';
  readonly text: string;
  readonly blocks?: readonly Json[];
  readonly thread_ts?: string;
}

export interface WireView {
  readonly id: string;
  readonly team_id: string;
  readonly app_id: string;
  readonly bot_id: string;
  readonly type: 'modal' | 'home';
  readonly blocks: readonly Json[];
  readonly title?: Json;
  readonly submit?: Json | null;
  readonly close?: Json | null;
  readonly private_metadata: string;
  readonly callback_id: string;
  readonly external_id: string;
  readonly clear_on_close: boolean;
  readonly notify_on_close: boolean;
  readonly hash: string;
  readonly state: { readonly values: StateValues };
  readonly root_view_id: string;
  readonly previous_view_id: string | null;
}

/** block_id, action_id, then the element's type and value. */
export type StateValues = Readonly<Record<string, Readonly<Record<string, Json>>>>;

export interface User {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email?: string;
  readonly timezone: string;
  readonly isBot: boolean;
  readonly isAdmin: boolean;
  readonly isGuest: boolean;
  readonly deleted: boolean;
  /** What they say about themselves beside their name. */
  readonly status?: { readonly text: string; readonly emoji: string };
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly topic: string;
  readonly archived: boolean;
  readonly members: ReadonlySet<string>;
}

export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
  /** Seconds; 0 while it is in use. */
  readonly disabledAt: number;
}

export interface Token {
  readonly token: string;
  readonly kind: 'bot' | 'app';
  readonly scopes: ReadonlySet<string>;
  readonly revoked: boolean;
  /** The app was removed, not only its token taken away: clicks and commands do not reach it either. */
  readonly uninstalled?: boolean;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly size: number;
  readonly bytes?: Buffer;
  /** Slack answers "invalid slack file" until it has looked at the bytes. */
  readonly processed: boolean;
}
