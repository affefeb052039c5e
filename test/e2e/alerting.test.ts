// Somebody has a number watched: the form, the look at the past year, the list, and its end.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aKpiHouse, plantLeads } from '../support/kpi-house.ts';
import { ask, wordsOf } from '../support/house-people.ts';
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

/** What the modal that Ana sees says, once it says this. */
function modalSaying(words: string | RegExp) {
  return eventually(() => {
    const view = house.slack.workspace.as('ana').modal();
    expect(textIn(view?.blocks)).toMatch(words);
    return view?.id ?? '';
  });
}

async function openForm(): Promise<string> {
  const ana = house.slack.workspace.as('ana');
  const answer = await ask(house, 'ana', '/kpi leads last month where source = Web');
  await ana.click('revops', answer.ts, 'kpi.alert');
  return modalSaying(/What to watch/u);
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
  const trial = await modalSaying(/In the last 365 days it would have raised/u);
  const words = textIn(ana.modal()?.blocks);
  expect(words).toContain('Leads');
  expect(words).toContain('when it is unusual');
  expect(words).toContain('about one false alarm a year');
  expect(JSON.stringify(ana.modal()?.blocks)).toContain('slack_file');
  await ana.clickInView(trial, 'watches.change');
  const again = await modalSaying(/What to watch/u);
  await ana.submit(again, { ...FORM, 'when.value': 'below', 'limit.value': '1' });
  const limited = await modalSaying(/when it is below 1/u);
  await ana.submit(limited, {});
  await ana.closeModal(await modalSaying(/Watched from now on, as #1/u));
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
