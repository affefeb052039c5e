// `npm run watch -- causes IN OUT`: names what explains a change in cubes of cells, a JSON line each, and writes the slices
// with the best first.
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { rankSlices } from '#features/anomalies/root-cause.ts';
import type { Cell } from '#features/anomalies/root-cause.ts';
import { Fault, messageOf } from '#kernel/errors.ts';

/** `f` was expected of a cell, `v` is there; of a ratio these are the numerators, beside their denominators. */
const Cube = z.object({
  case: z.union([z.number(), z.string()]),
  dims: z.array(z.string()).min(1),
  rows: z.array(
    z.object({
      d: z.array(z.string()),
      f: z.number().min(0),
      v: z.number().min(0),
      fden: z.number().min(0).optional(),
      vden: z.number().min(0).optional(),
    }),
  ),
});
type Cube = z.infer<typeof Cube>;

/** So many slices are named. */
const MOST = 5;

/** @throws Fault `invalid_input` with the number of a line that is not a cube. */
export async function causes(input: string, output: string): Promise<void> {
  await pipeline(Readable.from(answers(input)), createWriteStream(output));
}

async function* answers(input: string): AsyncGenerator<string> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(input) })) {
    number += 1;
    if (line.trim() === '') continue;
    const cube = readCube(line, number);
    const named = rankSlices(cellsOf(cube)).slice(0, MOST);
    yield `${JSON.stringify({ case: cube.case, causes: named.map(({ dims }) => dims) })}\n`;
  }
}

function readCube(line: string, number: number): Cube {
  try {
    return Cube.parse(JSON.parse(line));
  } catch (error) {
    throw new Fault('invalid_input', `line ${number} is not a cube of cells: ${messageOf(error)}`, { cause: error });
  }
}

/** A numerator is expected of the denominator that is there, not of the one that was. */
function cellsOf({ dims, rows }: Cube): readonly Cell[] {
  return rows.map(({ d, f, v, fden, vden }) => ({
    dims: Object.fromEntries(dims.map((dimension, i) => [dimension, d[i] ?? ''])),
    actual: v,
    expected: fden !== undefined && vden !== undefined && fden > 0 ? (f * vden) / fden : f,
  }));
}
