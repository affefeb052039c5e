// What is said of whatever was thrown.
import { expect, it } from 'vitest';
import { Fault, messageOf } from '#kernel/errors.ts';

it.each([
  { when: 'an error', thrown: new Fault('timeout', 'no answer'), says: 'no answer' },
  { when: 'a copy of an error', thrown: { message: 'read ECONNRESET', queue: 'tick' }, says: 'read ECONNRESET' },
  { when: 'a sentence', thrown: 'closed', says: 'closed' },
  { when: 'nothing', thrown: undefined, says: 'undefined' },
])('says what was thrown: $when', ({ thrown, says }) => {
  expect(messageOf(thrown)).toBe(says);
});
