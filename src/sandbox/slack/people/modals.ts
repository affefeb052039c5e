// Filling, submitting and closing modals, and what the app's answer does to the stack.
import { openDirectMessage } from '../world/conversations.ts';
import { chosen, findElement, isEmptyState, textOf } from '../world/elements.ts';
import { closeViews, pushView, setState, updateView } from '../world/views.ts';
import type { ViewResult } from '../world/views.ts';
import type { Json, User, WireView } from '../world/wire.ts';
import { commonPayload } from './payloads.ts';
import { press } from './press.ts';
import { errorOf, fail } from './scene.ts';
import type { Outcome, Scene } from './scene.ts';
import { viewSeenBy } from './sight.ts';

/** What a person enters, by action_id (or `block_id.action_id`): text, an option's value, an id, a date, or a list of them. */
export type Entries = Readonly<Record<string, unknown>>;

/** Enters values and tells nobody. Throws `not_found` for an input that is not there. */
export function enter(scene: Scene, user: User, viewId: string, entries: Entries): WireView {
  let view = viewSeenBy(scene.world, user, viewId);
  for (const [actionId, value] of Object.entries(entries)) {
    const { blockId, element } = findElement(view.blocks, actionId);
    view = setState(scene.world, view, blockId, String(element['action_id']), chosen(element, value));
  }
  return view;
}

/** Enters values. Inputs that dispatch actions tell the app at once. Throws `not_found` for an input that is not there. */
export async function fill(scene: Scene, user: User, viewId: string, entries: Entries): Promise<void> {
  for (const [actionId, value] of Object.entries(entries)) {
    const view = viewSeenBy(scene.world, user, viewId);
    const { block } = findElement(view.blocks, actionId);
    enter(scene, user, viewId, { [actionId]: value });
    if (block['type'] !== 'input' || block['dispatch_action'] === true) {
      await press(scene, user, { on: { view: viewId }, actionId, value });
    }
  }
}

/** Enters values and presses the submit button; of what is entered here the app hears with the submission alone. */
export async function submit(scene: Scene, user: User, viewId: string, entries: Entries): Promise<Outcome> {
  const view = enter(scene, user, viewId, entries);
  const missing = requiredButEmpty(view);
  if (Object.keys(missing).length > 0) return { kind: 'refused', errors: missing };
  const began = performance.now();
  const ack = await scene.deliver.interaction('interactive', {
    type: 'view_submission',
    ...commonPayload(scene.world, user),
    trigger_id: scene.triggers.issue(user.id, viewId),
    view,
    response_urls: [],
  });
  const tookMs = performance.now() - began;
  const trouble = (error: Parameters<typeof fail>[1]): Outcome =>
    fail(
      scene,
      error,
      tookMs,
      { user: user.id, channel: openDirectMessage(scene.world, user.id).id },
      'We had some trouble connecting. Try again?',
    );
  if (ack.kind === 'failed') return trouble(errorOf(ack));
  const outcome = follow(scene, user, view, (ack.body ?? {}) as Json);
  if (outcome === 'invalid') return trouble('invalid_view_response');
  return outcome ?? { kind: 'acknowledged', response: ack.body, tookMs };
}

/** Closes the modal on top; an app that asked to be told is told. */
export async function closeModal(scene: Scene, user: User, viewId: string): Promise<void> {
  const view = viewSeenBy(scene.world, user, viewId);
  const gone = closeViews(scene.world, user.id, view.clear_on_close);
  for (const each of gone) {
    if (!each.notify_on_close) continue;
    await scene.deliver.interaction('interactive', {
      type: 'view_closed',
      ...commonPayload(scene.world, user),
      view: each,
      is_cleared: view.clear_on_close,
    });
  }
}

function requiredButEmpty(view: WireView): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of view.blocks) {
    if (block['type'] !== 'input' || block['optional'] === true) continue;
    const blockId = textOf(block['block_id']);
    const states = Object.values(view.state.values[blockId] ?? {});
    if (states.every((state) => isEmptyState(state))) errors[blockId] = 'Please complete this required field.';
  }
  return errors;
}

function follow(scene: Scene, user: User, view: WireView, body: Json): Outcome | 'invalid' | undefined {
  const { world } = scene;
  switch (body['response_action']) {
    case undefined:
      if (world.modals.get(user.id)?.at(-1) === view.id) closeViews(world, user.id, false);
      return undefined;
    case 'errors':
      return refused(view, body['errors']);
    case 'update':
      return orInvalid(updateView(world, view, body['view']));
    case 'push':
      return orInvalid(pushView(world, user.id, body['view']));
    case 'clear':
      closeViews(world, user.id, true);
      return undefined;
  }
  return 'invalid';
}

function orInvalid(result: ViewResult): 'invalid' | undefined {
  return result.kind === 'refused' ? 'invalid' : undefined;
}

// Slack shows no error under a block that is not an input, and tells the person of trouble instead.
function refused(view: WireView, errors: unknown): Outcome | 'invalid' {
  if (typeof errors !== 'object' || errors === null) return 'invalid';
  const inputs = new Set(view.blocks.filter((block) => block['type'] === 'input').map((block) => block['block_id']));
  const named = Object.keys(errors);
  if (named.length === 0 || named.some((blockId) => !inputs.has(blockId))) return 'invalid';
  return { kind: 'refused', errors: errors as Record<string, string> };
}
