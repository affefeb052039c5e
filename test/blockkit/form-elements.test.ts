import { expect, it } from 'vitest';
import { input, modal } from '#blockkit/blocks.ts';
import { checkView } from '#blockkit/check-blocks.ts';
import { checkboxes, datePicker, numberInput, radioButtons, urlInput } from '#blockkit/form-elements.ts';

const choices = [
  { value: 'one', label: 'One' },
  { value: 'two', label: 'Two', description: 'after one' },
];

it.each([
  ['a date', datePicker({ action: 'v', initial: '2026-12-24', placeholder: 'When' }), datePicker({ action: 'v' })],
  ['boxes', checkboxes({ action: 'v', choices, initial: ['two'] }), checkboxes({ action: 'v', choices, initial: [] })],
  ['one of several', radioButtons({ action: 'v', choices, initial: 'one' }), radioButtons({ action: 'v', choices })],
  ['a number', numberInput({ action: 'v', initial: 12, min: 0, placeholder: '0' }), numberInput({ action: 'v' })],
  ['an address', urlInput({ action: 'v', initial: 'https://x.test', placeholder: 'x' }), urlInput({ action: 'v' })],
])('%s is taken by Slack, filled in or empty', (_, filled, empty) => {
  const blocks = [filled, empty].map((element, index) =>
    input({ label: 'Field', blockId: `field-${index}`, element, dispatch: index === 0 }),
  );
  expect(checkView(modal({ title: 'Form', submit: 'Save', blocks }))).toEqual([]);
});

it('ticks and picks what is so already', () => {
  expect(checkboxes({ action: 'v', choices, initial: ['two', 'gone'] }).initial_options).toMatchObject([
    { value: 'two' },
  ]);
  expect(radioButtons({ action: 'v', choices, initial: 'gone' })).not.toHaveProperty('initial_option');
});
