// Every Web API method that we call: the scopes it needs and whether it changes anything. The manifest follows from it.
// Source: docs.slack.dev/reference/methods, a page for each method.

export interface SlackMethod {
  /** Bot scopes that all our uses of it need together. */
  readonly scopes: readonly string[];
  /** `write`: without an answer it may have happened all the same. */
  readonly effect: 'read' | 'write';
}

export const SLACK_METHODS = {
  'apps.connections.open': { scopes: [], effect: 'read' },
  'auth.test': { scopes: [], effect: 'read' },
  'chat.postEphemeral': { scopes: ['chat:write'], effect: 'write' },
  'chat.postMessage': { scopes: ['chat:write'], effect: 'write' },
  'chat.update': { scopes: ['chat:write'], effect: 'write' },
  'conversations.history': { scopes: ['channels:history', 'groups:history', 'im:history'], effect: 'read' },
  'conversations.list': { scopes: ['channels:read', 'groups:read'], effect: 'read' },
  'conversations.open': { scopes: ['im:write'], effect: 'read' },
  'conversations.replies': { scopes: ['channels:history', 'groups:history', 'im:history'], effect: 'read' },
  'files.completeUploadExternal': { scopes: ['files:write'], effect: 'write' },
  'files.getUploadURLExternal': { scopes: ['files:write'], effect: 'write' },
  'files.info': { scopes: ['files:read'], effect: 'read' },
  'usergroups.list': { scopes: ['usergroups:read'], effect: 'read' },
  'users.info': { scopes: ['users:read', 'users:read.email'], effect: 'read' },
  'users.lookupByEmail': { scopes: ['users:read.email'], effect: 'read' },
  'views.open': { scopes: [], effect: 'write' },
  'views.publish': { scopes: [], effect: 'write' },
  'views.push': { scopes: [], effect: 'write' },
  'views.update': { scopes: [], effect: 'write' },
} as const satisfies Readonly<Record<string, SlackMethod>>;

export type SlackMethodName = keyof typeof SLACK_METHODS;

/** Slash commands, and being mentioned. */
const HEARD = ['commands', 'app_mentions:read'] as const;

/** The least that the app works with: what it hears, and what its methods need. Alphabetical. */
export function botScopes(): readonly string[] {
  const scopes = new Set<string>(HEARD);
  for (const method of Object.values<SlackMethod>(SLACK_METHODS)) {
    for (const scope of method.scopes) scopes.add(scope);
  }
  return [...scopes].sort();
}
