// Slash commands: /lead for reps and /signalbox for ops, private unless somebody shares.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { handsOn } from '../support/crm-hands.ts';
import type { CrmHands } from '../support/crm-hands.ts';
import { ask, cardWhen, mentionOf, wordsOf } from '../support/house-people.ts';
import { addressOf, aPlaybookText } from '../support/house-playbook.ts';
import { expectSound } from '../support/house-soundness.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { actionsIn, textIn } from '../support/slack-shape.ts';

/** Slack takes a message a second a channel, so the cards are spread. */
const RULES = ['inbound-leads', 'smb-leads', 'enterprise-leads']
  .map(
    (channel, index) => `  - name: ${channel}
    on: lead.created
    if: lead.score % 3 == ${index}
    do: [{ alert: { channel: '#${channel}' } }]`,
  )
  .join('\n');

let house: House;
let hubspot: CrmHands;

beforeAll(async () => {
  house = await aHouse({ crms: ['hubspot'], strangers: ['eve'], playbook: aPlaybookText({ rules: RULES }) });
  hubspot = handsOn(house, 'hubspot');
  for (let index = 1; index <= 12; index += 1) hubspot.createLead({ name: `Lead Number${index}`, score: index });
});
afterAll(() => house.close());

it('explains itself', async () => {
  expect(wordsOf(await ask(house, 'ana', '/lead help'))).toContain('/lead hand over NAME-OR-ID @colleague');
  expect(wordsOf(await ask(house, 'ana', '/lead'))).toContain('/lead open [share]');
  expect(wordsOf(await ask(house, 'ana', '/lead dance'))).toContain('"dance" is not something /lead knows.');
  expect(wordsOf(await ask(house, 'ana', '/signalbox help'))).toContain('/signalbox audit');
});

it('lists open leads ten at a time, with a button for the next page and one to claim each', async () => {
  await eventually(async () => expect(await house.rows('SELECT 1 FROM lead')).toHaveLength(12));
  const note = await ask(house, 'ana', '/lead open');
  const ana = house.slack.workspace.as('ana');
  expect(actionsIn(note.blocks).filter((action) => action === 'leads.claim')).toHaveLength(10);

  await ana.click('revops', note.ts, 'leads.list_next');
  const next = await eventually(() => {
    const replaced = ana.inbox().find(({ ts }) => ts === note.ts);
    expect(actionsIn(replaced?.blocks).filter((action) => action === 'leads.claim')).toHaveLength(2);
    return replaced;
  });
  expect(actionsIn(next?.blocks)).not.toContain('leads.list_next');
  const names = [note, next].flatMap((page) => textIn(page?.blocks).match(/Lead Number\d+/gu) ?? []);
  expect(new Set(names).size).toBe(12);
});

it('claims, lists as mine, hands over and releases by name', async () => {
  expect(wordsOf(await ask(house, 'ana', '/lead mine'))).toContain('Nothing here.');
  expect(wordsOf(await ask(house, 'ana', '/lead claim Number7'))).toContain('Lead Number7 is yours.');
  expect(wordsOf(await ask(house, 'bo', '/lead claim number7'))).toBe('Ana Ruiz has Lead Number7 already.');
  expect(wordsOf(await ask(house, 'ana', '/lead mine'))).toContain('Lead Number7');

  const to = mentionOf(house, 'bo');
  expect(wordsOf(await ask(house, 'ana', `/lead hand over Number7 ${to}`))).toBe('You handed over Lead Number7.');
  await eventually(() => expect(owners()).toContain('bo'));
  expect(wordsOf(await ask(house, 'ana', '/lead release Number7'))).toContain("is Bo Lindqvist's");
  expect(wordsOf(await ask(house, 'bo', '/lead release Number7'))).toBe('You released Lead Number7.');
  await eventually(() => expect(owners()).not.toContain('bo'));
});

it('shows one lead, names several that fit, and says when none does', async () => {
  const shown = await ask(house, 'ana', '/lead show Number12');
  expect(wordsOf(shown)).toContain('*Lead Number12*');
  expect(actionsIn(shown.blocks)).toContain('leads.claim');
  const several = wordsOf(await ask(house, 'ana', '/lead show Number1'));
  expect(several).toContain('4 leads match "Number1". Name one by its id.');
  const [short = ''] = /`[0-9a-f]{8}`/u.exec(several) ?? [];
  expect(wordsOf(await ask(house, 'ana', `/lead show ${short.replaceAll('`', '')}`))).toContain('*Lead Number1');
  expect(wordsOf(await ask(house, 'ana', '/lead show Nobody'))).toBe('No lead matches "Nobody".');
});

it('shows a lead to the channel only when asked to share it', async () => {
  const { workspace } = house.slack;
  expect(workspace.messages('revops')).toEqual([]);
  await workspace.as('ana').command('/lead', 'show Number12 share', 'revops');
  await eventually(() => expect(textIn(workspace.messages('revops')[0]?.blocks)).toContain('*Lead Number12*'));
});

it('tells somebody without a CRM user how to say who they are, and then takes their claim', async () => {
  const refused = wordsOf(await ask(house, 'eve', '/lead claim Number3'));
  expect(refused).toBe('No user in HubSpot has this e-mail address. Say which one with /signalbox link hubspot EMAIL.');
  house.hubspot.addOwner({ id: '2001', email: 'eve@old.test', firstName: 'Eve', lastName: 'Old', archived: false });
  await house.tick('directory-hubspot');
  await eventually(async () => {
    const answer = wordsOf(await ask(house, 'eve', '/signalbox link hubspot <mailto:eve@old.test|eve@old.test>'));
    expect(answer).toBe('You are now Eve Old in HubSpot.');
  });

  expect(wordsOf(await ask(house, 'eve', '/lead claim Number3'))).toContain('is yours');
  await eventually(() =>
    expect(house.hubspot.records('contacts').map(({ properties }) => properties['hubspot_owner_id'])).toContain('2001'),
  );
});

it('lets nobody but an admin take the CRM user of somebody else', async () => {
  const bos = addressOf('bo');
  expect(wordsOf(await ask(house, 'eve', `/signalbox link hubspot ${bos}`))).toContain('Only an admin can link');
  expect(wordsOf(await ask(house, 'eve', '/signalbox link hubspot nobody@acme.test'))).toContain('has no user');
  const eve = mentionOf(house, 'eve');
  expect(wordsOf(await ask(house, 'ops', `/signalbox link hubspot ${bos} ${eve}`))).toContain('is now Bo Lindqvist');
});

it('opens the audit log to ops alone, a page at a time', async () => {
  expect(wordsOf(await ask(house, 'ana', '/signalbox doctor'))).toContain('answers ops and admins');
  const diagnosis = wordsOf(await ask(house, 'ops', '/signalbox doctor'));
  expect(diagnosis).toMatch(/\*Database\* +PostgreSQL \d+\.\d+, \d+ migrations/);
  expect(diagnosis).toMatch(/\*HubSpot\* +.*calls.*, polled .* ago, .*, \d+ fields mapped/);
  expect(wordsOf(await ask(house, 'ana', '/signalbox audit'))).toContain('The audit log is for ops and admins.');
  const note = await ask(house, 'ops', '/signalbox audit');
  expect(wordsOf(note)).toContain('person.linked');

  const ops = house.slack.workspace.as('ops');
  await ops.click('revops', note.ts, 'audit.next');
  await eventually(() => {
    const older = ops.inbox().find(({ ts }) => ts === note.ts);
    expect(older && wordsOf(older)).not.toBe(wordsOf(note));
  });
  const one = wordsOf(await ask(house, 'ops', '/signalbox audit lead Number7'));
  for (const action of ['lead.handed_over', 'lead.released']) expect(one).toContain(action);
  const byAna = wordsOf(await ask(house, 'ops', `/signalbox audit user ${mentionOf(house, 'ana')}`));
  expect(byAna).toContain('lead.claimed');
  expect(byAna).not.toContain('person.linked');
  expect(wordsOf(await ask(house, 'ops', '/signalbox audit since 1h'))).toContain('person.linked');
  expect(wordsOf(await ask(house, 'ops', '/signalbox audit since yesterday'))).toContain('Say how far back');
});

it('leaves the card as the one place that everybody sees', async () => {
  await cardWhen(house, 'Lead Number3', ({ words }) => expect(words).toContain('*Claimed* by'));
  await expectSound(house);
});

function owners(): readonly (string | null)[] {
  return house.hubspot.records('contacts').map(({ id }) => hubspot.ownerOf(id));
}
