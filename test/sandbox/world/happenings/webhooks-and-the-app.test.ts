// Webhooks that misbehave, and the app behind them: every lead has one card, whatever arrives, how often and when.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MINUTE_MS } from '#kernel/time.ts';
import { webhookSwitches } from '#sandbox/world/happenings/webhook-faults.ts';
import { handsOn } from '../../../support/crm-hands.ts';
import { allCards, cardNaming } from '../../../support/house-cards.ts';
import { expectSound } from '../../../support/house-soundness.ts';
import { aHouse, eventually } from '../../../support/house.ts';
import type { House } from '../../../support/house.ts';

const PATIENCE = 90_000;

let house: House;
beforeAll(async () => {
  house = await aHouse();
}, PATIENCE);
afterAll(() => house.close());

async function turn(name: string, on: boolean): Promise<void> {
  await webhookSwitches(house)
    .find((each) => each.name === name)
    ?.turn(on);
}

it(
  'gives each lead one card when webhooks come twice and out of order',
  async () => {
    await turn('webhooks_twice', true);
    await turn('webhooks_reordered', true);
    const [hubspot, salesforce] = [handsOn(house, 'hubspot'), handsOn(house, 'salesforce')];
    const names = ['Tara Twice', 'Udo Unordered', 'Vera Various'];
    const ids = names.map((name) => hubspot.createLead({ name, score: 20 }));
    salesforce.createLead({ name: 'Sam Salesforce', score: 99 });
    for (const id of ids) hubspot.setScore(id, 99);

    for (const name of [...names, 'Sam Salesforce']) await eventually(() => cardNaming(house.slack, name));
    await turn('webhooks_twice', false);
    await turn('webhooks_reordered', false);
    await house.webhooks.settled();
    await expectSound(house);
    expect(allCards(house.slack)).toHaveLength(4);
  },
  PATIENCE,
);

it(
  'finds by itself what no webhook told',
  async () => {
    await turn('webhooks_silent', true);
    handsOn(house, 'hubspot').createLead({ name: 'Quinn Quiet', score: 99 });
    handsOn(house, 'salesforce').createLead({ name: 'Silke Silent', score: 99 });
    house.clock.moveBy(MINUTE_MS);
    for (const crm of ['hubspot', 'salesforce']) await house.tick(`reconcile-${crm}`);

    for (const name of ['Quinn Quiet', 'Silke Silent']) await eventually(() => cardNaming(house.slack, name));
    await turn('webhooks_silent', false);
    await expectSound(house);
    expect(allCards(house.slack)).toHaveLength(6);
  },
  PATIENCE,
);

it(
  'offers leads to the rest of the team while a rep is on holiday',
  async () => {
    const away = (is: boolean) =>
      eventually(async () => {
        const [bo] = await house.rows<{ away: boolean }>("SELECT away FROM person WHERE email = 'bo@acme.test'");
        expect(bo).toEqual({ away: is });
      });
    house.slack.workspace.setStatus('bo', { text: 'Vacationing', emoji: ':palm_tree:' });
    await away(true);
    for (const name of ['Hanna Holiday', 'Horst Holiday']) {
      handsOn(house, 'hubspot').createLead({ name, score: 99 });
      await eventually(() => cardNaming(house.slack, name));
    }
    const skipped = await house.rows<{ chosen: string }>(
      `SELECT chosen FROM routing_decision WHERE skipped::text LIKE '%"away"%'`,
    );
    expect(skipped.length).toBeGreaterThan(0);
    expect(skipped.map(({ chosen }) => chosen)).not.toContain('bo@acme.test');
    house.slack.workspace.setStatus('bo', null);
    await away(false);
  },
  PATIENCE,
);
