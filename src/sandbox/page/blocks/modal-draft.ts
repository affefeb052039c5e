// What a person has typed and chosen in a view and the app has not been given yet. Pure: a draft in, a draft out.
import type { Json, StateValues, WireView } from '#sandbox/web/protocol.ts';
import { stateFor } from './element-state.ts';
import { jsonIn, jsonsIn, textIn } from './json.ts';

interface Entry {
  readonly blockId: string;
  readonly actionId: string;
  /** As the control API takes it. */
  readonly value: unknown;
  /** Whether the app's side has it. */
  readonly given: boolean;
}

/** Entries by `block_id.action_id`, and sentences below inputs by block_id. */
export interface Draft {
  readonly entries: Readonly<Record<string, Entry>>;
  readonly errors: Readonly<Record<string, string>>;
}

export const EMPTY_DRAFT: Draft = { entries: {}, errors: {} };

/** With one more value; the sentence below its input goes, since it was about the value before. */
export function entered(draft: Draft, blockId: string, actionId: string, value: unknown): Draft {
  const { [blockId]: _settled, ...errors } = draft.errors;
  const entry = { blockId, actionId, value, given: false };
  return { entries: { ...draft.entries, [`${blockId}.${actionId}`]: entry }, errors };
}

/** What the app's side does not have yet, by `block_id.action_id`. */
export function notGiven(draft: Draft): Readonly<Record<string, unknown>> {
  const open = Object.entries(draft.entries).filter(([, { given }]) => !given);
  return Object.fromEntries(open.map(([key, { value }]) => [key, value]));
}

/** After these values were given: what was typed since then still is not. */
export function given(draft: Draft, values: Readonly<Record<string, unknown>>): Draft {
  const entries = Object.entries(draft.entries).map(([key, entry]) => {
    return [key, key in values && values[key] === entry.value ? { ...entry, given: true } : entry] as const;
  });
  return { ...draft, entries: Object.fromEntries(entries) };
}

export function withErrors(draft: Draft, errors: Readonly<Record<string, string>>): Draft {
  return { ...draft, errors };
}

/** What is left of a draft once the app has changed the view: what belongs to inputs that are still there. */
export function kept(draft: Draft, view: WireView): Draft {
  const entries = Object.entries(draft.entries).filter(([, { blockId, actionId }]) => {
    return elementAt(view.blocks, blockId, actionId) !== undefined;
  });
  const blockIds = new Set(view.blocks.map((block) => textIn(block, 'block_id')));
  const errors = Object.entries(draft.errors).filter(([blockId]) => blockIds.has(blockId));
  if (entries.length === Object.keys(draft.entries).length && errors.length === Object.keys(draft.errors).length) {
    return draft;
  }
  return { entries: Object.fromEntries(entries), errors: Object.fromEntries(errors) };
}

/** The view's values with the draft's over them. */
export function valuesWith(view: WireView, draft: Draft): StateValues {
  const values: Record<string, Readonly<Record<string, Json>>> = { ...view.state.values };
  for (const { blockId, actionId, value } of Object.values(draft.entries)) {
    const element = elementAt(view.blocks, blockId, actionId);
    if (element !== undefined) values[blockId] = { ...values[blockId], [actionId]: stateFor(element, value) };
  }
  return values;
}

/** The element of these ids, wherever in a block it stands. */
export function elementAt(blocks: readonly Json[], blockId: string, actionId: string): Json | undefined {
  for (const block of blocks) {
    const own = [jsonIn(block, 'element'), jsonIn(block, 'accessory'), ...jsonsIn(block, 'elements')];
    const isHere = textIn(block, 'block_id') === blockId;
    const found = isHere ? own.find((element) => textIn(element, 'action_id') === actionId) : undefined;
    const inside = found ?? elementAt(jsonsIn(block, 'child_blocks'), blockId, actionId);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/** Whether the app is told of this input at once. */
export function dispatches(blocks: readonly Json[], blockId: string): boolean {
  return blocks.some((block) => {
    if (textIn(block, 'block_id') === blockId) return block['dispatch_action'] === true;
    return dispatches(jsonsIn(block, 'child_blocks'), blockId);
  });
}
