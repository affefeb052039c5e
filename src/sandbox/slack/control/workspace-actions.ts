// What whoever runs the workspace or the app can do, as acts: archive, deactivate, tokens, subscriptions, connections.
import { z } from 'zod';
import { action, text } from './action.ts';
import type { Actions } from './action.ts';

const workspace: Actions = {
  'set-archived': action(
    'Archive a channel or bring it back: { channel, archived }',
    z.object({ channel: text, archived: z.boolean() }),
    (sandbox, it) => sandbox.workspace.setArchived(it.channel, it.archived),
  ),
  'set-deactivated': action(
    'Deactivate a person or bring them back: { user, deactivated }',
    z.object({ user: text, deactivated: z.boolean() }),
    (sandbox, it) => sandbox.workspace.setDeactivated(it.user, it.deactivated),
  ),
  'set-group': action(
    'Change a user group or make it: { handle, name?, members?, disabled? }',
    z.object({
      handle: text,
      name: text.optional(),
      members: z.array(text).optional(),
      disabled: z.boolean().optional(),
    }),
    (sandbox, { handle, ...changes }) => sandbox.workspace.setGroup(handle, changes),
  ),
  'set-token-revoked': action(
    'Revoke a token or restore it: { token, revoked }',
    z.object({ token: text, revoked: z.boolean() }),
    (sandbox, it) => sandbox.workspace.setTokenRevoked(it.token, it.revoked),
  ),
  'set-scopes': action(
    'Change what a token may do: { token, scopes }',
    z.object({ token: text, scopes: z.array(text) }),
    (sandbox, it) => sandbox.workspace.setScopes(it.token, it.scopes),
  ),
  uninstall: action('Remove the app from the workspace: {}', z.object({}), (sandbox) => sandbox.workspace.uninstall()),
};

const app: Actions = {
  'set-request-url': action(
    'Tell Slack where the app takes signed requests: { url }',
    z.object({ url: z.url() }),
    (sandbox, it) => sandbox.setRequestUrl(it.url),
  ),
  'verify-request-url': action(
    'Send the url_verification challenge, answers whether the app answered it: {}',
    z.object({}),
    async (sandbox) => ({ verified: await sandbox.verifyRequestUrl() }),
  ),
  subscribe: action(
    "Set the app's event subscriptions, as in its manifest: { events: [app_mention, message.im, ...] }",
    z.object({ events: z.array(text) }),
    (sandbox, it) => sandbox.subscriptions.set(it.events),
  ),
  'enable-subscriptions': action(
    'Turn event subscriptions on again after Slack disabled them for too many failures: {}',
    z.object({}),
    (sandbox) => sandbox.subscriptions.enable(),
  ),
  'refresh-sockets': action(
    'Ask Socket Mode connections to reconnect, the oldest first: { connections? }',
    z.object({ connections: z.int().min(1).optional() }),
    (sandbox, it) => sandbox.refreshSockets(it.connections),
  ),
  idle: action('Wait until no delivery to the app is under way, redeliveries included: {}', z.object({}), (sandbox) =>
    sandbox.idle(),
  ),
};

export const workspaceActions: Actions = { ...workspace, ...app };
