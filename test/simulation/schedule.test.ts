// What a seed draws is drawn again.
import { expect, it } from 'vitest';
import { createDice } from './dice.ts';
import { drawSchedule } from './schedule.ts';

const SIZE = { spanMs: 2000, happenings: 200 };

it('draws the same schedule from the same seed, and another from another', () => {
  expect(drawSchedule(7, SIZE)).toEqual(drawSchedule(7, SIZE));
  expect(drawSchedule(8, SIZE)).not.toEqual(drawSchedule(7, SIZE));
});

it('draws everything that can happen, in order of time', () => {
  const { planned } = drawSchedule(7, { ...SIZE, happenings: 2000 });
  expect(new Set(planned.map(({ happening }) => happening.kind)).size).toBe(21);
  expect(planned.map(({ atMs }) => atMs)).toEqual(planned.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
});

it('gives each part dice of its own', () => {
  const [one, two] = [createDice(1), createDice(1)];
  one.fork().roll();
  two.fork();
  expect(one.roll()).toBe(two.roll());
});
