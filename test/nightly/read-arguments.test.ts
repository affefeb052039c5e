// The nightly runner's command line.
import { expect, it } from 'vitest';
import { readArguments } from '../../nightly/runner/read-arguments.ts';
import { summaryOf } from '../../nightly/runner/summary.ts';

const NAMES = ['replicas', 'simulation', 'soak'];

it('runs every scenario when none is named', () => {
  expect(readArguments([], NAMES)).toEqual({ chosen: NAMES, options: {} });
});

it('runs those that are named, with their options', () => {
  expect(readArguments(['soak', '--minutes', '30', 'replicas'], NAMES)).toEqual({
    chosen: ['soak', 'replicas'],
    options: { minutes: '30' },
  });
});

it.each([
  { when: 'a name is none', args: ['sook'], says: 'sook is no scenario' },
  { when: 'an option has no value', args: ['soak', '--minutes'], says: '--minutes needs a value' },
  { when: 'an option is followed by another', args: ['--seed', '--minutes', '1'], says: '--seed needs a value' },
])('refuses when $when', ({ args, says }) => {
  expect(() => readArguments(args, NAMES)).toThrow(says);
});

it('says at the end what failed and how long each took', () => {
  const ended = [
    { name: 'replicas', ok: true, tookMs: 83_000 },
    { name: 'soak', ok: false, tookMs: 725_000 },
  ];
  expect(summaryOf(ended)).toBe('replicas  holds   83 s\nsoak      FAILED  12 min 5 s\n1 of 2 failed');
});
