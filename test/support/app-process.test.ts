// Apps in processes of their own: they run as deployed, follow the test's clock, and go when told or killed.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MINUTE_MS } from '#kernel/time.ts';
import { handsOn } from './crm-hands.ts';
import { aHouse, eventually, untilReady } from './house.ts';
import type { House } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await aHouse({ app: false, crms: ['hubspot'] });
});
afterAll(() => house.close());

it('runs, is killed, and ends in order', async () => {
  const [one, two] = await Promise.all([house.startProcess(), house.startProcess()]);
  await untilReady(house);

  await one.kill9();
  expect(await one.exited).toEqual({ code: null, signal: 'SIGKILL' });
  await two.stop();
  expect(await two.exited).toEqual({ code: 0, signal: null });
  expect((await fetch(`${house.url}/healthz`)).status).toBe(503);
});

it('says why it could not start', async () => {
  await expect(house.startProcess({ FAILPOINTS: 'nowhere=kill' })).rejects.toThrow('“nowhere=kill” is not a place');
});

it('dies at its failpoint', async () => {
  const app = await house.startProcess({ FAILPOINTS: 'crm.answered=kill' });
  expect(await app.exited).toEqual({ code: null, signal: 'SIGKILL' });
});

it('has the time that the test has', async () => {
  house.clock.moveBy(MINUTE_MS);
  await house.startProcess();
  house.clock.moveBy(10 * MINUTE_MS);
  handsOn(house, 'hubspot').createLead({ name: 'Tina Traveller' });
  await eventually(async () => {
    const [row] = await house.rows<{ at: Date | null }>('SELECT max(received_at) AS at FROM inbox');
    expect(row?.at?.getTime()).toBeGreaterThan(Date.now() + 10 * MINUTE_MS);
  });
});
