// A question that somebody follows: the form, the look ahead, the answer when it is due, and its end.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY_MS } from '#kernel/time.ts';
import { aKpiHouse, plantLeads } from '../support/kpi-house.ts';
import { ask, modalSaying, wordsOf } from '../support/house-people.ts';
import { eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { textIn } from '../support/slack-shape.ts';

let house: House;

beforeAll(async () => {
  house = await aKpiHouse();
  await plantLeads(house);
});
afterAll(() => house.close());

async function openForm(): Promise<string> {
  const ana = house.slack.workspace.as('ana');
  const note = await ask(house, 'ana', '/kpi leads last month');
  await ana.click('revops', note.ts, 'kpi.follow');
  return modalSaying(house, 'ana', /Question/u);
}

it('refuses a question that it does not understand, and a time that never comes', async () => {
  const ana = house.slack.workspace.as('ana');
  const form = await openForm();
  const entries = { 'question.value': 'unicorns', 'time.value': 'own', 'own.value': '0 9 30 2 *', 'place.value': 'me' };
  const outcome = await ana.submit(form, entries);
  expect(outcome).toMatchObject({
    kind: 'refused',
    errors: { question: expect.stringContaining('unicorns'), own: 'this time never comes' },
  });
  await ana.closeModal(form);
});

it('shows what it would say now, is sent when it is due, and ends when somebody has enough', async () => {
  const ana = house.slack.workspace.as('ana');
  const form = await openForm();
  await ana.submit(form, { 'question.value': 'leads last month', 'time.value': '0 9 * * MON', 'place.value': 'here' });
  const preview = await modalSaying(house, 'ana', /Next on Monday, 23 November 2026 at 09:00 \(Europe\/Berlin\)/u);
  expect(textIn(ana.modal()?.blocks)).toContain('40');
  await ana.submit(preview, {});
  await ana.closeModal(await modalSaying(house, 'ana', /Scheduled\./u));
  expect(wordsOf(await ask(house, 'ana', '/kpi report'))).toContain('#1 leads last month');

  house.clock.moveBy(4 * DAY_MS);
  await house.tick('reports');
  // It waits until what has happened meanwhile is read.
  await house.tick('history-hubspot');
  await eventually(() => {
    const posted = house.slack.workspace.messages('revops').map(({ blocks }) => textIn(blocks));
    expect(posted.some((text) => text.includes('Leads') && text.includes('40'))).toBe(true);
  });
  expect(wordsOf(await ask(house, 'ana', '/kpi report history'))).toMatch(/#1 leads last month.*sent/u);
  expect(wordsOf(await ask(house, 'ana', '/kpi report preview 1'))).toContain('▲ 33%');

  expect(wordsOf(await ask(house, 'bo', '/kpi report end 1'))).toContain('followed by somebody else');
  expect(wordsOf(await ask(house, 'ana', '/kpi report end 1'))).toContain('#1 is not sent any more');
  expect(wordsOf(await ask(house, 'ana', '/kpi report end 1'))).toContain('Nobody follows anything by the number 1');
});
