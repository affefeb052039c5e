// A lead may be called anything: nobody is pinged by its name, nothing breaks, and it is shown as it is.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { handsOn } from '../support/crm-hands.ts';
import { ask, openModal, press, wordsOf } from '../support/house-people.ts';
import { expectSound } from '../support/house-soundness.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { HOSTILE, textIn } from '../support/slack-shape.ts';

const ESCAPED = '&lt;!channel&gt; &amp;';

let house: House;
beforeAll(async () => {
  house = await aHouse({ crms: ['hubspot'] });
});
afterAll(() => house.close());

/** Every message of the workspace with whom it pings. */
function pinged(): readonly string[] {
  const { workspace } = house.slack;
  return workspace.channels().flatMap(({ id }) => workspace.messages(id).flatMap(({ ts }) => workspace.pings(id, ts)));
}

it('pings nobody in card, thread, modals, lists and answers', async () => {
  const hubspot = handsOn(house, 'hubspot');
  const id = hubspot.createLead({ name: HOSTILE, company: HOSTILE, email: 'hostile@customer.test', score: 90 });
  const ana = house.slack.workspace.as('ana').user.id;

  const claimed = await press(house, 'ana', ESCAPED, 'leads.claim');
  expect(claimed).toContain('is yours');
  await eventually(() => expect(hubspot.ownerOf(id)).toBe('ana'));
  const { id: touch } = await openModal(house, 'ana', ESCAPED, 'leads.touch');
  await house.slack.workspace.as('ana').submit(touch, { 'touch.value': 'call', 'note.value': HOSTILE });
  const why = await openModal(house, 'bo', ESCAPED, 'leads.why');
  expect(textIn(why.blocks)).toContain('&lt;!channel&gt;');

  for (const line of ['/lead mine', '/lead show hostile@customer.test', `/lead show ${HOSTILE}`, `/lead ${HOSTILE}`]) {
    const words = wordsOf(await ask(house, 'ana', line));
    expect(words).not.toMatch(/<!|<@(?!U)/u);
    expect(words).toContain('&lt;!channel&gt;');
  }
  await house.slack.workspace.as('ana').command('/lead', 'mine share', 'revops');
  await eventually(() => expect(house.slack.workspace.messages('revops')).toHaveLength(1));
  const audit = wordsOf(await ask(house, 'ops', '/signalbox audit'));
  expect(audit).not.toContain('<!channel');

  await expectSound(house);
  // The rep whom the card was offered to is the only one it may mention.
  expect(new Set(pinged())).toEqual(new Set([ana]));
  for (const note of house.slack.workspace.notes()) expect(wordsOf(note)).not.toContain('<!channel');
  expect(hubspot.opportunities()).toEqual([{ name: `${HOSTILE} - inbound`, owner: 'ana' }]);
});
