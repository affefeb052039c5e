// What a failed HTTP exchange means, before any vendor's error body is looked at.
import { expect, it } from 'vitest';
import { retryAfterMs, statusFault, transportFault } from '#adapters/http/faults.ts';

it.each([
  { status: 401, code: 'unauthorized', ambiguous: false },
  { status: 403, code: 'forbidden', ambiguous: false },
  { status: 404, code: 'not_found', ambiguous: false },
  { status: 400, code: 'refused', ambiguous: false },
  { status: 429, code: 'rate_limited', ambiguous: false },
  { status: 423, code: 'unavailable', ambiguous: false },
  { status: 477, code: 'unavailable', ambiguous: false },
  { status: 502, code: 'unavailable', ambiguous: true },
])('a write answered $status is $code', ({ status, code, ambiguous }) => {
  expect(statusFault(status, { effect: 'once', message: 'its own words' })).toMatchObject({
    code,
    ambiguous,
    message: 'its own words',
  });
});

it('a read is never ambiguous', () => {
  expect(statusFault(502, { effect: 'read', message: '' }).ambiguous).toBe(false);
  expect(transportFault(new Error('gone'), 'read').ambiguous).toBe(false);
});

it('a write that never reached the other side did not happen', () => {
  const cause = new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) });
  expect(transportFault(cause, 'once')).toMatchObject({ code: 'unavailable', ambiguous: false });
});

const noon = new Date('2026-11-23T12:00:00Z');
it.each([
  { header: '3', ms: 3000 },
  { header: 'Mon, 23 Nov 2026 12:00:30 GMT', ms: 30_000 },
  { header: 'Mon, 23 Nov 2026 11:00:00 GMT', ms: 0 },
  { header: 'soon', ms: undefined },
  { header: null, ms: undefined },
])('Retry-After "$header" is $ms ms', ({ header, ms }) => {
  expect(retryAfterMs(header, noon)).toBe(ms);
});
