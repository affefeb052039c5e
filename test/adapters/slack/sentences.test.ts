import { expect, it } from 'vitest';
import { sentenceFor } from '#adapters/slack/sentences.ts';
import { Fault } from '#kernel/errors.ts';

it.each([
  {
    when: 'the CRM refused',
    error: new Fault('refused', 'a phone number is required'),
    says: 'A phone number is required.',
  },
  {
    when: 'something is not set up',
    error: new Fault('not_configured', 'no team is called enterprise'),
    says: 'This is not set up yet: No team is called enterprise. Please tell an admin.',
  },
  {
    when: 'the token is refused',
    error: new Fault('unauthorized', 'Salesforce refuses our credentials.'),
    says: 'Signalbox is not allowed to do this: Salesforce refuses our credentials. Please tell an admin.',
  },
  {
    when: 'we are too fast',
    error: new Fault('rate_limited', 'slow down', { retryAfterMs: 200_000 }),
    says: 'Too much is going on right now. Please try again in 4 minutes.',
  },
  {
    when: 'it may have happened',
    error: new Fault('timeout', 'no answer from the CRM within 15 s', { ambiguous: true }),
    says: 'No answer from the CRM within 15 s. It may have worked all the same, so please look before you try again.',
  },
  {
    when: 'it did not happen',
    error: new Fault('unavailable', 'the database does not answer'),
    says: 'The database does not answer. Nothing was changed. Please try again in a minute.',
  },
  {
    when: 'it is a defect of ours',
    error: new TypeError('x is undefined'),
    says: 'Something went wrong on our side, and it may not have worked. Please tell an admin; in the log it is ab12.',
  },
])('says it plainly when $when', ({ error, says }) => {
  expect(sentenceFor(error, 'ab12')).toBe(says);
});
