import { expect, it } from 'vitest';
import { chosen, findElement, initialValues } from '#sandbox/slack/world/elements.ts';

const option = (value: string) => ({ text: { type: 'plain_text', text: value }, value });
const input = (element: Record<string, unknown>) => ({
  type: 'input',
  block_id: 'b',
  element: { action_id: 'a', ...element },
});

it.each([
  { type: 'plain_text_input', value: 'x', state: { value: 'x' } },
  { type: 'number_input', value: '7', state: { value: '7' } },
  { type: 'datepicker', value: '2026-11-22', state: { selected_date: '2026-11-22' } },
  { type: 'timepicker', value: '09:00', state: { selected_time: '09:00' } },
  { type: 'datetimepicker', value: 1_795_338_000, state: { selected_date_time: 1_795_338_000 } },
  { type: 'users_select', value: 'U1', state: { selected_user: 'U1' } },
  { type: 'multi_users_select', value: ['U1', 'U2'], state: { selected_users: ['U1', 'U2'] } },
  { type: 'channels_select', value: 'C1', state: { selected_channel: 'C1' } },
  { type: 'conversations_select', value: 'C1', state: { selected_conversation: 'C1' } },
  { type: 'static_select', value: 'one', state: { selected_option: option('one') } },
  { type: 'radio_buttons', value: 'two', state: { selected_option: option('two') } },
  { type: 'checkboxes', value: ['one', 'two'], state: { selected_options: [option('one'), option('two')] } },
  { type: 'multi_static_select', value: 'one', state: { selected_options: [option('one')] } },
])('keeps what was chosen in a $type as Slack does', ({ type, value, state }) => {
  const element = { type, action_id: 'a', options: [option('one'), option('two')] };
  expect(chosen(element, value)).toEqual({ type, ...state });
});

it('refuses an option that the menu does not have', () => {
  const element = { type: 'static_select', action_id: 'm', options: [option('one')] };
  expect(() => chosen(element, 'three')).toThrow('The menu m has no option three.');
});

it('starts with the initial values, and keeps what was typed through an update', () => {
  const blocks = [input({ type: 'plain_text_input', initial_value: 'first' })];
  const typed = { b: { a: { type: 'plain_text_input', value: 'typed' } } };
  expect(initialValues(blocks)).toEqual({ b: { a: { type: 'plain_text_input', value: 'first' } } });
  expect(initialValues(blocks, typed)).toEqual(typed);
});

it('tells buttons with one action_id apart by their value, however deep they are', () => {
  const button = (value: string) => ({ type: 'button', action_id: 'claim', value });
  const inCard = { type: 'carousel', elements: [{ type: 'card', actions: [button('2')] }] };
  const inContainer = {
    type: 'container',
    child_blocks: [{ type: 'actions', block_id: 'x', elements: [button('3')] }],
  };
  const blocks = [{ type: 'actions', block_id: 'w', elements: [button('1')] }, inCard, inContainer];
  expect(['1', '2', '3'].map((value) => findElement(blocks, 'claim', value).element['value'])).toEqual(['1', '2', '3']);
});

it('finds a button by its own name when an edit gave its block another id since a person saw it', () => {
  const blocks = [
    { type: 'actions', block_id: 'new', elements: [{ type: 'button', action_id: 'leads.why', value: '1' }] },
  ];
  expect(findElement(blocks, 'old.leads.why').blockId).toBe('new');
  expect(() => findElement(blocks, 'old.leads.claim')).toThrow('leads.why');
});
