// Cubes of cells drawn by a seed, in which one slice has changed. For tests and benchmarks of root causes.
import type { Cell } from '#features/anomalies/root-cause.ts';
import { normals, uniforms } from './drawn-readings.ts';

export interface DrawnCube {
  readonly cells: readonly Cell[];
  readonly cause: Readonly<Record<string, string>>;
}

const DIMENSIONS = ['source', 'campaign', 'country', 'owner'];
const TOTALS = [400, 2000, 10_000];
const FACTORS = [0.1, 0.3, 0.5, 1.8, 2.5];

/** Causes of one dimension, and of two in a third of the cases, that hold 8 to 70% of what was expected. */
export function drawCubes(seed: number, count: number): readonly DrawnCube[] {
  const chance = { uniform: uniforms(seed), normal: normals(seed + 1) };
  return Array.from({ length: count }, () => drawCube(chance));
}

interface Chance {
  readonly uniform: () => number;
  readonly normal: () => number;
}

function drawCube({ uniform, normal }: Chance): DrawnCube {
  const dimensions = DIMENSIONS.slice(0, uniform() < 0.5 ? 3 : 4);
  const total = pick(TOTALS, uniform);
  let cells: readonly { readonly dims: Readonly<Record<string, string>>; readonly weight: number }[] = [
    { dims: {}, weight: 1 },
  ];
  for (const dimension of dimensions) {
    const values = Array.from({ length: 2 + Math.floor(uniform() * 5) }, (_, i) => ({ i, weight: Math.exp(normal()) }));
    cells = cells.flatMap(({ dims, weight }) =>
      values.map((value) => ({ dims: { ...dims, [dimension]: `v${value.i}` }, weight: weight * value.weight })),
    );
  }
  const sum = cells.reduce((all, { weight }) => all + weight, 0);
  const names = uniform() < 0.33 ? dimensions.toSorted(() => uniform() - 0.5).slice(0, 2) : [pick(dimensions, uniform)];
  const causeOf = (dims: Readonly<Record<string, string>>) =>
    Object.fromEntries(names.map((name) => [name, dims[name] ?? '']));
  const partOf = (cause: Readonly<Record<string, string>>) =>
    cells.filter(({ dims }) => lies(dims, cause)).reduce((all, { weight }) => all + weight, 0) / sum;
  const fitting = cells.map(({ dims }) => causeOf(dims)).filter((cause) => partOf(cause) > 0.08 && partOf(cause) < 0.7);
  if (fitting.length === 0) return drawCube({ uniform, normal });
  const cause = pick(fitting, uniform);
  const factor = pick(FACTORS, uniform);
  const drift = Math.exp(0.03 * normal());
  return {
    cause,
    cells: cells.map(({ dims, weight }) => {
      const expected = (weight / sum) * total;
      return {
        dims,
        expected,
        actual: poisson(expected * drift * (lies(dims, cause) ? factor : 1), { uniform, normal }),
      };
    }),
  };
}

/** Three sources in two countries, 100 expected of each cell, without any noise. */
export function aCube({
  cause,
  factor,
}: {
  readonly cause: Readonly<Record<string, string>>;
  readonly factor: number;
}): DrawnCube {
  const cells = ['Web', 'Event', 'Partner'].flatMap((source) =>
    ['DE', 'US'].map((country) => {
      const dims = { source, country };
      return { dims, expected: 100, actual: lies(dims, cause) ? 100 * factor : 100 };
    }),
  );
  return { cells, cause };
}

function lies(dims: Readonly<Record<string, string>>, slice: Readonly<Record<string, string>>): boolean {
  return Object.entries(slice).every(([dimension, value]) => dims[dimension] === value);
}

function poisson(mean: number, { uniform, normal }: Chance): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
  const limit = Math.exp(-mean);
  let product = uniform();
  let count = 0;
  while (product > limit) {
    product *= uniform();
    count += 1;
  }
  return count;
}

function pick<T>(from: readonly T[], uniform: () => number): T {
  return from[Math.floor(uniform() * from.length)] as T;
}
