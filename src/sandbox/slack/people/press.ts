// Pressing and choosing: block_actions from messages, private notes, modals and Home tabs.
import { chosen, findElement, initialValues, textOf } from '../world/elements.ts';
import type { FoundElement } from '../world/elements.ts';
import { openDirectMessage } from '../world/conversations.ts';
import { setState } from '../world/views.ts';
import type { Json, StateValues, User } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { channelPayload, commonPayload } from './payloads.ts';
import { interact } from './scene.ts';
import type { Outcome, Scene } from './scene.ts';
import { placeSeenBy, viewSeenBy } from './sight.ts';

export interface Press {
  /** For a message: where it is. For a modal or Home tab: its id. */
  readonly on: { readonly channel: string; readonly ts: string } | { readonly view: string };
  readonly actionId: string;
  /** A button's value where several share an action_id; otherwise what is chosen (value, id, date, text, or a list). */
  readonly value?: unknown;
}

/** Presses or chooses. Throws `not_found` if the person cannot see such a thing. */
export function press(scene: Scene, user: User, input: Press): Promise<Outcome> {
  return 'view' in input.on
    ? pressInView(scene, user, input.on.view, input)
    : pressInMessage(scene, user, input.on, input);
}

function pressInView(scene: Scene, user: User, viewId: string, input: Press): Promise<Outcome> {
  const { world } = scene;
  const view = viewSeenBy(world, user, viewId);
  const found = findElement(view.blocks, input.actionId, input.value);
  const actionId = String(found.element['action_id']);
  const keeps = isChoice(found.element);
  const now = keeps ? setState(world, view, found.blockId, actionId, chosen(found.element, input.value)) : view;
  const payload = {
    type: 'block_actions',
    ...commonPayload(world, user),
    container: { type: 'view', view_id: viewId },
    trigger_id: scene.triggers.issue(user.id, view.type === 'modal' ? viewId : undefined),
    view: now,
    actions: [actionOf(world, found, input.value)],
  };
  return interact(scene, payload, { user: user.id, channel: openDirectMessage(world, user.id).id });
}

function pressInMessage(scene: Scene, user: User, on: { channel: string; ts: string }, input: Press): Promise<Outcome> {
  const { world } = scene;
  const { channel, blocks, container, message } = placeSeenBy(world, user, on);
  const found = findElement(blocks, input.actionId, input.value);
  const state = choose(scene, `${user.id} ${channel.id} ${on.ts}`, blocks, found, input.value);
  const responsePath = scene.responseUrls.issue({ userId: user.id, channelId: channel.id, original: on.ts });
  const payload = {
    type: 'block_actions',
    ...commonPayload(world, user),
    ...channelPayload(channel),
    container,
    trigger_id: scene.triggers.issue(user.id),
    ...message,
    state: { values: state },
    response_url: `${scene.url}${responsePath}`,
    actions: [actionOf(world, found, input.value)],
  };
  return interact(scene, payload, { user: user.id, channel: channel.id });
}

function isChoice(element: Json): boolean {
  const type = textOf(element['type']);
  return type !== 'button' && type !== 'overflow' && !type.endsWith('_button') && type !== 'feedback_buttons';
}

function choose(scene: Scene, key: string, blocks: readonly Json[], found: FoundElement, value: unknown): StateValues {
  const before = initialValues(blocks, scene.chosenInMessages.get(key));
  const actionId = String(found.element['action_id']);
  const state = isChoice(found.element)
    ? { ...before, [found.blockId]: { ...before[found.blockId], [actionId]: chosen(found.element, value) } }
    : before;
  scene.chosenInMessages.set(key, state);
  return state;
}

/** What this person chose in messages, by channel and `ts` with a space between. */
export function chosenBy(scene: Scene, user: User): Readonly<Record<string, StateValues>> {
  const mine = [...scene.chosenInMessages].filter(([key]) => key.startsWith(`${user.id} `));
  return Object.fromEntries(mine.map(([key, values]) => [key.slice(user.id.length + 1), values]));
}

function actionOf(world: World, { element, blockId }: FoundElement, value: unknown): Json {
  const base = { action_id: element['action_id'], block_id: blockId, action_ts: world.mintTs() };
  if (isChoice(element) || element['type'] === 'overflow') {
    const { placeholder } = element;
    return { ...base, ...(placeholder === undefined ? {} : { placeholder }), ...chosen(element, value) };
  }
  const { type, text, style, url } = element;
  const pressed = element['type'] === 'feedback_buttons' ? value : element['value'];
  return {
    ...base,
    type,
    text,
    ...(pressed === undefined ? {} : { value: pressed }),
    ...(style === undefined ? {} : { style }),
    ...(url === undefined ? {} : { url }),
  };
}
