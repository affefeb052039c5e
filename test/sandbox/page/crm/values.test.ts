// Values, times and places as people read them.
import { describe, expect, it } from 'vitest';
import { agoText } from '#sandbox/page/crm/ago.ts';
import { addressOf, placeIn } from '#sandbox/page/crm/place.ts';
import { initials as initialsOf } from '#sandbox/page/chat/initials.ts';
import { searchedOf, shownValue, warmthOf } from '#sandbox/page/crm/values.ts';
import { aheadText } from '#sandbox/page/happenings/ahead.ts';
import { OWNERS, aField, aKind } from './a-record.ts';

const stage = aField('stage', { type: 'choice', choices: [{ value: 'lead', label: 'Lead' }] });

describe('a value', () => {
  it.each([
    { field: aField('any'), value: null, shown: null },
    { field: aField('any'), value: '', shown: null },
    { field: aField('owner', { type: 'owner' }), value: '1', shown: 'Ana Ruiz' },
    { field: aField('owner', { type: 'owner' }), value: '77', shown: '77' },
    { field: stage, value: 'lead', shown: 'Lead' },
    { field: stage, value: 'unheard', shown: 'unheard' },
    { field: aField('optout', { type: 'yes_no' }), value: 'false', shown: 'No' },
    { field: aField('employees', { type: 'number' }), value: '12500', shown: '12,500' },
    { field: aField('score', { type: 'number' }), value: '1200', shown: '1200' },
    { field: aField('amount', { type: 'number' }), value: 'many', shown: 'many' },
    { field: aField('close', { type: 'date' }), value: '2026-11-22', shown: '22 Nov 2026' },
    { field: aField('close', { type: 'date' }), value: '2026-11-22T23:30:00Z', shown: '22 Nov 2026' },
    { field: aField('close', { type: 'date' }), value: '1795305600000', shown: '22 Nov 2026' },
    { field: aField('close', { type: 'date' }), value: 'soon', shown: 'soon' },
  ])('$value as $field.type is shown as $shown', ({ field, value, shown }) => {
    expect(shownValue(field, value, OWNERS)).toBe(shown);
  });

  it('of a score is hot, warm or cold', () => {
    expect(['86', '85', '61', '60', 'x'].map(warmthOf)).toEqual(['hot', 'warm', 'warm', 'cold', 'cold']);
  });

  it.each([
    { name: 'Ana Ruiz', initials: 'AR' },
    { name: 'Katrin von der Heide', initials: 'KH' },
    { name: 'queue', initials: 'Q' },
  ])('of an owner has the face $initials', ({ name, initials }) => {
    expect(initialsOf(name)).toBe(initials);
  });

  it('is searched where it is a column, and where it reaches somebody', () => {
    const kind = aKind([aField('company'), aField('Email'), aField('city')], ['company']);
    expect(searchedOf(kind).map(({ name }) => name)).toEqual(['company', 'Email']);
  });
});

describe('a time', () => {
  it.each([
    { seconds: -5, words: 'just now' },
    { seconds: 1, words: 'just now' },
    { seconds: 12, words: '12 s ago' },
    { seconds: 61, words: '1 min ago' },
    { seconds: 3_600 * 26, words: '26 h ago' },
    { seconds: 86_400 * 9, words: '9 d ago' },
  ])('$seconds s back is $words', ({ seconds, words }) => {
    const now = Date.parse('2026-11-22T12:00:00Z');
    expect(agoText(now - seconds * 1000, now)).toBe(words);
  });

  it('long ago is a day', () => {
    expect(agoText(Date.parse('2026-01-05T12:00:00Z'), Date.parse('2026-11-22T12:00:00Z'))).toBe('5 Jan 2026');
  });

  it.each([
    { ms: 30_000, words: null },
    { ms: 15 * 60_000, words: '15 min' },
    { ms: 25 * 3_600_000 + 1000, words: '1 d 1 h' },
    { ms: 7 * 86_400_000 + 60_000, words: '7 d 1 min' },
  ])('$ms ms ahead is $words', ({ ms, words }) => {
    expect(aheadText(ms)).toBe(words);
  });
});

describe('a place', () => {
  const objects = [aKind([]), { ...aKind([]), name: 'deals' }];

  it.each([
    { search: '', place: { object: 'contacts', id: null } },
    { search: '?tab=hubspot&object=deals&id=7', place: { object: 'deals', id: '7' } },
    { search: '?tab=hubspot&object=deals', place: { object: 'deals', id: null } },
    { search: '?tab=hubspot&object=pigeons&id=7', place: { object: 'contacts', id: null } },
    { search: '?tab=salesforce&object=deals&id=7', place: { object: 'contacts', id: null } },
  ])('is read from "$search"', ({ search, place }) => {
    expect(placeIn(search, 'hubspot', objects)).toEqual(place);
  });

  it('is written into the address, and leaves the rest of it', () => {
    const search = '?as=ana&with=bo&tab=hubspot&object=contacts&id=7';
    expect(addressOf(search, 'hubspot', { object: 'deals', id: null })).toBe(
      '/?as=ana&with=bo&tab=hubspot&object=deals',
    );
    expect(addressOf('?as=ana&channel=@app', 'salesforce', { object: 'Lead', id: '00Q' })).toBe(
      '/?as=ana&channel=@app&tab=salesforce&object=Lead&id=00Q',
    );
  });
});
