import { describe, expect, it } from 'vitest';
import type { Json } from '#sandbox/web/protocol.ts';
import { checkEntries } from '#sandbox/page/blocks/entry-check.ts';

function check(element: Json, value: unknown): string | undefined {
  const block = { type: 'input', block_id: 'b', element: { action_id: 'a', ...element } };
  return checkEntries([block], { b: { a: { type: element['type'], value } } })['b'];
}

describe('Before it asks the app', () => {
  it.each([
    {
      what: 'a text that is too short',
      element: { type: 'plain_text_input', min_length: 3 },
      value: 'ab',
      says: 'at least 3',
    },
    { what: 'no e-mail address', element: { type: 'email_text_input' }, value: 'ana@', says: 'valid email' },
    { what: 'no address', element: { type: 'url_text_input' }, value: 'acme', says: 'valid URL' },
    {
      what: 'an address of a script',
      element: { type: 'url_text_input' },
      value: 'javascript:alert(1)',
      says: 'valid URL',
    },
    { what: 'no number', element: { type: 'number_input' }, value: '3 apples', says: 'a number' },
    { what: 'a hexadecimal number', element: { type: 'number_input' }, value: '0x10', says: 'a number' },
    {
      what: 'a part of a whole',
      element: { type: 'number_input', is_decimal_allowed: false },
      value: '1.5',
      says: 'whole number',
    },
    { what: 'too small a number', element: { type: 'number_input', min_value: '2' }, value: '1', says: 'at least 2' },
    { what: 'too large a number', element: { type: 'number_input', max_value: '9' }, value: '10', says: 'at most 9' },
  ])('the page refuses $what', ({ element, value, says }) => {
    expect(check(element, value)).toContain(says);
  });

  it.each([
    { what: 'a text', element: { type: 'plain_text_input', min_length: 3 }, value: 'abc' },
    { what: 'an e-mail address', element: { type: 'email_text_input' }, value: 'ana@acme.test' },
    { what: 'an address', element: { type: 'url_text_input' }, value: 'https://acme.test' },
    { what: 'a decimal', element: { type: 'number_input', is_decimal_allowed: true }, value: '-1.5' },
    { what: 'nothing, which is the server’s to refuse', element: { type: 'number_input' }, value: null },
  ])('the page takes $what', ({ element, value }) => {
    expect(check(element, value)).toBeUndefined();
  });

  it('looks into containers', () => {
    const element = { type: 'email_text_input', action_id: 'a', initial_value: 'ana@' };
    const container = { type: 'container', child_blocks: [{ type: 'input', block_id: 'b', element }] };
    expect(checkEntries([container], {})).toEqual({ b: 'Please enter a valid email address.' });
  });
});
