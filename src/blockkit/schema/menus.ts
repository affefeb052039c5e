// Select menus, one choice or several, over options, people and conversations; and the fields that all elements share.
import { LIMITS } from '../limits.ts';
import { all, anyField, boolean, integer, list, object, oneOf, string } from './checks.ts';
import type { Check, Fields } from './checks.ts';
import { actionId, confirm, conversationFilter, optionGroup, placeholder, plainOption, positive } from './objects.ts';

export const actionable: Fields = { action_id: actionId };
export const confirmable: Fields = { ...actionable, confirm };
export const pickable: Fields = { ...confirmable, focus_on_load: boolean, placeholder };
const several: Fields = { ...pickable, max_selected_items: positive };
const ids = list(string(), { min: 0 });

export function element(type: string, required: Fields, optional: Fields): Record<string, Check> {
  return { [type]: object({ type: oneOf(type), ...required }, optional) };
}

function menu(type: string, optional: Fields): Record<string, Check> {
  return element(type, {}, { ...pickable, ...optional });
}

const staticFields = {
  options: list(plainOption, { max: LIMITS.select.options }),
  option_groups: list(optionGroup, { max: LIMITS.select.groups }),
};
const staticMenus: Record<string, Check> = {
  static_select: all(
    object({ type: oneOf('static_select') }, { ...pickable, ...staticFields, initial_option: plainOption }),
    anyField('options', 'option_groups'),
  ),
  multi_static_select: all(
    object({ type: oneOf('multi_static_select') }, { ...several, ...staticFields, initial_options: list(plainOption) }),
    anyField('options', 'option_groups'),
  ),
};

export const menus: Record<string, Check> = {
  ...staticMenus,
  ...menu('users_select', { initial_user: string() }),
  ...menu('channels_select', { initial_channel: string(), response_url_enabled: boolean }),
  ...menu('conversations_select', {
    initial_conversation: string(),
    default_to_current_conversation: boolean,
    response_url_enabled: boolean,
    filter: conversationFilter,
  }),
  ...menu('external_select', { initial_option: plainOption, min_query_length: integer(0, 1_000) }),
  ...menu('multi_users_select', { ...several, initial_users: ids }),
  ...menu('multi_channels_select', { ...several, initial_channels: ids }),
  ...menu('multi_conversations_select', {
    ...several,
    initial_conversations: ids,
    default_to_current_conversation: boolean,
    filter: conversationFilter,
  }),
  ...menu('multi_external_select', {
    ...several,
    initial_options: list(plainOption),
    min_query_length: integer(0, 1_000),
  }),
};
