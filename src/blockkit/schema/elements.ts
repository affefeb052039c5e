// Interactive elements: buttons, menus, pickers, inputs; and which of them each kind of block may hold.
import { LIMITS } from '../limits.ts';
import {
  all,
  anyField,
  anything,
  boolean,
  finite,
  integer,
  list,
  matching,
  object,
  oneOf,
  string,
  variants,
} from './checks.ts';
import type { Check, Fields } from './checks.ts';
import {
  actionId,
  confirm,
  conversationFilter,
  dispatchActionConfig,
  imageElement,
  link,
  optionGroup,
  placeholder,
  plainOption,
  plainText,
  positive,
  richOption,
} from './objects.ts';

const actionable: Fields = { action_id: actionId };
const confirmable: Fields = { ...actionable, confirm };
const pickable: Fields = { ...confirmable, focus_on_load: boolean, placeholder };
const several: Fields = { ...pickable, max_selected_items: positive };
const typeable: Fields = {
  ...actionable,
  focus_on_load: boolean,
  placeholder,
  dispatch_action_config: dispatchActionConfig,
};
const ids = list(string(), { min: 0 });
const style = oneOf('primary', 'danger');
const label = string(LIMITS.button.accessibilityLabel);
const date = matching(/^\d{4}-\d{2}-\d{2}$/u, 'must be a valid date in the format YYYY-MM-DD');
const time = matching(/^([01]\d|2[0-3]):[0-5]\d$/u, 'must be a valid time in the format HH:mm');

function element(type: string, required: Fields, optional: Fields): Record<string, Check> {
  return { [type]: object({ type: oneOf(type), ...required }, optional) };
}

function menu(type: string, required: Fields, optional: Fields): Record<string, Check> {
  return { ...element(type, required, { ...pickable, ...optional }) };
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

const menus: Record<string, Check> = {
  ...staticMenus,
  ...menu('users_select', {}, { initial_user: string() }),
  ...menu('channels_select', {}, { initial_channel: string(), response_url_enabled: boolean }),
  ...menu(
    'conversations_select',
    {},
    {
      initial_conversation: string(),
      default_to_current_conversation: boolean,
      response_url_enabled: boolean,
      filter: conversationFilter,
    },
  ),
  ...menu('external_select', {}, { initial_option: plainOption, min_query_length: integer(0, 1_000) }),
  ...menu('multi_users_select', {}, { ...several, initial_users: ids }),
  ...menu('multi_channels_select', {}, { ...several, initial_channels: ids }),
  ...menu(
    'multi_conversations_select',
    {},
    {
      ...several,
      initial_conversations: ids,
      default_to_current_conversation: boolean,
      filter: conversationFilter,
    },
  ),
  ...menu(
    'multi_external_select',
    {},
    { ...several, initial_options: list(plainOption), min_query_length: integer(0, 1_000) },
  ),
};

const pickers: Record<string, Check> = {
  ...element('datepicker', {}, { ...pickable, initial_date: date }),
  ...element('timepicker', {}, { ...pickable, initial_time: time, timezone: string() }),
  ...element(
    'datetimepicker',
    {},
    {
      ...confirmable,
      focus_on_load: boolean,
      // Ten digits: seconds since 1970 until the year 2286.
      initial_date_time: integer(1_000_000_000, 9_999_999_999),
    },
  ),
  ...element(
    'checkboxes',
    { options: list(richOption, { max: LIMITS.choices.options }) },
    { ...confirmable, focus_on_load: boolean, initial_options: list(richOption) },
  ),
  ...element(
    'radio_buttons',
    { options: list(richOption, { max: LIMITS.choices.options }) },
    { ...confirmable, focus_on_load: boolean, initial_option: richOption },
  ),
};

const buttons: Record<string, Check> = {
  ...element(
    'button',
    { text: plainText(LIMITS.button.text) },
    {
      ...confirmable,
      value: string(LIMITS.button.value),
      url: link,
      style,
      accessibility_label: label,
    },
  ),
  ...element(
    'workflow_button',
    { text: plainText(LIMITS.button.text), workflow: anything },
    {
      ...confirmable,
      style,
      accessibility_label: label,
    },
  ),
  ...element('overflow', { options: list(plainOption, { max: LIMITS.overflow.options }) }, confirmable),
};

const inputs: Record<string, Check> = {
  ...element(
    'plain_text_input',
    {},
    {
      ...typeable,
      initial_value: string(LIMITS.plainTextInput.length, 0),
      multiline: boolean,
      min_length: integer(0, LIMITS.plainTextInput.length),
      max_length: integer(1, LIMITS.plainTextInput.length),
    },
  ),
  ...element('email_text_input', {}, { ...typeable, initial_value: string() }),
  ...element('url_text_input', {}, { ...typeable, initial_value: string() }),
  ...element(
    'number_input',
    { is_decimal_allowed: boolean },
    {
      ...typeable,
      initial_value: string(),
      min_value: string(),
      max_value: string(),
    },
  ),
  ...element(
    'rich_text_input',
    {},
    {
      ...typeable,
      initial_value: anything,
      min_lines: integer(1, LIMITS.richTextInput.lines),
      max_lines: integer(1, LIMITS.richTextInput.lines),
    },
  ),
  ...element(
    'file_input',
    {},
    { ...actionable, filetypes: list(string()), max_files: integer(1, LIMITS.fileInput.files) },
  ),
};

const feedbackButton: Check = object(
  { text: plainText(LIMITS.button.text), value: string(LIMITS.button.value) },
  { accessibility_label: label },
);

export const button: Check = variants({ button: buttons['button'] ?? anything });

export const accessory: Check = variants({ ...buttons, ...menus, ...pickers, image: imageElement });

export const actionsElement: Check = variants({
  ...buttons,
  ...menus,
  ...pickers,
  rich_text_input: inputs['rich_text_input'] ?? anything,
});

export const inputElement: Check = variants({ ...inputs, ...menus, ...pickers });

export const contextAction: Check = variants({
  ...element('feedback_buttons', { positive_button: feedbackButton, negative_button: feedbackButton }, actionable),
  ...element(
    'icon_button',
    { icon: string(), text: plainText(LIMITS.button.text) },
    {
      ...confirmable,
      accessibility_label: label,
      value: string(LIMITS.button.value),
      visible_to_user_ids: ids,
    },
  ),
});

export const urlSource: Check = variants(element('url', { url: link, text: string() }, {}));
export const rawText: Record<string, Check> = element('raw_text', { text: string() }, {});
export const rawNumber: Record<string, Check> = element('raw_number', { value: finite, text: string() }, {});
