// Parts of a number in tables by one dimension and by two: no table of what says nothing, rarer values together.
import { describe, expect, it } from 'vitest';
import { OTHER, tablesOf } from '#features/anomalies/series/part-tables.ts';
import type { Share } from '#features/anomalies/series/part-tables.ts';

function share(groups: Share['groups'], time = 0, value = 1): Share {
  return { time, groups, value, cases: value };
}

const dimsOf = (tables: ReturnType<typeof tablesOf>): readonly string[] =>
  tables.tables.map(({ now }) => Object.keys(now[0]?.dims ?? {}).join(' x '));

describe('Tables', () => {
  it('are by each dimension and each pair of them, with the sums of both sides', () => {
    const shares = [
      share(['Web', 'DE']),
      share(['Web', 'US']),
      share(['Web', 'DE'], 1, 10),
      share([null, 'DE'], 1, 5),
      share(['Ads', 'US'], 0, 3),
      share(['Ads', 'DE'], 0, 2),
    ];
    const tables = tablesOf(['source', 'country'], shares, 8);
    expect(dimsOf(tables)).toEqual(['source', 'country', 'source x country']);
    expect(tables.tables[0]).toEqual({
      dimensions: ['source'],
      now: [
        { dims: { source: 'Ads' }, value: 5, cases: 5 },
        { dims: { source: 'Web' }, value: 2, cases: 2 },
      ],
      before: [
        { dims: { source: 'Web' }, value: 10, cases: 10 },
        { dims: { source: '(none)' }, value: 5, cases: 5 },
      ],
    });
    expect(tables.tables[2]?.before).toEqual([
      { dims: { source: 'Web', country: 'DE' }, value: 10, cases: 10 },
      { dims: { source: '(none)', country: 'DE' }, value: 5, cases: 5 },
    ]);
  });

  it('are not made of a dimension with one value', () => {
    const tables = tablesOf(['source', 'crm'], [share(['Web', 'hubspot']), share(['Ads', 'hubspot'])], 1);
    expect(tables.dimensions).toEqual(['source']);
    expect(dimsOf(tables)).toEqual(['source']);
  });

  it('are not made of two dimensions of which one follows from the other', () => {
    const shares = [share(['Web', 'organic']), share(['Blog', 'organic']), share(['Ads', 'paid'])];
    const tables = tablesOf(['source', 'channel'], shares, 1);
    expect(tables.dimensions).toEqual(['source', 'channel']);
    expect(dimsOf(tables)).toEqual(['source', 'channel']);
  });

  it('know one of two dimensions that say the same', () => {
    const tables = tablesOf(['owner', 'team'], [share(['bo', 'north']), share(['cy', 'south'])], 1);
    expect(tables.dimensions).toEqual(['owner']);
  });

  it('put the rarest values together, by their weight a day', () => {
    const many = Array.from({ length: 30 }, (_, n) => share([`c${n}`], 1, 100 + n));
    const tables = tablesOf(['campaign'], [...many, share(['new'], 0, 16)], 8);
    const before = tables.tables[0]?.before ?? [];
    expect(before).toHaveLength(20);
    expect(before.at(-1)?.dims).toEqual({ campaign: OTHER });
    expect(tables.tables[0]?.now).toEqual([{ dims: { campaign: 'new' }, value: 16, cases: 16 }]);
    expect(before.reduce((sum, { value }) => sum + value, 0)).toBe(many.reduce((sum, { value }) => sum + value, 0));
  });
});
