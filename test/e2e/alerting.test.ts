// Somebody has a number watched: the form, the look at the past year, the list, and its end.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectDatabase } from '#adapters/postgres/connect.ts';
import { showOnHomes } from '#features/anomalies/asking/show-on-homes.ts';
import { aPlaybook } from '../features/playbook/builders.ts';
import { correlationId } from '../support/builders.ts';
import { anIncident, aSignal } from '../support/incident-builder.ts';
import { silentLog } from '../support/silent-log.ts';
import { aKpiHouse, plantLeads } from '../support/kpi-house.ts';
import { ask, modalSaying, wordsOf } from '../support/house-people.ts';
import { eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { actionsIn, buttonValueIn, textIn } from '../support/slack-shape.ts';

let house: House;

beforeAll(async () => {
  house = await aKpiHouse();
  await plantLeads(house);
});
afterAll(() => house.close());

const FORM = {
  'question.value': 'leads',
  'by.value': 'nothing',
  'when.value': 'both',
  'sensitivity.value': 'normal',
  'place.value': 'here',
};

async function openForm(): Promise<string> {
  const ana = house.slack.workspace.as('ana');
  const answer = await ask(house, 'ana', '/kpi leads last month where source = Web');
  await ana.click('revops', answer.ts, 'kpi.alert');
  return modalSaying(house, 'ana', /What to watch/u);
}

it('begins with what was asked, and says at which field what is wrong', async () => {
  const ana = house.slack.workspace.as('ana');
  const form = await openForm();
  expect(JSON.stringify(ana.modal()?.blocks)).toContain('"initial_value":"leads where source = Web"');
  const refused = async (over: object) => ana.submit(form, { ...FORM, ...over });
  expect(await refused({ 'question.value': 'unicorns' })).toMatchObject({
    errors: { question: expect.stringContaining('unicorns') },
  });
  expect(await refused({ 'question.value': 'revenue_to_date' })).toMatchObject({
    errors: { when: expect.stringContaining('Choose a limit instead') },
  });
  expect(await refused({ 'question.value': 'lead_to_mql', 'when.value': 'below', 'limit.value': '0.4' })).toMatchObject(
    {
      errors: { limit: expect.stringContaining('Did you mean 40%?') },
    },
  );
  expect(await refused({ 'when.value': 'behind_target', 'limit.value': '20%' })).toMatchObject({
    errors: { limit: expect.stringContaining('has no target') },
  });
  await ana.closeModal(form);
});

it('shows what it would have told in the past year before it is saved, and can be changed again', async () => {
  const ana = house.slack.workspace.as('ana');
  const form = await openForm();
  await ana.submit(form, FORM);
  const trial = await modalSaying(house, 'ana', /In the last 365 days it would have raised/u);
  const words = textIn(ana.modal()?.blocks);
  expect(words).toContain('Leads');
  expect(words).toContain('when it is unusual');
  expect(words).toContain('about one false alarm a year');
  expect(JSON.stringify(ana.modal()?.blocks)).toContain('slack_file');
  await ana.clickInView(trial, 'watches.change');
  const again = await modalSaying(house, 'ana', /What to watch/u);
  await ana.submit(again, { ...FORM, 'when.value': 'below', 'limit.value': '1' });
  const limited = await modalSaying(house, 'ana', /when it is below 1/u);
  await ana.submit(limited, {});
  await ana.closeModal(await modalSaying(house, 'ana', /Watched from now on, as #1/u));
});

it('is watched once in a place', async () => {
  const ana = house.slack.workspace.as('ana');
  const form = await openForm();
  const outcome = await ana.submit(form, { ...FORM, 'when.value': 'below', 'limit.value': '1' });
  expect(outcome).toMatchObject({ errors: { question: expect.stringContaining('as #1') } });
  await ana.closeModal(form);
});

it('is listed, and ended by whoever asked for it', async () => {
  const listed = await ask(house, 'ana', '/kpi watches');
  expect(wordsOf(listed)).toMatch(/#1 \*Leads\*/u);
  expect(wordsOf(listed)).toContain('when it is below 1');
  expect(wordsOf(listed)).toContain('not looked at yet');
  expect(actionsIn(listed.blocks)).toEqual(['watches.end']);
  expect(buttonValueIn(listed.blocks, 'watches.end')).toBe('1');

  expect(wordsOf(await ask(house, 'bo', '/kpi watches end 1'))).toContain('somebody else’s watch');
  expect(wordsOf(await ask(house, 'ana', '/kpi watches end 1'))).toContain('#1 is not watched any more');
  expect(wordsOf(await ask(house, 'ana', '/kpi watches'))).toContain('Nothing is watched yet');
  expect(wordsOf(await ask(house, 'ana', '/kpi incidents'))).toContain('Nothing is unusual right now');
});

/** As a tick would find it. */
async function openIncident(): Promise<void> {
  const url = house.env['DATABASE_URL'] ?? '';
  const database = connectDatabase({ url, log: silentLog, clock: house.clock, poolSize: 1 });
  const at = house.clock.now();
  const {
    id: _,
    version: __,
    ...incident
  } = anIncident({
    channelName: '#revops',
    openedAt: at,
    changedAt: at,
    since: '2026-11-19',
    signals: [aSignal({ metric: 'leads', day: '2026-11-19' })],
  });
  const playbook = aPlaybook('roles: { ops: [ops@acme.test] }\n');
  try {
    await database.transact(async (tx) => {
      await tx.incidents.add(incident);
      await showOnHomes(tx, playbook, [], { at, correlationId });
    });
  } finally {
    await database.close();
  }
}

it('shows what is found on the Home tab of ops, who take it there', async () => {
  const ops = house.slack.workspace.as('ops');
  await ops.openHome();
  const homeSaying = (words: RegExp) =>
    eventually(() => {
      const home = ops.home();
      expect(textIn(home?.blocks)).toMatch(words);
      return home?.id ?? '';
    });
  await homeSaying(/Nothing is watched yet/u);
  await openIncident();
  const home = await homeSaying(/Leads fell to 50 on Thursday 19 Nov[\s\S]*nobody has it/u);
  await ops.clickInView(home, 'incident.take');
  await homeSaying(/> has it/u);
  await ops.clickInView(home, 'incident.look');
  await eventually(() => expect(textIn(ops.modal()?.blocks)).toMatch(/Leads fell to 50[\s\S]*Taken by/u));
});
