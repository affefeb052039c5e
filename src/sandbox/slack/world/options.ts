// What a sandbox workspace is started with. Everything has a default, so that `startSlackSandbox({})` works.
import type { Clock } from '#ports/clock.ts';

interface SeedUser {
  readonly id?: string;
  readonly name: string;
  readonly realName?: string;
  readonly email?: string;
  readonly timezone?: string;
  readonly isAdmin?: boolean;
  /** Sees and reads only the channels they are in. */
  readonly isGuest?: boolean;
  readonly deleted?: boolean;
}

interface SeedChannel {
  readonly id?: string;
  readonly name: string;
  readonly private?: boolean;
  readonly archived?: boolean;
  readonly topic?: string;
  /** Names or ids of users; everyone who is active unless told. */
  readonly members?: readonly string[];
  /** Whether the app's bot was invited; true unless told. */
  readonly botIsMember?: boolean;
}

interface SeedUserGroup {
  readonly id?: string;
  readonly handle: string;
  readonly name?: string;
  /** Names or ids of users. */
  readonly members: readonly string[];
}

export interface SlackSandboxOptions {
  readonly host?: string;
  readonly port?: number;
  readonly team?: { readonly id?: string; readonly name?: string; readonly domain?: string };
  readonly users?: readonly SeedUser[];
  readonly channels?: readonly SeedChannel[];
  readonly userGroups?: readonly SeedUserGroup[];
  readonly botToken?: string;
  readonly botScopes?: readonly string[];
  readonly appToken?: string;
  readonly signingSecret?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Where the app takes signed requests. Not used while the app holds a Socket Mode connection. */
  readonly requestUrl?: string;
  /** The app's event subscriptions, as in its manifest. */
  readonly subscriptions?: readonly string[];
  /** How many deliveries an hour there must be before Slack disables subscriptions that nearly all fail; 1000 in Slack. */
  readonly fewestAttempts?: number;
  /** Domains whose links raise `link_shared`. */
  readonly unfurlDomains?: readonly string[];
  readonly rateLimits?: 'slack' | 'off';
  /** The clock of message timestamps. Signatures, triggers and deadlines keep real time. */
  readonly clock?: Clock;
  /** How long the app may take to acknowledge, in milliseconds; 3000 in Slack. */
  readonly ackDeadlineMs?: number;
  /** Pauses before an event is sent again, in milliseconds; at once, a minute, five minutes in Slack. */
  readonly redeliveryDelaysMs?: readonly number[];
  /** How long Slack looks at a file before it can be used, in milliseconds. */
  readonly fileProcessingMs?: number;
}

export const DEFAULT_BOT_SCOPES: readonly string[] = [
  'app_mentions:read',
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'chat:write.public',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'links:read',
  'links:write',
  'reactions:write',
  'team:read',
  'usergroups:read',
  'users:read',
  'users:read.email',
];

export const DEFAULT_SUBSCRIPTIONS: readonly string[] = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'link_shared',
  'member_joined_channel',
  'message.im',
  'subteam_created',
  'subteam_members_changed',
  'subteam_updated',
  'tokens_revoked',
  'user_change',
];
