// Searching, ordering and paging a list of records.
import { describe, expect, it } from 'vitest';
import { PAGE_SIZE, findRows, inOrder, pageOf } from '#sandbox/page/crm/find-rows.ts';
import { OWNERS, aField, aRow } from './a-record.ts';

const company = aField('company');
const score = aField('score', { type: 'number' });
const owner = aField('owner', { type: 'owner' });
const fields = [company, score, owner];
const dana = aRow('Dana Boone', { company: 'Halyard Cloud', score: '90', owner: '1' });
const tunde = aRow('Tunde Eze', { company: 'Savanna Grid', score: '9' });
const zoe = aRow('Zoë Weiß', { company: 'Nordwind', owner: '2' });
const rows = [dana, tunde, zoe];

describe('a search', () => {
  it.each([
    { typed: '', found: rows },
    { typed: '  ', found: rows },
    { typed: 'HALYARD', found: [dana] },
    { typed: 'eze savanna', found: [tunde] },
    { typed: 'weiß', found: [zoe] },
    { typed: 'ana ruiz', found: [dana] },
    { typed: 'dana nordwind', found: [] },
  ])('for "$typed" finds rows that have each word', ({ typed, found }) => {
    expect(findRows(rows, typed, fields, OWNERS)).toEqual(found);
  });
});

describe('the order', () => {
  it.each([
    { by: 'title', down: false, order: [dana, tunde, zoe] },
    { by: 'title', down: true, order: [zoe, tunde, dana] },
    { by: 'created', down: true, order: [zoe, tunde, dana] },
    { by: 'score', down: false, order: [tunde, dana, zoe] },
    { by: 'score', down: true, order: [dana, tunde, zoe] },
    { by: 'owner', down: false, order: [dana, zoe, tunde] },
  ])('by $by, down $down, has rows without a value last', ({ by, down, order }) => {
    expect(inOrder(rows, { by, down }, fields, OWNERS).map(({ title }) => title)).toEqual(
      order.map(({ title }) => title),
    );
  });
});

describe('a page', () => {
  const many = Array.from({ length: PAGE_SIZE * 2 + 1 }, (_, index) => aRow(`No ${index}`));

  it.each([
    { wanted: 0, told: { from: 1, to: 100, page: 0 } },
    { wanted: 2, told: { from: 201, to: 201, page: 2 } },
    { wanted: 9, told: { from: 201, to: 201, page: 2 } },
    { wanted: -1, told: { from: 1, to: 100, page: 0 } },
  ])('$wanted of three', ({ wanted, told }) => {
    expect(pageOf(many, wanted)).toMatchObject({ ...told, total: 201, pages: 3 });
    expect(pageOf(many, wanted).rows).toHaveLength(told.to - told.from + 1);
  });

  it('of nothing is empty', () => {
    expect(pageOf([], 0)).toMatchObject({ rows: [], from: 0, to: 0, total: 0, pages: 1 });
  });
});
