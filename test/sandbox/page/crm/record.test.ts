// A record in the page: what is typed into it, what flashes in it, and its history.
import { describe, expect, it } from 'vitest';
import { editsOf, inputValue, stillDifferent, withInput } from '#sandbox/page/crm/draft.ts';
import { FRESH_MS, freshFor, freshIn } from '#sandbox/page/crm/fresh-changes.ts';
import { groupHistory } from '#sandbox/page/crm/group-history.ts';
import type { RecordChange } from '#sandbox/page/live/world.ts';
import { aField, aRow } from './a-record.ts';

const title = aField('title', { label: 'Title' });
const close = aField('close', { type: 'date', label: 'Close' });
const row = aRow('Dana Boone', { title: 'CMO', close: '2026-11-22T10:00:00Z' });

describe('a draft', () => {
  it('holds what differs from the record, and nothing else', () => {
    const typed = withInput({}, title, row, 'CEO');
    expect(typed).toEqual({ title: 'CEO' });
    expect(inputValue(title, row, typed)).toBe('CEO');
    expect(withInput(typed, title, row, 'CMO')).toEqual({});
  });

  it('has the day of a date, and an emptied field as null', () => {
    expect(inputValue(close, row, {})).toBe('2026-11-22');
    expect(withInput({}, close, row, '2026-11-22')).toEqual({});
    expect(editsOf({ title: '', close: '2026-12-01' })).toEqual({ title: null, close: '2026-12-01' });
  });

  it('loses what the record has by now, and fields that are gone', () => {
    expect(stillDifferent({ title: 'CMO', close: '2026-12-01', hat: 'red' }, [title, close], row)).toEqual({
      close: '2026-12-01',
    });
  });
});

describe('what flashes', () => {
  const change = (at: number, changed: readonly string[], what: RecordChange['what'] = 'updated'): RecordChange => ({
    row,
    what,
    changed,
    by: 'Signalbox',
    at,
  });
  const kind = { crm: 'hubspot', object: 'contacts' };

  it('is what changed a moment ago, each field with its last change', () => {
    const fresh = freshIn(
      [change(9_000, ['title']), change(8_000, ['title', 'close']), change(1_000, ['hat'])],
      kind,
      9_500,
    );
    expect(fresh.get(row.id)?.fields).toEqual(
      new Map([
        ['title', 9_000],
        ['close', 8_000],
      ]),
    );
    expect(fresh.get(row.id)?.isNew).toBe(false);
  });

  it('is the whole of a new record, and nothing of another kind', () => {
    const changes = [change(9_000, ['title'], 'created')];
    expect(freshIn(changes, kind, 9_500).get(row.id)).toEqual({ isNew: true, fields: new Map() });
    expect(freshIn(changes, { ...kind, object: 'deals' }, 9_500).size).toBe(0);
  });

  it('is over in time', () => {
    expect(freshFor([change(9_000, []), change(8_000, [])], 9_500)).toBe(8_000 + FRESH_MS - 9_500);
    expect(freshFor([change(1_000, [])], 9_500)).toBe(null);
  });
});

describe('a history', () => {
  it('has what somebody changed at one moment as one entry, and leaves out what nobody can see', () => {
    const entry = (at: string, field: string, value: string | null, by: string) => ({ at, field, value, by });
    const grouped = groupHistory(
      [
        entry('2026-11-22T10:00:02Z', 'title', 'CEO', 'Bo Lindqvist'),
        entry('2026-11-22T10:00:02Z', 'close', null, 'Bo Lindqvist'),
        entry('2026-11-22T10:00:01Z', 'secret', 'x', 'HubSpot'),
        entry('2026-11-22T10:00:00Z', 'createdate', null, 'HubSpot'),
      ],
      [title, close],
    );
    expect(grouped).toEqual([
      {
        at: '2026-11-22T10:00:02Z',
        by: 'Bo Lindqvist',
        made: false,
        changes: [
          { field: title, value: 'CEO' },
          { field: close, value: null },
        ],
      },
      { at: '2026-11-22T10:00:00Z', by: 'HubSpot', made: true, changes: [] },
    ]);
  });

  it('knows both CRMs’ words for the creation', () => {
    const at = '2026-11-22T10:00:00Z';
    const made = groupHistory([{ at, field: 'CreatedDate', value: null, by: 'Ana Ruiz' }], []);
    expect(made).toMatchObject([{ made: true }]);
  });
});
