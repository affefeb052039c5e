// Builders of what forms are made of besides text and menus: dates, numbers, addresses, boxes to tick, one of several.
import type { Checkboxes, Datepicker, NumberInput, RadioButtons, URLInput } from '@slack/types';
import { option, placeholder } from './elements.ts';
import type { Choice } from './elements.ts';

export interface DatePickerOptions {
  readonly action: string;
  /** A calendar day, `2026-12-24`. */
  readonly initial?: string;
  readonly placeholder?: string;
}

export function datePicker(options: DatePickerOptions): Datepicker {
  return {
    type: 'datepicker',
    action_id: options.action,
    ...placeholder(options.placeholder),
    ...(options.initial === undefined ? {} : { initial_date: options.initial }),
  };
}

export interface CheckboxesOptions {
  readonly action: string;
  /** Up to 10. */
  readonly choices: readonly Choice[];
  /** Values of what is ticked already. */
  readonly initial?: readonly string[];
}

export function checkboxes(options: CheckboxesOptions): Checkboxes {
  const ticked = options.choices.filter(({ value }) => options.initial?.includes(value));
  return {
    type: 'checkboxes',
    action_id: options.action,
    options: options.choices.map(option),
    // Slack refuses an empty list.
    ...(ticked.length === 0 ? {} : { initial_options: ticked.map(option) }),
  };
}

export interface RadioButtonsOptions {
  readonly action: string;
  /** Up to 10. */
  readonly choices: readonly Choice[];
  readonly initial?: string;
}

export function radioButtons(options: RadioButtonsOptions): RadioButtons {
  const initial = options.choices.find(({ value }) => value === options.initial);
  return {
    type: 'radio_buttons',
    action_id: options.action,
    options: options.choices.map(option),
    ...(initial === undefined ? {} : { initial_option: option(initial) }),
  };
}

export interface NumberInputOptions {
  readonly action: string;
  readonly initial?: number;
  readonly min?: number;
  readonly placeholder?: string;
}

/** Whole numbers. */
export function numberInput(options: NumberInputOptions): NumberInput {
  return {
    type: 'number_input',
    action_id: options.action,
    is_decimal_allowed: false,
    ...placeholder(options.placeholder),
    ...(options.min === undefined ? {} : { min_value: String(options.min) }),
    ...(options.initial === undefined ? {} : { initial_value: String(options.initial) }),
  };
}

export interface UrlInputOptions {
  readonly action: string;
  readonly initial?: string;
  readonly placeholder?: string;
}

export function urlInput(options: UrlInputOptions): URLInput {
  return {
    type: 'url_text_input',
    action_id: options.action,
    ...placeholder(options.placeholder),
    ...(options.initial === undefined ? {} : { initial_value: options.initial }),
  };
}
