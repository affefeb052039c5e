// Commands, shortcuts, words in a channel, and opening the app's Home.
import { Fault } from '#kernel/errors.ts';
import { channelNamed, openDirectMessage, payloadChannelName } from '../world/conversations.ts';
import { findMessage, postMessage, shownMessage } from '../world/messages.ts';
import { markOwn } from '../world/reads.ts';
import { answer } from '../world/response-urls.ts';
import { homeOf } from '../world/views.ts';
import type { Json, User, WireMessage } from '../world/wire.ts';
import { channelPayload, commonPayload } from './payloads.ts';
import { acted, errorOf, fail, interact } from './scene.ts';
import type { Outcome, Scene } from './scene.ts';
import { channelSeenBy } from './sight.ts';

export interface CommandInput {
  /** With its slash. */
  readonly command: string;
  readonly text: string;
  readonly channel: string;
}

/**
 * Sends a slash command; a body in the app's acknowledgement is shown as its answer.
 * Throws `not_found` for a conversation that the person cannot see.
 */
export async function runCommand(scene: Scene, user: User, input: CommandInput): Promise<Outcome> {
  const { world } = scene;
  const channel = channelSeenBy(world, user, input.channel);
  const { teamId, teamDomain, appId } = world.identity;
  const target = { userId: user.id, channelId: channel.id };
  const began = performance.now();
  const payload = {
    token: 'sandbox-verification-token',
    team_id: teamId,
    team_domain: teamDomain,
    channel_id: channel.id,
    channel_name: payloadChannelName(channel),
    user_id: user.id,
    user_name: user.name,
    command: input.command,
    text: input.text,
    api_app_id: appId,
    is_enterprise_install: 'false',
    response_url: `${scene.url}${scene.responseUrls.issue(target)}`,
    trigger_id: scene.triggers.issue(user.id),
  };
  const ack = await scene.deliver.interaction('slash_commands', payload);
  const tookMs = performance.now() - began;
  const where = { user: user.id, channel: channel.id };
  if (ack.kind === 'failed') return fail(scene, errorOf(ack), tookMs, where, `${input.command} failed`);
  if (ack.body !== undefined && answer(world, target, ack.body as Json).status !== 200) {
    return fail(scene, 'invalid_command_response', tookMs, where, `${input.command} failed`);
  }
  return acted(scene, { kind: 'acknowledged', response: ack.body, tookMs }, payload, where);
}

/** A global shortcut from the search bar or the composer. */
export function globalShortcut(scene: Scene, user: User, callbackId: string): Promise<Outcome> {
  const payload = {
    type: 'shortcut',
    ...commonPayload(scene.world, user),
    callback_id: callbackId,
    action_ts: scene.world.mintTs(),
    trigger_id: scene.triggers.issue(user.id),
  };
  return interact(scene, payload, { user: user.id, channel: openDirectMessage(scene.world, user.id).id });
}

/** A shortcut from a message's menu. */
export function messageShortcut(
  scene: Scene,
  user: User,
  input: { callbackId: string; channel: string; ts: string },
): Promise<Outcome> {
  const { world } = scene;
  const channel = channelSeenBy(world, user, input.channel);
  const message = findMessage(world, channel.id, input.ts);
  if (!message) throw new Fault('not_found', `There is no message ${input.ts} in ${input.channel}.`);
  const responsePath = scene.responseUrls.issue({ userId: user.id, channelId: channel.id, original: input.ts });
  const payload = {
    type: 'message_action',
    ...commonPayload(world, user),
    ...channelPayload(channel),
    callback_id: input.callbackId,
    action_ts: world.mintTs(),
    message_ts: input.ts,
    message: shownMessage(world, message, false),
    trigger_id: scene.triggers.issue(user.id),
    response_url: `${scene.url}${responsePath}`,
  };
  return interact(scene, payload, { user: user.id, channel: channel.id });
}

/** Says something; mentions, direct messages and links raise their events. */
export function say(
  scene: Scene,
  user: User,
  input: { channel: string; text: string; threadTs?: string },
): WireMessage {
  const channel = channelNamed(scene.world, input.channel);
  if (channel.archived) throw new Fault('refused', `#${channel.name} is archived.`);
  if (!channel.members.has(user.id)) throw new Fault('refused', `${user.name} is not in #${channel.name}.`);
  const said = postMessage(scene.world, {
    channel: channel.id,
    user: user.id,
    text: input.text,
    threadTs: input.threadTs,
  });
  markOwn(scene.world, said);
  return said;
}

export type HomeTab = 'home' | 'messages';

/** Opens the app's Home or Messages tab; resolves when the app has taken the event. */
export async function openHome(scene: Scene, user: User, tab: HomeTab = 'home'): Promise<void> {
  const view = tab === 'home' ? homeOf(scene.world, user.id) : undefined;
  await scene.deliver.event({
    type: 'app_home_opened',
    user: user.id,
    channel: openDirectMessage(scene.world, user.id).id,
    tab,
    event_ts: scene.world.mintTs(),
    ...(view === undefined ? {} : { view }),
  });
}
