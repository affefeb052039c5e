// An end in the middle of everything: what was acknowledged is done after the next start, and done once.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { handsOn } from '../support/crm-hands.ts';
import { allCards } from '../support/house-cards.ts';
import { toldTo } from '../support/house-people.ts';
import { aPlaybookText } from '../support/house-playbook.ts';
import { expectSound } from '../support/house-soundness.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';

/** Slack takes a message a second a channel, so the cards are spread. */
const CHANNELS = Array.from({ length: 10 }, (_, index) => `desk-${index}`);
const LEADS = 30;
const RULES = CHANNELS.map(
  (channel, index) => `  - name: ${channel}
    on: lead.created
    if: lead.score % 10 == ${index}
    do: [{ create_task: { in: hubspot, subject: 'Call {{lead.name}}' } }, { alert: { channel: '#${channel}' } }]`,
).join('\n');

let house: House;
beforeAll(async () => {
  house = await aHouse({
    crms: ['hubspot'],
    channels: [...CHANNELS, 'revops'],
    playbook: aPlaybookText({ rules: RULES }),
  });
});
afterAll(() => house.close());

it('loses no webhook and no claim, and does nothing twice', async () => {
  const hubspot = handsOn(house, 'hubspot');
  const ids = Array.from({ length: LEADS / 2 }, (_, index) =>
    hubspot.createLead({ name: `Burst ${index}.`, score: index }),
  );
  await eventually(() => expect(allCards(house.slack).length).toBeGreaterThanOrEqual(5));
  for (let index = LEADS / 2; index < LEADS; index += 1) {
    ids.push(hubspot.createLead({ name: `Burst ${index}.`, score: index }));
  }
  const { workspace } = house.slack;
  const clicks = allCards(house.slack).map(({ channel, ts }) => workspace.as('ana').click(channel, ts, 'leads.claim'));

  await Promise.race(clicks);
  await house.stop();

  const outcomes = await Promise.all(clicks);
  const won = toldTo(house, 'ana').flatMap((text) => /^(Burst \d+\.) is yours/u.exec(text)?.[1] ?? []);
  expect(won.length).toBeGreaterThan(0);
  expect(outcomes.every(({ kind }) => kind === 'acknowledged' || kind === 'failed')).toBe(true);

  await house.start();

  await eventually(() => expect(allCards(house.slack)).toHaveLength(LEADS));
  await expectSound(house);
  const cards = allCards(house.slack);
  expect(new Set(cards.map(({ text }) => /Burst \d+\./u.exec(text)?.[0])).size).toBe(LEADS);
  expect(hubspot.tasks()).toHaveLength(LEADS);
  for (const name of won) {
    expect(cards.find(({ text }) => text.includes(name))?.text).toContain('claimed by Ana Ruiz');
  }
  const owned = ids.filter((id) => hubspot.ownerOf(id) === 'ana');
  const claims = await house.rows(`SELECT 1 FROM audit WHERE action = 'lead.claimed'`);
  expect(owned).toHaveLength(claims.length);
  expect(owned.length).toBeGreaterThanOrEqual(won.length);
});
