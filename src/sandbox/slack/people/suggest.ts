// Typing into an external menu: block_suggestion, from a message, a modal or the Home tab.
import { LIMITS } from '#blockkit/limits.ts';
import { findElement } from '../world/elements.ts';
import type { Json, User } from '../world/wire.ts';
import { channelPayload, commonPayload } from './payloads.ts';
import type { Press } from './press.ts';
import { errorOf } from './scene.ts';
import type { Outcome, Scene } from './scene.ts';
import { placeSeenBy, viewSeenBy } from './sight.ts';

export interface Suggest extends Pick<Press, 'on' | 'actionId'> {
  readonly typed: string;
}

/** The app's options come back as the outcome's `response`. Failures show in the menu alone, so no note tells of them. */
export async function suggest(scene: Scene, user: User, input: Suggest): Promise<Outcome> {
  const { blocks, part } = 'view' in input.on ? inView(scene, user, input.on.view) : inMessage(scene, user, input.on);
  const { blockId, element } = findElement(blocks, input.actionId);
  const began = performance.now();
  const ack = await scene.deliver.interaction('interactive', {
    type: 'block_suggestion',
    ...commonPayload(scene.world, user),
    ...part,
    action_id: element['action_id'],
    block_id: blockId,
    value: input.typed,
  });
  const tookMs = performance.now() - began;
  if (ack.kind === 'failed') return { kind: 'failed', error: errorOf(ack), tookMs };
  if (!areOptions(ack.body)) return { kind: 'failed', error: 'invalid_options_response', tookMs };
  return { kind: 'acknowledged', response: ack.body, tookMs };
}

interface Place {
  readonly blocks: readonly Json[];
  readonly part: Json;
}

function inView({ world }: Scene, user: User, viewId: string): Place {
  const view = viewSeenBy(world, user, viewId);
  return { blocks: view.blocks, part: { container: { type: 'view', view_id: viewId }, view } };
}

function inMessage({ world }: Scene, user: User, on: { channel: string; ts: string }): Place {
  const { channel, blocks, container, message } = placeSeenBy(world, user, on);
  return { blocks, part: { container, ...channelPayload(channel), ...message } };
}

function areOptions(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  const { options, option_groups: groups } = body as Json;
  const fits = (value: unknown, most: number): boolean => Array.isArray(value) && value.length <= most;
  return fits(options, LIMITS.select.options) || fits(groups, LIMITS.select.groups);
}
