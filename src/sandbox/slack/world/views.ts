// Modals and Home tabs: a stack of at most three modals a person, hashes that move with every change.
import { randomBytes } from 'node:crypto';
import { checkView } from '#blockkit/check-blocks.ts';
import { LIMITS } from '#blockkit/limits.ts';
import { initialValues } from './elements.ts';
import { withBlockIds } from './messages.ts';
import type { Json, WireView } from './wire.ts';
import { announce } from './world.ts';
import type { World } from './world.ts';

export type ViewResult =
  | { readonly kind: 'shown'; readonly view: WireView }
  | { readonly kind: 'refused'; readonly error: string; readonly messages: readonly string[] };

export function openView(world: World, userId: string, payload: unknown): ViewResult {
  const problem = refusal(world, payload, 'modal');
  if (problem) return problem;
  const view = buildView(world, payload as Json, {});
  for (const id of world.modals.get(userId) ?? []) world.views.delete(id);
  world.modals.set(userId, [view.id]);
  return show(world, userId, view, 'view_opened');
}

export function pushView(world: World, userId: string, payload: unknown): ViewResult {
  const stack = world.modals.get(userId) ?? [];
  if (stack.length >= LIMITS.view.stack) return { kind: 'refused', error: 'push_limit_reached', messages: [] };
  const problem = refusal(world, payload, 'modal');
  if (problem) return problem;
  const [root] = stack;
  const view = buildView(world, payload as Json, { root_view_id: root, previous_view_id: stack.at(-1) });
  world.modals.set(userId, [...stack, view.id]);
  return show(world, userId, view, 'view_pushed');
}

export function updateView(world: World, target: WireView, payload: unknown, hash?: string): ViewResult {
  if (hash !== undefined && hash !== '' && hash !== target.hash) {
    return { kind: 'refused', error: 'hash_conflict', messages: [] };
  }
  const problem = refusal(world, payload, target.type, target.id);
  if (problem) return problem;
  const { id, root_view_id, previous_view_id } = target;
  const next = buildView(world, payload as Json, { id, root_view_id, previous_view_id });
  const view = { ...next, state: { values: initialValues(next.blocks, target.state.values) } };
  return show(world, ownerOf(world, id), view, 'view_updated');
}

export function publishHome(world: World, userId: string, payload: unknown, hash?: string): ViewResult {
  const current = homeOf(world, userId);
  if (hash !== undefined && hash !== '' && current !== undefined && hash !== current.hash) {
    return { kind: 'refused', error: 'hash_conflict', messages: [] };
  }
  const problem = refusal(world, payload, 'home', current?.id);
  if (problem) return problem;
  const view = buildView(world, payload as Json, { id: current?.id });
  world.homes.set(userId, view.id);
  return show(world, userId, view, 'home_published');
}

/** Takes the top modal off, or all of them. Answers the views that went, top first. */
export function closeViews(world: World, userId: string, all: boolean): readonly WireView[] {
  const stack = world.modals.get(userId) ?? [];
  const going = (all ? stack : stack.slice(-1)).toReversed();
  world.modals.set(userId, all ? [] : stack.slice(0, -1));
  return going.flatMap((id) => {
    const view = world.views.get(id);
    world.views.delete(id);
    if (view) announce(world, { kind: 'view_closed', user: userId, view });
    return view ? [view] : [];
  });
}

export function modalsOf(world: World, userId: string): readonly WireView[] {
  return (world.modals.get(userId) ?? []).flatMap((id) => world.views.get(id) ?? []);
}

export function topModal(world: World, userId: string): WireView | undefined {
  return world.views.get(world.modals.get(userId)?.at(-1) ?? '');
}

export function homeOf(world: World, userId: string): WireView | undefined {
  return world.views.get(world.homes.get(userId) ?? '');
}

export function findView(
  world: World,
  viewId: string | undefined,
  externalId: string | undefined,
): WireView | undefined {
  if (viewId !== undefined) return world.views.get(viewId);
  return [...world.views.values()].find((view) => externalId !== undefined && view.external_id === externalId);
}

/** Keeps what a person typed or chose; not a change of the app's, so the hash stays. */
export function setState(world: World, view: WireView, blockId: string, actionId: string, state: Json): WireView {
  const { values } = view.state;
  const next = { ...view, state: { values: { ...values, [blockId]: { ...values[blockId], [actionId]: state } } } };
  world.views.set(view.id, next);
  return next;
}

function ownerOf(world: World, viewId: string): string {
  for (const [user, stack] of world.modals) if (stack.includes(viewId)) return user;
  for (const [user, id] of world.homes) if (id === viewId) return user;
  return '';
}

function show(
  world: World,
  user: string,
  view: WireView,
  kind: 'view_opened' | 'view_pushed' | 'view_updated' | 'home_published',
): ViewResult {
  world.views.set(view.id, view);
  announce(world, { kind, user, view });
  return { kind: 'shown', view };
}

function refusal(world: World, payload: unknown, type: 'modal' | 'home', self?: string): ViewResult | undefined {
  const problems = checkView(payload);
  const first = problems[0];
  if (first?.error === 'view_too_large') return { kind: 'refused', error: first.error, messages: [] };
  if (first) {
    const messages = [
      'failed to match all allowed schemas [json-pointer:/view]',
      ...problems.map(({ message }) => message),
    ];
    return { kind: 'refused', error: 'invalid_arguments', messages };
  }
  const view = payload as Json;
  if (view['type'] !== type) {
    return { kind: 'refused', error: 'invalid_arguments', messages: ['unsupported type [json-pointer:/view/type]'] };
  }
  const twin =
    typeof view['external_id'] === 'string' && view['external_id'] !== ''
      ? findView(world, undefined, view['external_id'])
      : undefined;
  if (twin && twin.id !== self) return { kind: 'refused', error: 'duplicate_external_id', messages: [] };
  return undefined;
}

interface Place {
  readonly id?: string | undefined;
  readonly root_view_id?: string | undefined;
  readonly previous_view_id?: string | null | undefined;
}

function buildView(world: World, payload: Json, place: Place): WireView {
  const { teamId, appId, botId } = world.identity;
  const id = place.id ?? world.mintId('V');
  const blocks = withBlockIds(world, payload['blocks'] as readonly Json[]);
  return {
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    ...(payload['type'] === 'modal' ? { submit: null, close: null } : {}),
    ...(payload as Pick<WireView, 'type'>),
    id,
    team_id: teamId,
    app_id: appId,
    bot_id: botId,
    blocks,
    hash: `${world.mintTs()}.${randomBytes(4).toString('hex')}`,
    state: { values: initialValues(blocks) },
    root_view_id: place.root_view_id ?? id,
    previous_view_id: place.previous_view_id ?? null,
  };
}
