import { expect, it } from 'vitest';
import { createAdmission } from '#adapters/server/api.ts';

const TOKEN = 'a-token-of-twenty-four-characters';
const NOON = new Date('2026-11-20T12:00:30Z');

it('admits whoever sends the token as a Bearer', () => {
  const admit = createAdmission({ token: TOKEN, now: () => NOON });
  expect(admit({ authorization: `Bearer ${TOKEN}` })).toBeNull();
  expect(admit({ authorization: `bearer ${TOKEN}` })).toBeNull();
});

it.each([undefined, '', 'Bearer', 'Bearer wrong', `Basic ${TOKEN}`, TOKEN, `Bearer ${TOKEN}x`])(
  'refuses %s',
  (sent) => {
    const admit = createAdmission({ token: TOKEN, now: () => NOON });
    const answer = admit(sent === undefined ? {} : { authorization: sent });
    expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': expect.stringContaining('Bearer') } });
    expect(answer?.body).not.toContain(TOKEN);
  },
);

it('refuses too many calls of a minute, wrong ones included, and says when to come back', () => {
  let now = NOON;
  const admit = createAdmission({ token: TOKEN, now: () => now, perMinute: 2 });
  admit({ authorization: 'Bearer wrong' });
  admit({ authorization: `Bearer ${TOKEN}` });
  expect(admit({ authorization: `Bearer ${TOKEN}` })).toMatchObject({ status: 429, headers: { 'retry-after': '30' } });
  now = new Date('2026-11-20T12:01:00Z');
  expect(admit({ authorization: `Bearer ${TOKEN}` })).toBeNull();
});
