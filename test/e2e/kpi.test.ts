// /kpi as people use it: the number, the records behind it, a file, sharing, the form, mentions, and costs.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PrivateNote } from '#sandbox/slack/world/wire.ts';
import { COUNTING } from '#features/metrics/slack.ts';
import { aKpiHouse, plantLeads } from '../support/kpi-house.ts';
import { ask, wordsOf } from '../support/house-people.ts';
import { eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { actionsIn, textIn } from '../support/slack-shape.ts';

let house: House;

beforeAll(async () => {
  house = await aKpiHouse('', { strangers: ['eve'] });
  await plantLeads(house);
});
afterAll(() => house.close());

it('answers with the number, what it is compared with, a chart, what it counts, and what can be done', async () => {
  const note = await ask(house, 'ana', '/kpi leads last month by source');
  const words = wordsOf(note);
  expect(words).toContain('Leads: 40');
  expect(words).toContain('▲ 33%, better than 30');
  expect(words).toContain('leads last month by source');
  expect(words).toContain('between 1 and 31 October 2026 (Europe/Berlin)');
  expect(blockTypes(note)).toContain('data_visualization');
  expect(textIn(blockOf(note, 'table'))).toContain('Paid Search');
  expect(actionsIn(note.blocks)).toEqual([
    'kpi.records',
    'kpi.csv',
    'kpi.share',
    'kpi.follow',
    'kpi.alert',
    'kpi.edit',
  ]);
  expect(house.slack.workspace.messages('revops')).toEqual([]);
});

it('filters by values whatever their case, and by the names of countries', async () => {
  expect(wordsOf(await ask(house, 'ana', '/kpi leads last month where country = germany'))).toContain('Leads: 20');
  expect(wordsOf(await ask(house, 'ana', '/kpi leads last month where source = "paid search"'))).toContain('Leads: 10');
});

it('proposes what may be meant, and a press answers it', async () => {
  const note = await ask(house, 'ana', '/kpi leeds last month');
  expect(wordsOf(note)).toContain('No KPI is called “leeds”. Did you mean');
  expect(actionsIn(note.blocks)).toContain('kpi.ask_1');
  const ana = house.slack.workspace.as('ana');
  await ana.click('revops', note.ts, 'kpi.ask_1');
  await eventually(() => expect(wordsOf(noteNow('ana', note))).toContain('Leads: 40'));
});

it.each([
  ['leads 2026-03-31..2026-03-01', 'ends before it starts'],
  ['win_rate 2026-10', 'divides by nothing'],
  ['leads last month by product', 'not known by product'],
  ['leads where country = Atlantis', 'No country is called “Atlantis”'],
])('says clearly what is wrong with “%s”', async (question, because) => {
  expect(wordsOf(await ask(house, 'ana', `/kpi ${question}`))).toContain(because);
});

it('lists the records ten a page, newest first, with links and nothing that pings', async () => {
  const note = await ask(house, 'ana', '/kpi mqls last month');
  const ana = house.slack.workspace.as('ana');
  const before = ana.inbox().length;
  await ana.click('revops', note.ts, 'kpi.records');
  const page = await eventually(() => arrived('ana', before));
  expect(wordsOf(page)).toContain('1 to 10 of 20, newest first.');
  expect(wordsOf(page)).toMatch(/<https?:\/\/[^|]+\|HubSpot>/u);
  await ana.click('revops', page.ts, 'kpi.records_next');
  const last = await eventually(() => {
    const now = noteNow('ana', page);
    expect(wordsOf(now)).toContain('11 to 20 of 20');
    return now;
  });
  expect(actionsIn(last.blocks)).toEqual(['kpi.records_previous']);
  expect(wordsOf(last)).not.toContain('<!channel>');
});

it('sends CSV as files in a direct message, in which no cell is a formula', async () => {
  const note = await ask(house, 'ana', '/kpi leads last month');
  const ana = house.slack.workspace.as('ana');
  const before = ana.inbox().length;
  await ana.click('revops', note.ts, 'kpi.csv');
  const told = await eventually(() => arrived('ana', before));
  expect(wordsOf(told)).toContain('the numbers, and 40 records behind them');
  await eventually(() => {
    const files = house.slack.workspace.messages(ana.directMessages().id).flatMap(({ files: own = [] }) => own);
    expect(files.map((file) => (file as { name: string }).name)).toEqual(['leads.csv', 'leads-records.csv']);
  });
});

it('shares an answer with who shares it', async () => {
  const note = await ask(house, 'bo', '/kpi leads last month');
  await house.slack.workspace.as('bo').click('revops', note.ts, 'kpi.share');
  await eventually(() => {
    const shared = house.slack.workspace.messages('revops').at(-1);
    expect(textIn(shared?.blocks)).toContain(`Shared by <@${house.slack.workspace.as('bo').user.id}>`);
    expect(actionsIn(shared?.blocks)).toEqual([]);
  });
});

it('edits the query in a form that shows its text, and answers where it was opened', async () => {
  const note = await ask(house, 'ana', '/kpi leads last month');
  const ana = house.slack.workspace.as('ana');
  await ana.click('revops', note.ts, 'kpi.edit');
  const form = await eventually(() => {
    const view = ana.modal();
    expect(textIn(view?.['blocks'])).toContain('/kpi leads last month vs previous');
    return view;
  });
  const before = ana.inbox().length;
  const outcome = await ana.submit(String(form?.id), {
    where: 'country = Gemany',
  });
  expect(JSON.stringify(outcome)).toContain('No country is called');
  await ana.submit(String(form?.id), { where: 'country = germany' });
  expect(wordsOf(await eventually(() => arrived('ana', before)))).toContain('Leads: 20');
});

it('answers a mention in plain words, with what it understood and what not', async () => {
  const ana = house.slack.workspace.as('ana');
  const before = ana.inbox().length;
  const bot = house.slack.workspace.users().find(({ isBot }) => isBot)?.id ?? '';
  ana.say('revops', `<@${bot}> how many leads from webinars in Bavaria last month?`);
  const words = wordsOf(await eventually(() => arrived('ana', before)));
  expect(words).toContain('Leads: 10');
  expect(words).toContain('leads last month where source = Webinar');
  expect(words).toContain('Not understood and left out: Bavaria');
});

it('shows the scoreboard, the catalogue and help', async () => {
  expect(textIn((await ask(house, 'ana', '/kpi')).blocks)).toContain('MQLs');
  expect(wordsOf(await ask(house, 'ana', '/kpi list roi'))).toContain('campaign_roi');
  expect(wordsOf(await ask(house, 'ana', '/kpi help'))).toContain('/kpi cost');
});

it('takes costs of ops alone, lists them and takes them out again', async () => {
  expect(wordsOf(await ask(house, 'ana', '/kpi cost 1200 EUR linkedin 2026-10'))).toContain('entered by ops');
  const entered = wordsOf(await ask(house, 'ops', '/kpi cost 1200 EUR linkedin 2026-10'));
  expect(entered).toContain('€1,200 of marketing for channel linkedin, from 2026-10-01 to 2026-10-31');
  expect(wordsOf(await ask(house, 'ops', '/kpi spend last month'))).toContain('€1,200');
  const list = wordsOf(await ask(house, 'ops', '/kpi cost list'));
  const [, id = ''] = /`(\d+)`/u.exec(list) ?? [];
  expect(wordsOf(await ask(house, 'ops', `/kpi cost remove ${id}`))).toContain('Taken out: €1,200');
  expect(wordsOf(await ask(house, 'ops', '/signalbox audit'))).toContain('cost.removed');
});

it('answers programs that hold the token, and no others', async () => {
  const none = await fetch(`${house.url}/api/kpi?q=leads`);
  expect(none.status).toBe(404);
  const token = 'a-token-of-twenty-four-characters';
  const app = await house.start({ API_TOKEN: token });
  const get = (query: string, headers: Record<string, string> = {}) =>
    fetch(`${app.url}/api/kpi?${query}`, { headers: { authorization: `Bearer ${token}`, ...headers } });
  expect((await get('q=leads', { authorization: 'Bearer wrong' })).status).toBe(401);
  const answer = await get('q=leads+last+month+by+source');
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ kpi: 'leads', value: 40, compared: { value: 30 }, unit: 'count' });
  const refused = await get('q=leeds+last+month');
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({
    error: 'refused',
    suggestions: expect.arrayContaining(['leads last month']),
  });
  expect((await get('q=leads&format=xml')).status).toBe(400);
  const csv = await get('q=leads+last+month', { accept: 'text/csv' });
  expect(csv.headers.get('content-type')).toContain('text/csv');
  expect(await csv.text()).toMatch(/^kpi,period,.*\r\nleads,last month,,2026-10-01,40,count/u);
});

it('has logged no error', () => expect(house.errors).toEqual([]));

function noteNow(person: string, { ts }: PrivateNote): PrivateNote {
  const note = house.slack.workspace
    .as(person)
    .inbox()
    .find((each) => each.ts === ts);
  if (note === undefined) throw new Error('the note is gone');
  return note;
}

function arrived(person: string, before: number): PrivateNote {
  const note = house.slack.workspace
    .as(person)
    .inbox()
    .slice(before)
    .find(({ text }) => text !== COUNTING.text);
  if (note === undefined) throw new Error(`${person} was told nothing`);
  return note;
}

function blockTypes({ blocks }: PrivateNote): readonly string[] {
  return (blocks ?? []).map((block) => (block as { type: string }).type);
}

function blockOf({ blocks }: PrivateNote, type: string): unknown {
  return (blocks ?? []).find((block) => (block as { type: string }).type === type);
}
