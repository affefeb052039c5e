import { describe, expect, it } from 'vitest';
import { nearest } from '#features/playbook/nearest.ts';
import { describeProblems } from '#features/playbook/problems.ts';

describe('a problem on the terminal', () => {
  it('shows its place, what was meant, the line and a caret', () => {
    const problem = { line: 2, column: 5, path: 'rules', message: 'unknown field lead.scor', suggestion: 'lead.score' };
    expect(describeProblems([problem], 'playbook.yaml', 'rules:\nif: lead.scor\n')).toBe(
      'playbook.yaml:2:5  unknown field lead.scor - did you mean "lead.score"?\n  if: lead.scor\n      ^',
    );
  });

  it('keeps the caret under its place in a very long line', () => {
    const problem = { line: 1, column: 501, path: '', message: 'm', suggestion: null };
    const [, line = '', caret = ''] = describeProblems([problem], 'f', `${'a'.repeat(500)}X${'b'.repeat(500)}`).split(
      '\n',
    );
    expect(line.length).toBeLessThan(130);
    expect(line[caret.indexOf('^')]).toBe('X');
  });

  it('prints no control characters of the file', () => {
    const problem = { line: 1, column: 1, path: '', message: 'm', suggestion: null };
    expect(describeProblems([problem], 'f', 'a\u001b[31mb')).toBe('f:1:1  m\n  a [31mb\n  ^');
  });
});

describe('what was probably meant', () => {
  it.each([
    { word: 'scorng', candidates: ['scoring', 'teams'], found: 'scoring' },
    { word: 'LEAD.SCORE', candidates: ['lead.score'], found: 'lead.score' },
    { word: 'zebra', candidates: ['scoring', 'teams'], found: null },
    { word: 'x', candidates: ['on', 'if', 'do'], found: null },
  ])('by $word is $found', ({ word, candidates, found }) => {
    expect(nearest(word, candidates)).toBe(found);
  });
});
