import { describe, expect, it } from 'vitest';
import { parsePlaybook } from '#features/playbook/parse.ts';
import { playbookText } from './builders.ts';

/** Problems of a rule whose `if` is written as given, from line 7 on. */
function problemsWith(written: string): readonly unknown[] {
  const rule = `rules:\n  - name: r\n    on: lead.created\n    if: ${written}\n    do: [{ alert: { channel: "#x" } }]\n`;
  const outcome = parsePlaybook(playbookText(rule));
  if (outcome.kind === 'valid') return [];
  return outcome.problems.map(({ line, column, message, suggestion }) => ({ line, column, message, suggestion }));
}

describe('a condition that cannot work', () => {
  it.each([
    {
      when: 'a field is misspelt',
      written: 'lead.scor > 85',
      at: [7, 9],
      message: 'unknown field lead.scor',
      suggestion: 'lead.score',
    },
    {
      when: 'a record is left out',
      written: 'score > 85',
      at: [7, 9],
      message: 'unknown name score',
      suggestion: 'lead.score',
    },
    {
      when: 'a record is misspelt',
      written: 'true && leads.score > 85',
      at: [7, 17],
      message: 'unknown name leads',
      suggestion: 'lead',
    },
    {
      when: 'a record is compared',
      written: 'lead == company',
      at: [7, 9],
      message: 'lead is a whole record: name one of its fields with a dot, as in lead.name',
      suggestion: null,
    },
    {
      when: 'a record is indexed',
      written: `'lead["score"] > 5'`,
      at: [7, 10],
      message: 'lead is a whole record: name one of its fields with a dot, as in lead.name',
      suggestion: null,
    },
    {
      when: 'it ends too early',
      written: 'lead.score >',
      at: [7, 21],
      message: 'the condition ends too early',
      suggestion: null,
    },
    {
      when: 'it compares with =',
      written: 'lead.score = 5',
      at: [7, 20],
      message: 'cannot read the condition here: Unexpected character: =',
      suggestion: '==',
    },
    {
      when: 'it says and',
      written: 'lead.score > 5 and true',
      at: [7, 24],
      message: expect.stringMatching(/cannot read the condition here/),
      suggestion: '&&',
    },
    {
      when: 'text is compared with a number',
      written: 'lead.score > 5 && lead.country > 7',
      at: [7, 27],
      message: '> does not work between text and a number',
      suggestion: null,
    },
    {
      when: 'a number is compared with text',
      written: 'lead.score == "hot"',
      at: [7, 9],
      message: '== does not work between a number and text',
      suggestion: null,
    },
    {
      when: 'it is no yes or no',
      written: 'lead.score + 1',
      at: [7, 9],
      message: 'a condition must be true or false, and this is a number',
      suggestion: null,
    },
    {
      when: 'a number stands for true',
      written: 'lead.score && true',
      at: [7, 9],
      message: "Logical operator requires true/false operands, got 'a number'",
      suggestion: null,
    },
    {
      when: 'a function does not exist',
      written: 'lead.country.lower() == "de"',
      at: [7, 9],
      message: "found no matching overload for 'text.lower()'",
      suggestion: null,
    },
    {
      when: 'a pattern is broken',
      written: `'lead.title.matches("(?i)vp")'`,
      at: [7, 29],
      message: 'not a regular expression: (?i)vp',
      suggestion: '(?i:vp)',
    },
    {
      when: 'a field is misspelt inside has()',
      written: 'has(lead.emial)',
      at: [7, 13],
      message: 'unknown field lead.emial',
      suggestion: 'lead.email',
    },
  ])('is refused where $when', ({ written, at, message, suggestion }) => {
    const [line, column] = at;
    expect(problemsWith(written)).toContainEqual({ line, column, message, suggestion });
  });

  it.each([
    { style: 'single quotes', written: `'lead.name == "O''Hara" && lead.scor > 1'`, line: 7, column: 36 },
    { style: 'double quotes', written: String.raw`"lead.name == \"x\u0041\" && lead.scor > 1"`, line: 7, column: 38 },
    { style: 'a folded block', written: '>-\n      lead.score > 1 &&\n        lead.scor > 1', line: 9, column: 9 },
    { style: 'a literal block', written: '|\n      lead.score > 1\n      && lead.scor > 1', line: 9, column: 10 },
    { style: 'several plain lines', written: 'lead.score > 1\n      && lead.scor > 1', line: 8, column: 10 },
  ])('is pointed at inside $style', ({ written, line, column }) => {
    expect(problemsWith(written)).toMatchObject([{ line, column, message: 'unknown field lead.scor' }]);
  });
});
