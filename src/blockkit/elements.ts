// Builders of what people press, pick and type into. A button's value is an id, never state or a secret.
import type {
  Button,
  ConfirmationDialog,
  Overflow,
  PlainTextInput,
  PlainTextOption,
  StaticSelect,
  UsersSelect,
} from '@slack/types';
import type { SlackUserId } from '#kernel/ids.ts';
import { plain, rich } from './blocks.ts';
import { LIMITS } from './limits.ts';
import type { Mrkdwn } from './mrkdwn.ts';

type ButtonStyle = 'primary' | 'danger';

export interface ButtonOptions {
  /** `slice.verb`, unique in its block. */
  readonly action: string;
  readonly text: string;
  readonly value?: string;
  readonly style?: ButtonStyle;
  readonly confirm?: ConfirmationDialog;
  /** Opens in the browser. Slack reports the click all the same, so the action needs a listener that acks. */
  readonly url?: string;
}

export function button(options: ButtonOptions): Button {
  return {
    type: 'button',
    action_id: options.action,
    text: plain(options.text, LIMITS.button.text),
    ...(options.value === undefined ? {} : { value: options.value }),
    ...(options.style === undefined ? {} : { style: options.style }),
    ...(options.confirm === undefined ? {} : { confirm: options.confirm }),
    ...(options.url === undefined ? {} : { url: options.url }),
  };
}

export interface ConfirmationOptions {
  readonly title: string;
  /** At most 300 characters. */
  readonly text: Mrkdwn;
  readonly confirm: string;
  readonly deny?: string;
  readonly style?: ButtonStyle;
}

export function confirmation(options: ConfirmationOptions): ConfirmationDialog {
  return {
    title: plain(options.title, LIMITS.confirm.title),
    text: rich(options.text),
    confirm: plain(options.confirm, LIMITS.confirm.button),
    deny: plain(options.deny ?? 'Cancel', LIMITS.confirm.button),
    ...(options.style === undefined ? {} : { style: options.style }),
  };
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
}

export function option(choice: Choice): PlainTextOption {
  return {
    text: plain(choice.label, LIMITS.option.text),
    value: choice.value,
    ...(choice.description === undefined ? {} : { description: plain(choice.description, LIMITS.option.description) }),
  };
}

/** The three dots: up to five choices. */
export function overflow(action: string, choices: readonly Choice[]): Overflow {
  return { type: 'overflow', action_id: action, options: choices.map(option) };
}

export interface StaticSelectOptions {
  readonly action: string;
  /** Up to 100. */
  readonly choices: readonly Choice[];
  readonly placeholder?: string;
  /** Value of the choice that is picked already. */
  readonly initial?: string;
}

export function staticSelect(options: StaticSelectOptions): StaticSelect {
  const initial = options.choices.find(({ value }) => value === options.initial);
  return {
    type: 'static_select',
    action_id: options.action,
    options: options.choices.map(option),
    ...placeholder(options.placeholder),
    ...(initial === undefined ? {} : { initial_option: option(initial) }),
  };
}

export interface UsersSelectOptions {
  readonly action: string;
  readonly placeholder?: string;
  readonly initial?: SlackUserId;
}

export function usersSelect(options: UsersSelectOptions): UsersSelect {
  return {
    type: 'users_select',
    action_id: options.action,
    ...placeholder(options.placeholder),
    ...(options.initial === undefined ? {} : { initial_user: options.initial }),
  };
}

export interface TextInputOptions {
  readonly action: string;
  readonly multiline?: boolean;
  readonly initial?: string;
  readonly placeholder?: string;
  /** Characters; Slack takes 3,000 at most. */
  readonly maxLength?: number;
}

export function textInput(options: TextInputOptions): PlainTextInput {
  return {
    type: 'plain_text_input',
    action_id: options.action,
    max_length: options.maxLength ?? LIMITS.plainTextInput.length,
    ...placeholder(options.placeholder),
    ...(options.multiline === undefined ? {} : { multiline: options.multiline }),
    ...(options.initial === undefined ? {} : { initial_value: options.initial }),
  };
}

export function placeholder(text: string | undefined): { placeholder?: ReturnType<typeof plain> } {
  return text === undefined ? {} : { placeholder: plain(text, LIMITS.select.placeholder) };
}
