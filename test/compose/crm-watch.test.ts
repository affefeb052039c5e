import { expect, it } from 'vitest';
import { createCrmWatch } from '#compose/crm-watch.ts';
import { Fault } from '#kernel/errors.ts';
import type { Delay } from '#ports/outlook.ts';
import { aFakeCrm } from '../support/fake-crm.ts';
import { silentLog } from '../support/silent-log.ts';

const hubspot = aFakeCrm('hubspot');

function aWatch() {
  const state = { delay: null as Delay | null, fault: null as Fault | null, looks: 0 };
  const watch = createCrmWatch({
    name: 'campaigns',
    outlook: { crm: () => state.delay },
    log: silentLog,
    async look() {
      state.looks += 1;
      if (state.fault !== null) throw state.fault;
    },
  });
  return { state, watch, run: (connected = true) => watch.run({ crm: hubspot, isConnected: () => connected }) };
}

it('looks at a CRM that is connected and answers, and at no other', async () => {
  const { state, run } = aWatch();
  await run(false);
  state.delay = { because: 'down', retryAfterMs: 1000 };
  await run();
  expect(state.looks).toBe(0);
  state.delay = null;
  await run();
  expect(state.looks).toBe(1);
});

it('remembers for the doctor what a CRM forbids, until it lets us look', async () => {
  const { state, watch, run } = aWatch();
  state.fault = new Fault('forbidden', 'This app hasn’t been granted marketing.campaigns.read');
  await run();
  expect([...watch.refusals()]).toEqual([['hubspot', 'This app hasn’t been granted marketing.campaigns.read']]);
  state.fault = null;
  await run();
  expect(watch.refusals().size).toBe(0);
});

it('leaves what may pass to the next minute', async () => {
  const { state, watch, run } = aWatch();
  state.fault = new Fault('unavailable', 'no answer');
  await expect(run()).rejects.toThrow('no answer');
  expect(watch.refusals().size).toBe(0);
});
