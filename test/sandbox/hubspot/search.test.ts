// Searches: filters, limits, and an index that is behind.
import { expect, it } from 'vitest';
import { PROFESSIONAL_LIMITS } from '#sandbox/hubspot/limits.ts';
import { aHubspot } from './a-hubspot.ts';

const search = '/crm/v3/objects/contacts/search';

function some(filters: number): unknown[] {
  return Array.from({ length: filters }, () => ({ propertyName: 'email', operator: 'HAS_PROPERTY' }));
}

it('pages through what fits, and counts it all', async () => {
  const { hubspot, call } = await aHubspot();
  for (let n = 0; n < 5; n += 1) hubspot.createContact({ email: `${n}@x.test`, hubspotscore: String(n * 20) });
  const request = {
    filterGroups: [{ filters: [{ propertyName: 'hubspotscore', operator: 'GTE', value: '20' }] }],
    sorts: [{ propertyName: 'hubspotscore', direction: 'DESCENDING' }],
    properties: ['hubspotscore'],
    limit: 3,
  };
  const first = await call('POST', search, request);
  expect(first.body).toMatchObject({
    total: 4,
    results: [{ properties: { hubspotscore: '80' } }, { properties: { hubspotscore: '60' } }, {}],
    paging: { next: { after: '3' } },
  });
  const second = await call('POST', search, { ...request, after: '3' });
  expect((second.body as { results: unknown[] }).results).toHaveLength(1);
});

it('does not see a write until its index has caught up, and never an archived record', async () => {
  const { hubspot, call } = await aHubspot();
  const total = async () => ((await call('POST', search, {})).body as { total: number }).total;
  hubspot.setSearchLag(Infinity);
  const { id } = hubspot.createContact({ email: 'kim@globex.test' });
  expect(await total()).toBe(0);
  hubspot.setSearchLag(0);
  expect(await total()).toBe(1);
  hubspot.deleteRecord('contacts', id);
  expect(await total()).toBe(0);
});

it.each([
  { when: 'more than 200 a page are asked for', request: { limit: 201 } },
  { when: 'the page lies beyond 10,000', request: { limit: 200, after: '9900' } },
  { when: 'there are six groups', request: { filterGroups: Array.from({ length: 6 }, () => ({ filters: [] })) } },
  {
    when: 'the property does not exist',
    request: { filterGroups: [{ filters: [{ propertyName: 'shoe_size', operator: 'EQ', value: '1' }] }] },
  },
  { when: 'a group has seven filters', request: { filterGroups: [{ filters: some(7) }] } },
  { when: 'there are nineteen filters', request: { filterGroups: [6, 6, 6, 1].map((n) => ({ filters: some(n) })) } },
  { when: 'it sorts by two properties', request: { sorts: ['email', 'city'] } },
  { when: 'it sorts by what does not exist', request: { sorts: [{ propertyName: 'shoe_size' }] } },
  {
    when: 'a filter has no value',
    request: { filterGroups: [{ filters: [{ propertyName: 'email', operator: 'IN', value: 'a' }] }] },
  },
  { when: 'the query is longer than 3,000 characters', request: { query: 'a'.repeat(3001) } },
])('answers 400 when $when', async ({ request }) => {
  const { call } = await aHubspot();
  expect((await call('POST', search, request)).status).toBe(400);
});

it('allows five searches a second, and says so without rate limit headers', async () => {
  const { call } = await aHubspot({ limits: PROFESSIONAL_LIMITS });
  const replies = await Promise.all(Array.from({ length: 7 }, () => call('POST', search, {})));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(5);
  const refused = replies.find(({ status }) => status === 429);
  expect(refused?.body).toMatchObject({ errorType: 'RATE_LIMIT', policyName: 'SECONDLY' });
  expect(refused?.headers.get('x-hubspot-ratelimit-max')).toBeNull();
});

it('counts other calls by the ten seconds and by the day', async () => {
  const { hubspot, call } = await aHubspot({ limits: { searchPerSecond: 5, burst: 2, daily: 100 } });
  const owners = () => call('GET', '/crm/v3/owners');
  const first = await owners();
  expect(first.headers.get('x-hubspot-ratelimit-remaining')).toBe('1');
  expect(first.headers.get('x-hubspot-ratelimit-daily-remaining')).toBe('99');
  await owners();
  expect((await owners()).body).toMatchObject({ policyName: 'TEN_SECONDLY_ROLLING' });
  hubspot.spendDailyLimit(100);
  expect((await owners()).body).toMatchObject({ policyName: 'DAILY' });
  expect(hubspot.dailyLimit()).toEqual({ used: 102, max: 100 });
});

it('begins a new day at midnight of the account’s own time', async () => {
  const { hubspot, call, time } = await aHubspot({ limits: { searchPerSecond: 5, burst: 100, daily: 10 } });
  hubspot.spendDailyLimit(10);
  time.now = new Date('2026-11-23T22:59:59Z');
  expect((await call('GET', '/crm/v3/owners')).status).toBe(429);
  time.now = new Date('2026-11-23T23:00:01Z');
  expect((await call('GET', '/crm/v3/owners')).status).toBe(200);
});
