import { expect, it } from 'vitest';
import { MUTANTS, seenBroken } from './mutants.ts';

const [blind] = MUTANTS;

it(`sees that a promise is broken when ${blind.when}`, { timeout: 120_000 }, async () => {
  expect(await seenBroken(blind)).toEqual(expect.arrayContaining([...blind.broken]));
});
