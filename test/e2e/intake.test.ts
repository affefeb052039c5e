// What was there before, what is found too late, and what comes too fast: kept in silence, told to ops once.
import { expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import { DAY_MS, MINUTE_MS } from '#kernel/time.ts';
import { handsOn } from '../support/crm-hands.ts';
import { allCards } from '../support/house-cards.ts';
import { cardWhen } from '../support/house-people.ts';
import { aPlaybookText } from '../support/house-playbook.ts';
import { expectSound } from '../support/house-soundness.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { textIn } from '../support/slack-shape.ts';

/** Each test has a house of its own, and all are there at once: most of the time is spent waiting. */
const PATIENCE = 60_000;

function opsWords({ slack }: House): readonly string[] {
  return slack.workspace.messages('revops').map(({ blocks }) => textIn(blocks));
}

it.concurrent(
  'is silent about what was in the CRMs before it came, whatever happens to it later',
  async ({ onTestFinished }) => {
    const ids: string[] = [];
    const house = await aHouse({
      before: (servers) => {
        ids.push(handsOn(servers, 'hubspot').createLead({ name: 'Berta Before', score: 99 }));
        handsOn(servers, 'salesforce').createLead({ name: 'Bodo Before', score: 99 });
        servers.clock.moveBy(MINUTE_MS);
      },
    });
    onTestFinished(() => house.close());
    await eventually(async () => expect(await house.rows('SELECT 1 FROM lead')).toHaveLength(2));
    handsOn(house, 'hubspot').setScore(ids[0] ?? '', 97);
    handsOn(house, 'hubspot').createLead({ name: 'Nora New', score: 99 });

    await cardWhen(house, 'Nora New', ({ links }) => expect(links).toHaveLength(2));
    expect(allCards(house.slack)).toHaveLength(1);
    expect(handsOn(house, 'salesforce').opportunities()).toHaveLength(1);
    await expectSound(house);
  },
  PATIENCE,
);

it.concurrent(
  'tells ops once about each lead that is found too late',
  async ({ onTestFinished }) => {
    const house = await aHouse();
    onTestFinished(() => house.close());
    await house.stop();
    house.webhooks.setPaused(true);
    house.salesforce.push.setTargets({});
    handsOn(house, 'hubspot').createLead({ name: 'Olaf Overdue', score: 99 });
    handsOn(house, 'salesforce').createLead({ name: 'Ottilie Overdue', score: 99 });
    house.clock.moveBy(4 * DAY_MS);

    await house.start();
    await eventually(async () => expect(await house.rows('SELECT 1 FROM lead')).toHaveLength(2));
    await house.tick('late-leads');
    // The minute's own tick may come between the two leads; then it is two messages of one each.
    await eventually(() => {
      for (const name of ['Olaf Overdue', 'Ottilie Overdue']) expect(opsWords(house).join('\n')).toContain(name);
    });
    await house.tick('late-leads');

    await expectSound(house);
    const said = opsWords(house).join('\n');
    expect(said).toMatch(/older (lead was|leads were) found and not announced/u);
    for (const name of ['Olaf Overdue', 'Ottilie Overdue']) expect(said.split(name)).toHaveLength(2);
    expect(allCards(house.slack)).toEqual([]);
  },
  PATIENCE,
);

it.concurrent.for([
  { verdict: 'announce_held', decides: 'announces them all', announced: ['Im Port3', 'Im Port4'] },
  { verdict: 'mirror_held', decides: 'keeps them silent', announced: [] },
])(
  'holds an import that is too large until ops $decides',
  { timeout: PATIENCE },
  async ({ verdict, announced }, context) => {
    const house = await importOfFive(context);
    const [message] = house.slack.workspace.messages('revops');
    const ops = house.slack.workspace.as('ops');
    await house.slack.workspace.as('ana').click('revops', message?.ts ?? '', `intake.${verdict}`);
    await eventually(() => expect(house.slack.workspace.as('ana').inbox()[0]?.text).toContain('Only ops and admins'));

    await ops.click('revops', message?.ts ?? '', `intake.${verdict}`);
    await eventually(() => expect(ops.inbox()[0]?.text).toMatch(/held leads/u));
    await ops.click('revops', message?.ts ?? '', `intake.${verdict}`);
    await eventually(() => expect(ops.inbox()[1]?.text).toContain('decided about these leads already'));

    for (const name of announced) await cardWhen(house, name, () => undefined);
    await expectSound(house);
    expect(allCards(house.slack)).toHaveLength(3 + announced.length);
  },
);

it.concurrent(
  'announces those of a held import that ops choose from a list',
  async (context) => {
    const house = await importOfFive(context);
    const [message] = house.slack.workspace.messages('revops');
    const ops = house.slack.workspace.as('ops');
    await ops.click('revops', message?.ts ?? '', 'intake.list_held');
    const view = await eventually(() => {
      const seen = ops.modal();
      if (!seen) throw new Error('no modal yet');
      return seen;
    });
    const [chosen] = await house.rows<{ id: string }>(`SELECT id FROM lead WHERE facts->'lead'->>'name' = 'Im Port4'`);
    expect(await ops.submit(view.id, { 'leads.value': [chosen?.id] })).toMatchObject({ kind: 'acknowledged' });

    await cardWhen(house, 'Im Port4', () => undefined);
    await expectSound(house);
    expect(allCards(house.slack).filter(({ text }) => text.includes('Im Port3'))).toEqual([]);
  },
  PATIENCE,
);

/** Three are announced, then the brake holds two and asks ops. */
async function importOfFive({ onTestFinished }: TestContext): Promise<House> {
  const more = 'intake: { import_brake: { leads: 3, within: 10m } }';
  const house = await aHouse({ crms: ['hubspot'], playbook: aPlaybookText({ more, opportunityIn: 'hubspot' }) });
  onTestFinished(() => house.close());
  for (let index = 0; index < 5; index += 1) {
    handsOn(house, 'hubspot').createLead({ name: `Im Port${index}`, score: 20 });
    await eventually(async () => expect(await house.rows('SELECT 1 FROM lead')).toHaveLength(index + 1));
  }
  await eventually(() => expect(opsWords(house)).toHaveLength(1));
  expect(opsWords(house)[0]).toContain('More than 3 new leads arrived within 10 minutes.');
  return house;
}
