// `npm run watch -- causes`: cubes in, slices out, a line each.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { causes } from '../../src/cli/watch-causes.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causes-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const COUNTS = {
  case: 0,
  metric: 'count',
  dims: ['source', 'country'],
  rows: [
    { d: ['Web', 'DE'], f: 50, v: 10 },
    { d: ['Web', 'US'], f: 50, v: 12 },
    { d: ['Event', 'DE'], f: 50, v: 52 },
    { d: ['Event', 'US'], f: 50, v: 49 },
  ],
};
const RATIO = {
  case: 'shares',
  metric: 'ratio',
  dims: ['source'],
  rows: [
    { d: ['Web'], f: 40, v: 20, fden: 400, vden: 200 },
    { d: ['Event'], f: 40, v: 10, fden: 400, vden: 400 },
  ],
};

it('names the slices of each cube, the best first', async () => {
  const [input, output] = [join(folder, 'in.jsonl'), join(folder, 'out.jsonl')];
  await writeFile(input, `${JSON.stringify(COUNTS)}\n\n${JSON.stringify(RATIO)}\n`);
  await causes(input, output);
  const lines = (await readFile(output, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(lines).toEqual([
    { case: 0, causes: expect.arrayContaining([{ source: 'Web' }]) },
    { case: 'shares', causes: [{ source: 'Event' }, { source: 'Web' }] },
  ]);
  expect(lines[0]).toHaveProperty('causes.0', { source: 'Web' });
});

it('says which line is not a cube', async () => {
  const input = join(folder, 'bad.jsonl');
  await writeFile(input, `${JSON.stringify(COUNTS)}\n{"case":1}\n`);
  await expect(causes(input, join(folder, 'none.jsonl'))).rejects.toThrow('line 2 is not a cube of cells');
});
