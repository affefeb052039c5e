// Apps in processes of their own: they run as deployed, follow the test's clock, and go when told or killed.
import { readFileSync } from 'node:fs';
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

it('dies at its failpoint or by kill -9, and nobody minds what they are told meanwhile', async () => {
  const [one, two] = await Promise.all([house.startProcess({ FAILPOINTS: 'crm.answered=kill' }), house.startProcess()]);
  expect(await one.exited).toEqual({ code: null, signal: 'SIGKILL' });
  const killed = two.kill9();
  waitForTheDead(two.pid);
  house.clock.moveBy(1);
  await killed;
  expect(await two.exited).toEqual({ code: null, signal: 'SIGKILL' });
  expect((await fetch(`${house.url}/healthz`)).status).toBe(503);
});

it('has the time that the test has, and ends in order', async () => {
  house.clock.moveBy(MINUTE_MS);
  const app = await house.startProcess();
  await untilReady(house);
  house.clock.moveBy(10 * MINUTE_MS);
  handsOn(house, 'hubspot').createLead({ name: 'Tina Traveller' });
  await eventually(async () => {
    const [row] = await house.rows<{ at: Date | null }>('SELECT max(received_at) AS at FROM inbox');
    expect(row?.at?.getTime()).toBeGreaterThan(Date.now() + 10 * MINUTE_MS);
  });
  await app.stop();
  expect(await app.exited).toEqual({ code: 0, signal: null });
});

it('says why it could not start', async () => {
  await expect(house.startProcess({ FAILPOINTS: 'nowhere=kill' })).rejects.toThrow('“nowhere=kill” is not a place');
});

/** Without a turn of the event loop, so that nothing here has heard of the death yet. */
function waitForTheDead(pid: number): void {
  if (process.platform !== 'linux') return;
  while (!/^State:\s+Z/mu.test(readFileSync(`/proc/${pid}/status`, 'utf8')));
}
