// HubSpot cannot be read for a while: one message to ops, by Signalbox itself, and its end.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MINUTE_MS } from '#kernel/time.ts';
import { aKpiHouse } from '../support/kpi-house.ts';
import { eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { textIn } from '../support/slack-shape.ts';

let house: House;

beforeAll(async () => {
  house = await aKpiHouse();
});
afterAll(() => house.close());

/** Lets as much time pass as is possible between two looks, and looks. A CRM that is away fails the round that reads it. */
async function passed(): Promise<void> {
  house.clock.moveBy(14 * MINUTE_MS);
  await house.tick('history-hubspot');
  await house.untilIdle('history-hubspot');
  await house.tick('own-watches');
  await house.untilIdle('own-watches');
}

const incidents = () => house.rows<{ kind: string; state: string }>(`SELECT kind, state FROM incident`);
const messages = (): readonly string[] => house.slack.workspace.messages('revops').map(({ blocks }) => textIn(blocks));

it('is told once as a fault of the data, and is over by itself', async () => {
  await eventually(async () => {
    expect(await house.rows(`SELECT crm FROM history_fill WHERE finished_at IS NOT NULL`)).toHaveLength(1);
  });
  await passed();
  await passed();
  expect(await incidents()).toEqual([]);

  const mend = house.hubspot.fault({ kind: 'reset', times: 'until_cleared' });
  for (let look = 0; look < 3; look += 1) await passed();
  expect(await incidents()).toEqual([{ kind: 'data', state: 'open' }]);
  await eventually(() => expect(messages().join('\n')).toContain('Reading HubSpot has been failing for 28 min'));
  expect(messages().filter((words) => words.includes('Reading HubSpot'))).toHaveLength(1);

  mend();
  await eventually(async () => {
    await passed();
    expect(await incidents()).toEqual([{ kind: 'data', state: 'recovered' }]);
  });
  await eventually(() => expect(messages().join('\n')).toContain('recovered'));
  expect(house.errors).toEqual([]);
});
