// What the prompt understands, and what it says to the rest.
import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '#kernel/time.ts';
import { parseCommand } from '#sandbox/terminal/parse-command.ts';

const NOTHING = { choice: null, person: null, text: null };

describe('the prompt', () => {
  it.each([
    ['claim 1 as ana', { kind: 'press', card: 1, button: 'Claim', by: 'ana' }],
    ['claim 3.7 as bo', { kind: 'press', card: 3, row: 7, button: 'Claim', by: 'bo' }],
    ['why 3.12', { kind: 'why', card: 3, row: 12, by: 'ana' }],
    ['CLAIM  2 ', { kind: 'press', card: 2, button: 'Claim', by: 'ana' }],
    ['release 1 as @bo', { kind: 'press', card: 1, button: 'Release', by: 'bo' }],
    ['press 1 2 as cy', { kind: 'press', card: 1, button: '2', by: 'cy' }],
    ['press 1 Not a fit', { kind: 'press', card: 1, button: 'Not a fit', by: 'ana' }],
    ['why 12', { kind: 'why', card: 12, by: 'ana' }],
    ['race 3', { kind: 'race', card: 3 }],
    ['show 3', { kind: 'show', card: 3 }],
    [
      'not-a-fit 1 as ana no_budget Call again as soon as May',
      {
        kind: 'form',
        card: 1,
        button: 'Not a fit',
        by: 'ana',
        answers: { ...NOTHING, choice: 'no_budget', text: 'Call again as soon as May' },
      },
    ],
    [
      'hand-over 1 to bo as ana',
      { kind: 'form', card: 1, button: 'Hand over', by: 'ana', answers: { ...NOTHING, person: 'bo' } },
    ],
    [
      'touch 1 call as bo',
      { kind: 'form', card: 1, button: 'Log a touch', by: 'bo', answers: { ...NOTHING, choice: 'call' } },
    ],
    ['grab 1 in hubspot as bo', { kind: 'grab', card: 1, crm: 'hubspot', by: 'bo' }],
    ['break slack', { kind: 'break', server: 'slack' }],
    ['mend HubSpot', { kind: 'mend', server: 'hubspot' }],
    ['clock +1d', { kind: 'clock', ms: DAY_MS }],
    ['clock 15m', { kind: 'clock', ms: 15 * MINUTE_MS }],
    ['lead', { kind: 'lead' }],
    ['   ', { kind: 'nothing' }],
    ['/lead', { kind: 'slash', command: '/lead', text: '', by: 'ana', channel: 'general' }],
    ['/lead mine as bo', { kind: 'slash', command: '/lead', text: 'mine', by: 'bo', channel: 'general' }],
    ['/lead open as bo in #revops', { kind: 'slash', command: '/lead', text: 'open', by: 'bo', channel: 'revops' }],
    ['/lead open in #revops as bo', { kind: 'slash', command: '/lead', text: 'open', by: 'bo', channel: 'revops' }],
  ])('understands %s', (line, command) => {
    expect(parseCommand(line)).toEqual(command);
  });

  it.each([
    ['clame 1', 'Did you mean claim?'],
    ['make me a sandwich', '"make" is not a command; try help.'],
    ['claim', 'Which card? For example: claim 1, or claim 1.7 for row 7 of a list'],
    ['claim 0.1', 'Which card?'],
    ['claim one', 'Which card?'],
    ['hand-over 1', 'To whom?'],
    ['grab 1', 'Where?'],
    ['press 1', 'Which button?'],
    ['clock tomorrow', 'By how much?'],
    ['break everything', 'Which one?'],
  ])('has a hint for %s', (line, hint) => {
    expect(parseCommand(line)).toEqual({ kind: 'unclear', hint: expect.stringContaining(hint) });
  });
});
