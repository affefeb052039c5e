// Round robin over a team: fair across a restart and two apps on one database; who cannot take a lead is passed over.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { handsOn } from '../support/crm-hands.ts';
import { openModal } from '../support/house-people.ts';
import { addressOf, aPlaybookText } from '../support/house-playbook.ts';
import { expectSound } from '../support/house-soundness.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { textIn } from '../support/slack-shape.ts';

const RULES = `  - name: everything
    on: lead.created
    if: 'true'
    do: [{ route: { team: enterprise } }]
  - name: shown
    on: lead.created
    if: lead.score == 100
    do: [{ alert: { channel: '#enterprise-leads' } }]`;

let house: House;
beforeAll(async () => {
  house = await aHouse({
    crms: ['hubspot'],
    people: ['ana', 'bo', 'dora', 'cy'],
    strangers: ['eve'],
    playbook: aPlaybookText({ rules: RULES, enterprise: ['eve', 'ana', 'nobody', 'bo', 'dora'] }),
  });
});
afterAll(() => house.close());

/** E-mail addresses in the order of their turns. */
async function chosen(): Promise<readonly string[]> {
  const rows = await house.rows<{ chosen: string }>('SELECT chosen FROM routing_decision ORDER BY id');
  return rows.map((row) => row.chosen);
}

function inTurns(count: number): readonly string[] {
  const team = ['ana', 'bo', 'dora'];
  return Array.from({ length: count }, (_, index) => addressOf(team[index % team.length] ?? ''));
}

it('lets three reps take turns over twenty-one leads, across a restart and with two apps at once', async () => {
  const hubspot = handsOn(house, 'hubspot');
  for (let index = 0; index < 7; index += 1) hubspot.createLead({ name: `First ${index}` });
  await eventually(async () => expect(await chosen()).toEqual(inTurns(7)));

  await house.stop();
  await Promise.all([house.start(), house.start()]);
  for (let index = 0; index < 14; index += 1) {
    hubspot.createLead({ name: `Then ${index}` });
    await new Promise(setImmediate);
  }
  await eventually(async () => expect(await chosen()).toEqual(inTurns(21)));
  expect(await house.rows('SELECT offered_to FROM lead GROUP BY offered_to HAVING count(*) = 7')).toHaveLength(3);
});

it('says in the Why? modal whom it passed over, and why', async () => {
  house.slack.workspace.setDeactivated('dora', true);
  await house.tick('people');
  await eventually(async () => expect(await house.rows('SELECT 1 FROM person WHERE NOT active')).toHaveLength(1));
  const hubspot = handsOn(house, 'hubspot');
  for (const turn of [22, 23]) {
    hubspot.createLead({ name: `Before ${turn}` });
    await eventually(async () => expect(await chosen()).toEqual(inTurns(turn)));
  }

  // It would be Dora's turn.
  hubspot.createLead({ name: 'Wilma Why', score: 100 });
  const words = textIn((await openModal(house, 'cy', 'Wilma Why', 'leads.why')).blocks);
  expect(words).toContain('ana@acme.test of enterprise, whose turn was longest ago, by rule everything');
  for (const passed of [
    'eve@acme.test (no user in the CRM)',
    'dora@acme.test (deactivated in Slack)',
    'nobody@acme.test (nobody in Slack has this e-mail address)',
  ]) {
    expect(words).toContain(passed);
  }
  await expectSound(house);
});
