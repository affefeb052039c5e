import { expect, it } from 'vitest';
import { readFields } from '#adapters/hubspot/fields.ts';
import { valueAt } from '#adapters/salesforce/values.ts';

it.each([
  { when: 'a NUL', sent: 'Mia\0 Sand', kept: 'Mia Sand' },
  { when: 'half an emoji', sent: 'Mia \ud83d', kept: 'Mia \ufffd' },
  { when: 'nothing unusual', sent: 'Mía 🙂', kept: 'Mía 🙂' },
])('text with $when is kept as what the database can hold', ({ sent, kept }) => {
  const name = { path: 'lead.last_name', name: 'last_name', property: 'lastname' };
  expect(readFields([name], new Map(), { lastname: sent })).toEqual({ last_name: kept });
  expect(valueAt({ LastName: sent }, 'LastName', 'string')).toBe(kept);
});

it('text of nothing but a NUL is no text', () => {
  const name = { path: 'lead.last_name', name: 'last_name', property: 'lastname' };
  expect(readFields([name], new Map(), { lastname: '\0' })).toEqual({ last_name: null });
  expect(valueAt({ LastName: '\0' }, 'LastName', 'string')).toBeNull();
});
