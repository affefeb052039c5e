// Interactive elements besides menus: buttons, pickers, inputs; and which elements each kind of block may hold.
import { LIMITS } from '../limits.ts';
import { anything, boolean, finite, integer, list, matching, object, oneOf, string, variants } from './checks.ts';
import type { Check, Fields } from './checks.ts';
import { actionable, confirmable, element, menus, pickable } from './menus.ts';
import {
  dispatchActionConfig,
  imageElement,
  link,
  placeholder,
  plainOption,
  plainText,
  richOption,
} from './objects.ts';

const typeable: Fields = {
  ...actionable,
  focus_on_load: boolean,
  placeholder,
  dispatch_action_config: dispatchActionConfig,
};
const style = oneOf('primary', 'danger');
const label = string(LIMITS.button.accessibilityLabel);
const date = matching(/^\d{4}-\d{2}-\d{2}$/u, 'must be a valid date in the format YYYY-MM-DD');
const time = matching(/^([01]\d|2[0-3]):[0-5]\d$/u, 'must be a valid time in the format HH:mm');

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
      visible_to_user_ids: list(string(), { min: 0 }),
    },
  ),
});

export const urlSource: Check = variants(element('url', { url: link, text: string() }, {}));
export const rawText: Record<string, Check> = element('raw_text', { text: string() }, {});
export const rawNumber: Record<string, Check> = element('raw_number', { value: finite, text: string() }, {});
