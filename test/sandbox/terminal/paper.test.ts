// Lines that fit, and colours only where they are wanted.
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createPaper, wrap } from '#sandbox/terminal/paper.ts';

describe('the paper', () => {
  it.each([
    { when: 'it fits', text: 'a  ·  b', lines: ['a  ·  b'] },
    { when: 'it is long', text: 'one two three four', lines: ['one two', 'three four'] },
    { when: 'a word is longer than a line', text: 'x abcdefghijklmnop', lines: ['x', 'abcdefghij', 'klmnop'] },
    { when: 'it has lines of its own', text: 'one\ntwo', lines: ['one', 'two'] },
  ])('wraps a text when $when', ({ text, lines }) => {
    expect(wrap(text, 10)).toEqual(lines);
  });

  it('writes no colours to what is no terminal', () => {
    const output = new PassThrough();
    createPaper({ output }).entry('#general', 'cyan', 'hello', 'bold');
    expect(String(output.read())).toBe('#general  hello\n');
  });
});
