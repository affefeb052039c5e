// What a CRM is answered when its push cannot be stored.
import { expect, it } from 'vitest';
import { takeWebhook } from '#adapters/server/webhooks.ts';
import { silentLog } from '../../support/silent-log.ts';

it('is sent away while the CRM still listens when the database does not answer', async () => {
  const counted: string[] = [];
  const answer = await takeWebhook(
    {
      log: silentLog,
      counted: (_, result) => counted.push(result),
      receive: () => new Promise(() => undefined),
      storeWithinMs: 10,
    },
    { crm: 'hubspot', verify: () => ({ kind: 'events', events: [] }) },
    { method: 'POST', url: 'http://localhost/webhooks/hubspot', headers: {}, body: Buffer.from(''), pathSecret: null },
  );
  expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '10' } });
  expect(counted).toEqual(['unavailable']);
});
