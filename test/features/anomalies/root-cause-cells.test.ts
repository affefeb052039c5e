// What was to be expected of each cell, of counts, shares, money and averages.
import { describe, expect, it } from 'vitest';
import { expectCells } from '#features/anomalies/root-cause-cells.ts';
import type { Part } from '#features/anomalies/root-cause-cells.ts';
import { explainChange } from '#features/anomalies/root-cause.ts';

function part(source: string, value: number, cases = value): Part {
  return { dims: { source }, value, cases };
}

describe('what was to be expected', () => {
  it('of a count is its part of the past, as much as was expected of the whole', () => {
    const cells = expectCells('count', {
      now: [part('Web', 20), part('Event', 40)],
      before: [part('Web', 240), part('Event', 160)],
      expected: 100,
    });
    expect(cells).toEqual([
      { dims: { source: 'Web' }, actual: 20, expected: 60 },
      { dims: { source: 'Event' }, actual: 40, expected: 40 },
    ]);
  });

  it('counts a cell that is gone, and one that is new', () => {
    const cells = expectCells('count', { now: [part('New', 5)], before: [part('Gone', 10)], expected: null });
    expect(cells).toContainEqual({ dims: { source: 'New' }, actual: 5, expected: 0 });
    expect(cells).toContainEqual({ dims: { source: 'Gone' }, actual: 0, expected: 10 });
  });

  it('of a share goes with the cases there are now, not with those of before', () => {
    const cells = expectCells('ratio', {
      now: [part('Web', 10, 100), part('Event', 10, 50)],
      before: [part('Web', 100, 1000), part('Event', 200, 1000)],
      expected: null,
    });
    expect(cells[0]?.expected).toBeCloseTo(10, 0);
    expect(cells[1]?.expected).toBeCloseTo(10, 0);
  });

  it('of a share leans on the whole where the cell has few cases', () => {
    const cells = expectCells('ratio', {
      now: [part('Web', 1, 10), part('Event', 50, 500)],
      before: [part('Web', 1, 1), part('Event', 1000, 10_000)],
      expected: null,
    });
    expect(cells[0]?.expected).toBeLessThan(3);
  });

  it('is in cases, also of money: the currency does not change what explains it', () => {
    const money = (unit: number) =>
      explainChange(
        expectCells('amount', {
          now: [part('Web', 20_000 * unit, 2), part('Event', 400_000 * unit, 40)],
          before: [part('Web', 400_000 * unit, 40), part('Event', 400_000 * unit, 40)],
          expected: 800_000 * unit,
        }),
      );
    expect(money(1).causes[0]).toMatchObject({ dims: { source: 'Web' }, share: 1 });
    expect(money(100).causes[0]?.evidence).toBeCloseTo(money(1).causes[0]?.evidence ?? 0, 6);
  });

  it('of an average goes with the cases: cost per lead rose where leads cost more, not where more came', () => {
    const cells = expectCells('average', {
      now: [part('Ads', 9000, 60), part('Event', 12_000, 240)],
      before: [part('Ads', 5000, 100), part('Event', 5000, 100)],
      expected: null,
    });
    expect(explainChange(cells).causes[0]?.dims).toEqual({ source: 'Ads' });
  });

  it('is nought of nothing', () => {
    expect(expectCells('average', { now: [], before: [], expected: null })).toEqual([]);
  });
});
