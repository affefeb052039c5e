import { describe, expect, it } from 'vitest';
import { chosenValues, heldBy, isEmpty, stateFor } from '#sandbox/page/blocks/element-state.ts';
import { chosen } from '#sandbox/slack/world/elements.ts';

const options = ['new', 'won'].map((value) => ({ text: { type: 'plain_text', text: value }, value }));

/** Each element, and what the page hands on for a choice in it. */
const CHOICES = [
  { element: { type: 'static_select', options }, value: 'won' },
  { element: { type: 'static_select', option_groups: [{ options }] }, value: 'won' },
  { element: { type: 'radio_buttons', options }, value: 'new' },
  { element: { type: 'overflow', options }, value: 'new' },
  { element: { type: 'external_select' }, value: { text: { type: 'plain_text', text: 'Initech' }, value: '1' } },
  { element: { type: 'multi_static_select', options }, value: ['new', 'won'] },
  {
    element: { type: 'multi_external_select' },
    value: [{ text: { type: 'plain_text', text: 'Initech' }, value: '1' }],
  },
  { element: { type: 'checkboxes', options }, value: ['won'] },
  { element: { type: 'checkboxes', options }, value: [] },
  { element: { type: 'users_select' }, value: 'U0ANA' },
  { element: { type: 'channels_select' }, value: 'C0ENT' },
  { element: { type: 'conversations_select' }, value: 'C0ENT' },
  { element: { type: 'multi_users_select' }, value: ['U0ANA'] },
  { element: { type: 'multi_channels_select' }, value: ['C0ENT'] },
  { element: { type: 'multi_conversations_select' }, value: ['C0ENT'] },
  { element: { type: 'datepicker' }, value: '2026-11-22' },
  { element: { type: 'timepicker' }, value: '14:05' },
  { element: { type: 'datetimepicker' }, value: 1_795_000_000 },
  { element: { type: 'plain_text_input' }, value: 'text' },
  { element: { type: 'email_text_input' }, value: 'ana@acme.test' },
  { element: { type: 'url_text_input' }, value: 'https://acme.test' },
  { element: { type: 'number_input' }, value: '3' },
  { element: { type: 'rich_text_input' }, value: { type: 'rich_text', elements: [] } },
];

describe('What an element holds', () => {
  it.each(CHOICES)('is the same here as in Slack for $value in a $element.type', ({ element, value }) => {
    expect(stateFor(element, value)).toEqual(chosen(element, value));
  });

  it.each(CHOICES)('can be emptied: $element.type', ({ element, value }) => {
    const nothing = Array.isArray(value) ? [] : null;
    expect(stateFor(element, nothing)).toEqual(chosen(element, nothing));
    expect(isEmpty(stateFor(element, nothing))).toBe(true);
  });

  it.each([
    { when: 'an option', element: { type: 'static_select', options, initial_option: options[1] }, values: ['won'] },
    { when: 'options', element: { type: 'checkboxes', options, initial_options: options }, values: ['new', 'won'] },
    { when: 'a person', element: { type: 'users_select', initial_user: 'U0BO' }, values: ['U0BO'] },
    { when: 'people', element: { type: 'multi_users_select', initial_users: ['U0BO'] }, values: ['U0BO'] },
    { when: 'a text', element: { type: 'plain_text_input', initial_value: 'hello' }, values: ['hello'] },
    { when: 'an instant', element: { type: 'datetimepicker', initial_date_time: 12 }, values: ['12'] },
    { when: 'nothing', element: { type: 'multi_users_select' }, values: [] },
  ])('begins with $when where the app says so', ({ element, values }) => {
    expect(chosenValues(heldBy({ action_id: 'a', ...element }, 'b', {}))).toEqual(values);
  });

  it('is what somebody chose, once they did', () => {
    const element = { type: 'plain_text_input', action_id: 'a', initial_value: 'hello' };
    const held = heldBy(element, 'b', { b: { a: { type: 'plain_text_input', value: null } } });
    expect(isEmpty(held)).toBe(true);
  });
});
