// What a person does in the workspace, as acts.
import { z } from 'zod';
import { action, as, text } from './action.ts';
import type { Actions } from './action.ts';

const entries = z.record(z.string(), z.unknown());
const message = { channel: text, ts: text };
const view = { view_id: text };
const typed = { ...as, action_id: text, typed: z.string() };

const pressing: Actions = {
  click: action(
    'Press or choose on a message: { as, channel, ts, action_id, value? }',
    z.object({ ...as, ...message, action_id: text, value: z.unknown().optional() }),
    ({ workspace }, it) => workspace.as(it.as).click(it.channel, it.ts, it.action_id, it.value),
  ),
  'click-in-view': action(
    'Press or choose in a modal or Home tab: { as, view_id, action_id, value? }',
    z.object({ ...as, ...view, action_id: text, value: z.unknown().optional() }),
    ({ workspace }, it) => workspace.as(it.as).clickInView(it.view_id, it.action_id, it.value),
  ),
  suggest: action(
    'Type into an external menu of a view or a message: { as, action_id, typed } and { view_id } or { channel, ts }',
    z.union([z.object({ ...typed, ...view }), z.object({ ...typed, ...message })]),
    ({ workspace }, it) => workspace.as(it.as).suggest('view_id' in it ? it.view_id : it, it.action_id, it.typed),
  ),
  shortcut: action(
    'Use a global shortcut: { as, callback_id }',
    z.object({ ...as, callback_id: text }),
    ({ workspace }, it) => workspace.as(it.as).shortcut(it.callback_id),
  ),
  'message-shortcut': action(
    'Use a shortcut on a message: { as, callback_id, channel, ts }',
    z.object({ ...as, callback_id: text, ...message }),
    ({ workspace }, it) => workspace.as(it.as).messageShortcut(it.callback_id, it.channel, it.ts),
  ),
};

const inViews: Actions = {
  enter: action(
    'Keep values of the inputs of a view and tell nobody: { as, view_id, values: { action_id: value } }',
    z.object({ ...as, ...view, values: entries }),
    ({ workspace }, it) => workspace.as(it.as).enter(it.view_id, it.values),
  ),
  fill: action(
    'Type values into a view, of which inputs with dispatch_action tell the app: { as, view_id, values: { action_id: value } }',
    z.object({ ...as, ...view, values: entries }),
    ({ workspace }, it) => workspace.as(it.as).fill(it.view_id, it.values),
  ),
  submit: action(
    'Keep values and submit a modal: { as, view_id, values? }',
    z.object({ ...as, ...view, values: entries.default({}) }),
    ({ workspace }, it) => workspace.as(it.as).submit(it.view_id, it.values),
  ),
  'close-modal': action('Close a modal: { as, view_id }', z.object({ ...as, ...view }), ({ workspace }, it) =>
    workspace.as(it.as).closeModal(it.view_id),
  ),
  'open-home': action(
    "Open the app's Home tab, or its Messages tab: { as, tab?: home | messages }",
    z.object({ ...as, tab: z.enum(['home', 'messages']).optional() }),
    ({ workspace }, it) => workspace.as(it.as).openHome(it.tab),
  ),
};

const inConversations: Actions = {
  command: action(
    'Run a slash command: { as, command, text?, channel }',
    z.object({ ...as, command: text, text: z.string().default(''), channel: text }),
    ({ workspace }, it) => workspace.as(it.as).command(it.command, it.text, it.channel),
  ),
  say: action(
    'Say something: { as, channel, text, thread_ts? }',
    z.object({ ...as, channel: text, text, thread_ts: text.optional() }),
    ({ workspace }, it) => workspace.as(it.as).say(it.channel, it.text, it.thread_ts),
  ),
  join: action('Join a public channel: { as, channel }', z.object({ ...as, channel: text }), ({ workspace }, it) =>
    workspace.as(it.as).join(it.channel),
  ),
  leave: action('Leave a channel: { as, channel }', z.object({ ...as, channel: text }), ({ workspace }, it) =>
    workspace.as(it.as).leave(it.channel),
  ),
  read: action(
    'Mark a conversation as seen up to a message: { as, channel, ts }',
    z.object({ ...as, ...message }),
    ({ workspace }, it) => workspace.as(it.as).read(it.channel, it.ts),
  ),
  'direct-messages': action(
    "Find a person's direct conversation with the app, answers its id: { as }",
    z.object(as),
    ({ workspace }, it) => ({ channel: workspace.as(it.as).directMessages().id }),
  ),
};

export const personActions: Actions = { ...pressing, ...inViews, ...inConversations };
