// A socket whose other end stops reading, as a laptop that sleeps: nothing piles up, and it is told everything anew.
import { setImmediate as nextTick } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aPane, aWeb } from './a-web.ts';
import type { AWeb } from './a-web.ts';

let web: AWeb;
beforeAll(async () => {
  web = await aWeb();
});
afterAll(() => web.close());

it('leaves a client that does not read behind, and tells it everything when it reads again', async () => {
  const pane = await aPane(web, 'ana');
  pane.line.pause();
  const bo = web.sandbox.slack.workspace.as('bo');
  const long = 'x'.repeat(200_000);
  for (let number = 0; number < 100; number += 1) {
    bo.say('general', long);
    await nextTick();
  }
  pane.line.resume();
  await pane.heard('snapshot', 2);
  expect(pane.all().filter(({ kind }) => kind === 'message_posted').length).toBeLessThan(100);
  await pane.close();
});

it('tells everything anew rather than a tick without end', async () => {
  const pane = await aPane(web, 'cy');
  const bo = web.sandbox.slack.workspace.as('bo');
  for (let number = 0; number < 2_100; number += 1) bo.say('enterprise-leads', 'again');
  await pane.heard('snapshot', 2);
  expect(pane.all().some(({ kind }) => kind === 'message_posted')).toBe(false);
  await pane.close();
});
