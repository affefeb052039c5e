// What another process may ask of the sandbox by POST /_sandbox/<name>: each with its arguments and what it answers.
import { z } from 'zod';
import type { Faults } from '../faults.ts';
import type { SlackSandbox } from '../slack-sandbox.ts';

export interface Action {
  readonly about: string;
  readonly run: (sandbox: SlackSandbox, body: unknown) => unknown;
}

const text = z.string().min(1);
const as = { as: text };
const entries = z.record(z.string(), z.unknown());

const times = z.int().min(1).optional();
const callFault = z.strictObject({
  method: text,
  kind: z.enum(['drop_after_commit', 'status', 'rate_limited', 'reset', 'hang', 'slow', 'error']),
  times,
  channel: text.optional(),
  status: z.int().optional(),
  retryAfter: z.number().optional(),
  delayMs: z.number().optional(),
  error: text.optional(),
});
const deliveryFault = z.strictObject({
  delivery: z.enum(['events_api', 'interactive', 'slash_commands']),
  kind: z.enum(['duplicate', 'reorder']),
  times,
});

function action<S extends z.ZodType>(
  about: string,
  schema: S,
  run: (sandbox: SlackSandbox, body: z.infer<S>) => unknown,
): Action {
  return { about, run: (sandbox, body) => run(sandbox, schema.parse(body)) };
}

export const ACTIONS: Readonly<Record<string, Action>> = {
  click: action(
    'Press or choose on a message: { as, channel, ts, action_id, value? }',
    z.object({ ...as, channel: text, ts: text, action_id: text, value: z.unknown() }),
    ({ workspace }, it) => workspace.as(it.as).click(it.channel, it.ts, it.action_id, it.value),
  ),
  'click-in-view': action(
    'Press or choose in a modal or Home tab: { as, view_id, action_id, value? }',
    z.object({ ...as, view_id: text, action_id: text, value: z.unknown() }),
    ({ workspace }, it) => workspace.as(it.as).clickInView(it.view_id, it.action_id, it.value),
  ),
  command: action(
    'Run a slash command: { as, command, text?, channel }',
    z.object({ ...as, command: text, text: z.string().default(''), channel: text }),
    ({ workspace }, it) => workspace.as(it.as).command(it.command, it.text, it.channel),
  ),
  suggest: action(
    'Type into an external menu of a view: { as, view_id, action_id, typed }',
    z.object({ ...as, view_id: text, action_id: text, typed: z.string() }),
    ({ workspace }, it) => workspace.as(it.as).suggest(it.view_id, it.action_id, it.typed),
  ),
  fill: action(
    'Enter values into a modal: { as, view_id, values: { action_id: value } }',
    z.object({ ...as, view_id: text, values: entries }),
    ({ workspace }, it) => workspace.as(it.as).fill(it.view_id, it.values),
  ),
  submit: action(
    'Enter values and submit a modal: { as, view_id, values? }',
    z.object({ ...as, view_id: text, values: entries.default({}) }),
    ({ workspace }, it) => workspace.as(it.as).submit(it.view_id, it.values),
  ),
  'close-modal': action('Close a modal: { as, view_id }', z.object({ ...as, view_id: text }), ({ workspace }, it) =>
    workspace.as(it.as).closeModal(it.view_id),
  ),
  'open-home': action('Open the Home tab of the app: { as }', z.object(as), ({ workspace }, it) =>
    workspace.as(it.as).openHome(),
  ),
  say: action(
    'Say something: { as, channel, text, thread_ts? }',
    z.object({ ...as, channel: text, text, thread_ts: text.optional() }),
    ({ workspace }, it) => workspace.as(it.as).say(it.channel, it.text, it.thread_ts),
  ),
  join: action('Join a channel: { as, channel }', z.object({ ...as, channel: text }), ({ workspace }, it) =>
    workspace.as(it.as).join(it.channel),
  ),
  read: action(
    'Mark a conversation as seen up to a message: { as, channel, ts }',
    z.object({ ...as, channel: text, ts: text }),
    ({ workspace }, it) => workspace.as(it.as).read(it.channel, it.ts),
  ),
  shortcut: action(
    'Use a global shortcut: { as, callback_id }',
    z.object({ ...as, callback_id: text }),
    ({ workspace }, it) => workspace.as(it.as).shortcut(it.callback_id),
  ),
  'message-shortcut': action(
    'Use a shortcut on a message: { as, callback_id, channel, ts }',
    z.object({ ...as, callback_id: text, channel: text, ts: text }),
    ({ workspace }, it) => workspace.as(it.as).messageShortcut(it.callback_id, it.channel, it.ts),
  ),
  'set-archived': action(
    'Archive a channel or bring it back: { channel, archived }',
    z.object({ channel: text, archived: z.boolean() }),
    ({ workspace }, it) => workspace.setArchived(it.channel, it.archived),
  ),
  'set-deactivated': action(
    'Deactivate a person or bring them back: { user, deactivated }',
    z.object({ user: text, deactivated: z.boolean() }),
    ({ workspace }, it) => workspace.setDeactivated(it.user, it.deactivated),
  ),
  'set-token-revoked': action(
    'Revoke a token or restore it: { token, revoked }',
    z.object({ token: text, revoked: z.boolean() }),
    ({ workspace }, it) => workspace.setTokenRevoked(it.token, it.revoked),
  ),
  'set-scopes': action(
    'Change what a token may do: { token, scopes }',
    z.object({ token: text, scopes: z.array(text) }),
    ({ workspace }, it) => workspace.setScopes(it.token, it.scopes),
  ),
  uninstall: action('Remove the app from the workspace: {}', z.object({}), ({ workspace }) => workspace.uninstall()),
  'set-request-url': action(
    'Tell Slack where the app takes signed requests: { url }',
    z.object({ url: z.url() }),
    (sandbox, it) => sandbox.setRequestUrl(it.url),
  ),
  'refresh-sockets': action('Ask every Socket Mode connection to reconnect: {}', z.object({}), (sandbox) =>
    sandbox.refreshSockets(),
  ),
  faults: action(
    'Arm a fault: { method, kind, times?, channel?, status?, retryAfter?, delayMs?, error? } or { delivery, kind, times? }',
    z.union([callFault, deliveryFault]),
    // zod writes absent fields as undefined, which is what their absence means here.
    ({ faults }, it) => void faults.next(it as Parameters<Faults['next']>[0]),
  ),
  'clear-faults': action('Disarm every fault: {}', z.object({}), ({ faults }) => faults.clear()),
};
