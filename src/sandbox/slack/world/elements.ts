// Interactive elements on a message or view: where they are, what they hold at first, what a person's choice makes of them.
import { Fault } from '#kernel/errors.ts';
import type { Json, StateValues } from './wire.ts';

export interface FoundElement {
  readonly blockId: string;
  readonly element: Json;
  readonly block: Json;
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is text, else empty. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function jsonList(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** Every element with an action_id or of an interactive kind, containers and carousels included. */
function elementsIn(blocks: readonly Json[]): readonly FoundElement[] {
  return blocks.flatMap((block) => {
    const own = [block['accessory'], block['element'], ...jsonList(block['elements']), ...jsonList(block['actions'])];
    const nested = elementsIn([...jsonList(block['child_blocks']), ...jsonList(block['elements'])]);
    const found = own
      .filter((element): element is Json => isJson(element) && typeof element['action_id'] === 'string')
      .map((element) => ({ blockId: textOf(block['block_id']), element, block }));
    return [...found, ...nested];
  });
}

/**
 * The element a person means by this action_id (or `block_id.action_id`); the value tells buttons with one id apart.
 * Throws `not_found` naming what there is.
 */
export function findElement(blocks: readonly Json[], actionId: string, value?: unknown): FoundElement {
  const all = elementsIn(blocks);
  const named = all.filter(
    ({ element, blockId }) =>
      element['action_id'] === actionId || `${blockId}.${String(element['action_id'])}` === actionId,
  );
  // Between what a person saw and their press the app may have edited the message, which gives its blocks other ids.
  const same =
    named.length > 0 ? named : all.filter(({ element }) => actionId.endsWith(`.${textOf(element['action_id'])}`));
  const exact = same.find(({ element }) => value !== undefined && element['value'] === value);
  const found = exact ?? same[0];
  if (!found) {
    const there = all.map(({ element }) => String(element['action_id'])).join(', ');
    throw new Fault('not_found', `There is nothing to press called ${actionId}; there is: ${there || 'nothing'}.`);
  }
  return found;
}

const SELECTED: Readonly<Record<string, string>> = {
  users_select: 'selected_user',
  channels_select: 'selected_channel',
  conversations_select: 'selected_conversation',
  multi_users_select: 'selected_users',
  multi_channels_select: 'selected_channels',
  multi_conversations_select: 'selected_conversations',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
  rich_text_input: 'rich_text_value',
};
const ONE_OPTION = new Set(['static_select', 'external_select', 'radio_buttons', 'overflow']);
const SEVERAL_OPTIONS = new Set(['multi_static_select', 'multi_external_select', 'checkboxes']);

/** The element's part of `state.values` and of an action, for what the person chose; `null` empties it. */
export function chosen(element: Json, value: unknown): Json {
  const type = String(element['type']);
  if (ONE_OPTION.has(type)) return { type, selected_option: value === null ? null : optionFor(element, value) };
  if (SEVERAL_OPTIONS.has(type)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : value === null ? [] : [value];
    return { type, selected_options: values.map((each) => optionFor(element, each)) };
  }
  const field = SELECTED[type];
  return field === undefined ? { type, value } : { type, [field]: value };
}

// An external menu's options were offered by the app a moment ago, so what the person names is taken as it is.
function optionFor(element: Json, value: unknown): Json {
  if (isJson(value)) return value;
  const groups = jsonList(element['option_groups']).flatMap((group) => jsonList(group['options']));
  const option = [...jsonList(element['options']), ...groups].find((each) => each['value'] === value);
  if (option) return option;
  if (String(element['type']).endsWith('external_select')) {
    return { text: { type: 'plain_text', text: String(value), emoji: true }, value };
  }
  throw new Fault('not_found', `The menu ${String(element['action_id'])} has no option ${String(value)}.`);
}

function initialState(element: Json): Json | undefined {
  const type = String(element['type']);
  const initial = Object.entries(element).find(([key]) => key.startsWith('initial_'));
  if (initial !== undefined) return chosen(element, initial[1]);
  if (type === 'button' || type === 'overflow' || type === 'image' || type.endsWith('_button')) return undefined;
  if (type === 'feedback_buttons') return undefined;
  const empty = type.startsWith('multi_') && !SEVERAL_OPTIONS.has(type) ? [] : null;
  return chosen(element, empty);
}

/** The state before anyone touched it; what was typed before an update stays where block and action are the same. */
export function initialValues(blocks: readonly Json[], previous: StateValues = {}): StateValues {
  const values: Record<string, Record<string, Json>> = {};
  for (const { blockId, element } of elementsIn(blocks)) {
    const actionId = String(element['action_id']);
    const state = previous[blockId]?.[actionId] ?? initialState(element);
    if (state !== undefined) values[blockId] = { ...values[blockId], [actionId]: state };
  }
  return values;
}

/** Whether the person has left this input empty. */
export function isEmptyState(state: Json | undefined): boolean {
  if (!state) return true;
  const { type: _type, ...rest } = state;
  const value = Object.values(rest)[0];
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
