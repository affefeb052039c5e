// Which slice explains a change: found in drawn cubes, refused where there is none, and the same whatever the order.
import { assert, property, shuffledSubarray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainChange, explainTables, rankSlices } from '#features/anomalies/root-cause.ts';
import type { Cell } from '#features/anomalies/root-cause.ts';
import { aCube, drawCubes } from '../../support/drawn-cubes.ts';

describe('the slice that explains a change', () => {
  const cubes = drawCubes(21, 250);
  const isFirst = ({ cells, cause }: (typeof cubes)[number]): boolean =>
    keyOf(rankSlices(cells)[0]?.dims ?? {}) === keyOf(cause);

  it('is named first in four cases of five, with one dimension in nineteen of twenty', () => {
    const ofOne = cubes.filter(({ cause }) => Object.keys(cause).length === 1);
    expect(share(cubes, isFirst)).toBeGreaterThanOrEqual(0.8);
    expect(share(ofOne, isFirst)).toBeGreaterThanOrEqual(0.94);
  });

  it('has its share of the change', () => {
    const { cells } = aCube({ cause: { source: 'Web' }, factor: 0.4 });
    const [cause] = explainChange(cells).causes;
    expect(cause?.dims).toEqual({ source: 'Web' });
    expect(cause?.share).toBeCloseTo(1, 5);
    expect((cause?.actual ?? 0) / (cause?.expected ?? 1)).toBeCloseTo(0.4, 5);
  });

  it('may be a combination of two', () => {
    const { cells } = aCube({ cause: { source: 'Web', country: 'DE' }, factor: 0.2 });
    expect(explainChange(cells).causes[0]?.dims).toEqual({ source: 'Web', country: 'DE' });
  });

  it('may be new, with nothing expected of it', () => {
    const fresh: Cell = { dims: { source: 'Podcast', country: 'DE' }, actual: 60, expected: 0 };
    const found = explainChange([...aCube({ cause: {}, factor: 1 }).cells, fresh]);
    expect(found.causes[0]?.dims).toEqual({ source: 'Podcast' });
  });
});

describe('of tables that were added up already', () => {
  const cell = (dims: Cell['dims'], actual: number, expected: number): Cell => ({ dims, actual, expected });
  const bySource = [cell({ source: 'Ads' }, 0, 40), cell({ source: 'Web' }, 30, 31), cell({ source: 'Blog' }, 29, 29)];

  it('the cause is named by what comes first, and what has the same amounts not again', () => {
    const byChannel = [cell({ channel: 'paid' }, 0, 40), cell({ channel: 'organic' }, 59, 60)];
    const { causes } = explainTables([bySource, byChannel]);
    expect(causes.map(({ dims }) => dims)).toEqual([{ source: 'Ads' }]);
    expect(causes[0]?.share).toBeCloseTo(40 / 41, 10);
    expect(explainTables([byChannel, bySource]).causes[0]?.dims).toEqual({ channel: 'paid' });
  });

  it('parts of the best one are not named besides', () => {
    const byBoth = [
      cell({ source: 'Ads', country: 'DE' }, 0, 25),
      cell({ source: 'Ads', country: 'US' }, 0, 15),
      cell({ source: 'Web', country: 'DE' }, 59, 60),
    ];
    expect(explainTables([bySource, byBoth]).causes.map(({ dims }) => dims)).toEqual([{ source: 'Ads' }]);
  });

  it('what went the other way is no cause', () => {
    const { causes } = explainTables([[cell({ source: 'Ads' }, 0, 80), cell({ source: 'Web' }, 60, 20)]]);
    expect(causes.map(({ dims }) => dims)).toEqual([{ source: 'Ads' }]);
  });

  it('there is none where all of them changed alike, or nothing is known', () => {
    const half = bySource.map(({ dims, expected }) => cell(dims, expected / 2, expected));
    expect(explainTables([half]).everywhere).toBe(true);
    expect(explainTables([])).toEqual({ everywhere: false, causes: [] });
  });
});

describe('no slice', () => {
  it('is named where all went down alike', () => {
    const { cells } = aCube({ cause: {}, factor: 0.5 });
    expect(explainChange(cells).everywhere).toBe(true);
  });

  it('is named where nothing changed', () => {
    const { cells } = aCube({ cause: {}, factor: 1 });
    expect(explainChange(cells)).toEqual({ everywhere: false, causes: [] });
  });

  it('is named of nothing', () => {
    expect(explainChange([])).toEqual({ everywhere: false, causes: [] });
  });
});

it('names the same slices in whatever order the cells come', () => {
  const { cells } = drawCubes(5, 1)[0] ?? { cells: [] };
  assert(
    property(shuffledSubarray([...cells], { minLength: cells.length }), (shuffled) => {
      expect(rankSlices(shuffled)[0]?.dims).toEqual(rankSlices(cells)[0]?.dims);
    }),
    { numRuns: 20, seed: 3 },
  );
});

function keyOf(dims: Readonly<Record<string, string>>): string {
  return Object.entries(dims)
    .map(([dimension, value]) => `${dimension}=${value}`)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .join('&');
}

function share<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.filter(holds).length / all.length;
}
