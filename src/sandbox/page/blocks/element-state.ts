// What an element holds, in Slack's words (`state.values`): what it starts with, and what a choice makes of it.
import type { Json, StateValues } from '#sandbox/web/protocol.ts';
import { isJson, jsonsIn, textIn } from './json.ts';

const HELD_AS = new Map<string, string>(
  Object.entries({
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
  }),
);
const ONE_OPTION = new Set(['static_select', 'external_select', 'radio_buttons', 'overflow']);
const SEVERAL_OPTIONS = new Set(['multi_static_select', 'multi_external_select', 'checkboxes']);

/** Every option of a menu, those in groups included. */
export function optionsIn(element: Json): readonly Json[] {
  return [...jsonsIn(element, 'options'), ...jsonsIn(element, 'option_groups').flatMap((it) => jsonsIn(it, 'options'))];
}

/** The state that a choice makes: `value` is a value, an id, a date, a whole option, or a list of these; null for none. */
export function stateFor(element: Json, value: unknown): Json {
  const type = textIn(element, 'type');
  if (ONE_OPTION.has(type)) return { type, selected_option: value === null ? null : optionFor(element, value) };
  if (SEVERAL_OPTIONS.has(type)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [];
    return { type, selected_options: values.map((each) => optionFor(element, each)) };
  }
  return { type, [HELD_AS.get(type) ?? 'value']: value };
}

function optionFor(element: Json, value: unknown): Json {
  if (isJson(value)) return value;
  const text = { type: 'plain_text', text: String(value) };
  return optionsIn(element).find((option) => option['value'] === value) ?? { text, value };
}

/** What the element holds now: what somebody chose, else what it starts with. */
export function heldBy(element: Json, blockId: string, values: StateValues): Json {
  const held = values[blockId]?.[textIn(element, 'action_id')];
  if (held !== undefined) return held;
  const initial = Object.entries(element).find(([key]) => key.startsWith('initial_'));
  return stateFor(element, initial?.[1] ?? null);
}

/** What is held, without its type: an option, a list, a text, or null. */
export function contentOf(state: Json): unknown {
  return Object.entries(state).find(([key]) => key !== 'type')?.[1] ?? null;
}

/** The same as text, for inputs that hold one. */
export function textHeld(state: Json): string {
  const content = contentOf(state);
  return typeof content === 'string' ? content : '';
}

/** Ids or values of everything that is chosen. */
export function chosenValues(state: Json): readonly string[] {
  const content = contentOf(state);
  const each: readonly unknown[] = Array.isArray(content) ? content : content === null ? [] : [content];
  return each.map((one) => (isJson(one) ? textIn(one, 'value') : String(one)));
}

/** Whether nothing was chosen or typed. */
export function isEmpty(state: Json): boolean {
  const content = contentOf(state);
  return content === null || content === '' || (Array.isArray(content) && content.length === 0);
}
