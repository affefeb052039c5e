// What is watched and what was found, as each person may see it, with what can be done about it.
import { describe, expect, it } from 'vitest';
import { askWatch } from '#features/anomalies/asking/ask-watch.ts';
import type { NewWatch } from '#features/anomalies/asking/ask-watch.ts';
import { homeIncidentBlocks, loadHomeIncidents } from '#features/anomalies/asking/home-incidents.ts';
import { answerIncidents } from '#features/anomalies/asking/incidents-command.ts';
import { showOnHomes } from '#features/anomalies/asking/show-on-homes.ts';
import { answerWatches } from '#features/anomalies/asking/watches-command.ts';
import { WATCH_LIST_ACTIONS } from '#features/anomalies/asking/watches-view.ts';
import type { Incident } from '#features/anomalies/store.ts';
import { homeTab } from '#blockkit/blocks.ts';
import { ChannelId } from '#kernel/ids.ts';
import { after, DAY_MS } from '#kernel/time.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { bo, HERE, mia, oskar, useAskingHouse } from '../../../support/asking-house.ts';
import { correlationId } from '../../../support/builders.ts';
import { anIncident, aSignal } from '../../../support/incident-builder.ts';
import {
  actionsIn,
  buttonValueIn,
  expectAccepted,
  expectViewAccepted,
  HOSTILE,
  textIn,
} from '../../../support/slack-shape.ts';

const world = useAskingHouse();
const ELSEWHERE = ChannelId.parse('C0ELSEWHERE');

async function ask(by: SlackPerson, over: Partial<NewWatch> = {}) {
  const wanted: NewWatch = {
    question: 'leads',
    by: null,
    channel: HERE,
    sensitivity: 'normal',
    direction: 'both',
    threshold: null,
    assignee: null,
    ...over,
  };
  const outcome = await askWatch(world.desk, world.turn(by), wanted);
  if (outcome.kind !== 'asked') throw new Error(`not asked: ${outcome.kind}`);
  return outcome.watch;
}

async function watches(by: SlackPerson, text = '', channel: ChannelId | null = HERE) {
  const message = await answerWatches(world.desk, world.turn(by, channel), text);
  expectAccepted(message);
  return message;
}

const watchesText = async (...asked: Parameters<typeof watches>) => textIn((await watches(...asked)).blocks);

function found(over: Partial<Incident> = {}): Promise<Incident> {
  const {
    id: _,
    version: __,
    ...incident
  } = anIncident({
    channelName: HERE,
    since: '2026-11-17',
    openedAt: world.house.now,
    changedAt: world.house.now,
    signals: [aSignal({ metric: 'leads', day: '2026-11-17' })],
    ...over,
  });
  return world.db.database.transact((tx) => tx.incidents.add(incident));
}

async function incidents(by: SlackPerson, text = '', channel: ChannelId | null = HERE) {
  const message = await answerIncidents(world.desk, world.turn(by, channel), text);
  expectAccepted(message);
  return message;
}

const incidentsText = async (...asked: Parameters<typeof incidents>) => textIn((await incidents(...asked)).blocks);

describe('/kpi watches', () => {
  it('says how to begin where nothing is watched', async () => {
    expect(await watchesText(mia)).toContain('Press “Alert me” below an answer');
  });

  it('has what the playbook and people watch, by channel, and how each is', async () => {
    world.write('watches: [{ metric: leads, by: source, channel: "#revops", sensitivity: eager, direction: down }]\n');
    const { id } = await ask(mia, { threshold: { kind: 'below', value: 40 }, assignee: 'bo@acme.test' });
    await world.desk.stores.watches.advance({
      watch: `watch:${id}`,
      through: '2026-11-17',
      beganAt: after(world.house.now, -30 * DAY_MS),
      version: 0,
    });
    const words = await watchesText(mia);
    expect(words).toMatch(/^:bell: Told in <#C0MARKETING>[\s\S]*Told in <#C0REVOPS>/u);
    expect(words).toMatch(/\*Leads by source\*\nwhen it is unusually low {2}· {2}eager {2}· {2}of the playbook/u);
    expect(words).toContain(`Told in <#${HERE}>`);
    expect(words).toMatch(/#1 \*Leads\*\nwhen it is below 40 {2}· {2}asked for by <@U0MIA> .* for <@U0BO>/u);
    expect(words).toContain('looked at up to 17 Nov\nno alarm in this time');
  });

  it('shows others what is told where they ask or belongs to them, and ops everything', async () => {
    await ask(mia, { channel: mia.id, question: 'mqls' });
    await ask(mia, { channel: ELSEWHERE, question: 'sqls' });
    await ask(mia, { question: 'revenue', assignee: 'bo@acme.test' });
    const seen = async (by: SlackPerson, channel: ChannelId | null) =>
      [...(await watchesText(by, '', channel)).matchAll(/#(\d) \*/gu)]
        .map(([, id]) => Number(id))
        .toSorted((a, b) => a - b);
    expect(await seen(mia, null)).toEqual([1, 2, 3]);
    expect(await seen(bo, null)).toEqual([3]);
    expect(await seen(bo, ELSEWHERE)).toEqual([2, 3]);
    expect(await seen(oskar, null)).toEqual([1, 2, 3]);
    expect(await watchesText(bo)).not.toContain('Signalbox itself');
    expect(await watchesText(oskar)).toContain('Age of a CRM’s data, of each CRM');
  });

  it('goes by words and by pages', async () => {
    for (let value = 1; value <= 12; value += 1) await ask(mia, { threshold: { kind: 'below', value } });
    const first = await watches(mia);
    expect(textIn(first.blocks)).toContain('1 to 10 of 12 watches');
    const next = buttonValueIn(first.blocks, WATCH_LIST_ACTIONS.next);
    const { answers } = await world.hands.press(WATCH_LIST_ACTIONS.next, next, mia, 'private');
    expect(textIn(answers[0]?.blocks)).toContain('11 to 12 of 12 watches');
    expect(actionsIn(answers[0]?.blocks)).toContain(WATCH_LIST_ACTIONS.previous);
    expect(await watchesText(mia, 'unicorns')).toContain('Nothing is watched that has “unicorns” in it');
    expect(await watchesText(mia, 'help')).toContain('/kpi watches end NUMBER');
  });

  it('says of a question that is not understood any more what is wrong with it', async () => {
    await ask(mia, { question: `leeds ${HOSTILE}` });
    const words = await watchesText(mia);
    expect(words).toContain(':warning: ');
    expect(words).not.toContain('<!channel>');
  });

  it('has what verdicts taught, and whoever may teach lets it start over', async () => {
    const { id } = await ask(mia);
    const at = world.house.now;
    const signals = [aSignal({ watch: `watch:${id}`, metric: 'leads' })];
    for (let many = 0; many < 3; many += 1) {
      await found({
        signals,
        openedAt: after(at, -DAY_MS),
        state: 'closed',
        endedAt: at,
        verdict: 'expected',
        judgedBy: bo.id,
      });
    }
    const message = await watches(mia);
    expect(textIn(message.blocks)).toMatch(/Verdicts made it less eager: about one false alarm in [\d.]+ years/u);
    const key = buttonValueIn(message.blocks, WATCH_LIST_ACTIONS.reset);
    const press = async (by: SlackPerson) =>
      (await world.hands.press(WATCH_LIST_ACTIONS.reset, key, by, 'private')).answers[0]?.text;
    expect(actionsIn((await watches(bo)).blocks)).toEqual([]);
    expect(await press(bo)).toContain('Ops, whoever asked for it');
    expect(await press(mia)).toContain('It starts over');
    expect(await watchesText(mia)).not.toContain('Verdicts made it');
    expect(await press(mia)).toContain('nothing to forget');
  });

  it('ends one by its button, for whoever asked and for ops', async () => {
    await ask(mia);
    await ask(mia, { question: 'mqls' });
    const end = async (value: string, by: SlackPerson) =>
      (await world.hands.press(WATCH_LIST_ACTIONS.end, value, by, 'private')).answers[0]?.text;
    expect(actionsIn((await watches(bo)).blocks)).toEqual([]);
    expect(await end('1', bo)).toContain('somebody else’s watch');
    expect(await end('1', mia)).toBe('#1 is not watched any more.');
    expect(await end('1', mia)).toContain('There is no watch #1');
    expect(await end('2', oskar)).toBe('#2 is not watched any more.');
    expect(await world.audited('watch:1')).toEqual(['watch.asked', 'watch.ended']);
    expect(await world.desk.stores.watches.asked()).toEqual([]);
    await expect(end('playbook:x', mia)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('/kpi incidents', () => {
  it('says that nothing is unusual', async () => {
    const words = await incidentsText(mia);
    expect(words).toContain('Nothing is unusual right now');
    expect(words).toContain('Nothing ended in the last 14 days');
    expect(await incidentsText(mia, 'all')).toContain('There has been no incident here yet');
  });

  it('has what is open, the gravest first, then what ended lately, each with a look at it', async () => {
    const at = world.house.now;
    await found({ severity: 'low', state: 'acknowledged', assignee: mia.id, acknowledgedBy: mia.id });
    await found({ severity: 'high', card: { channel: HERE, ts: '1700000000.000100', hash: 'x' } });
    await found({ state: 'recovered', endedAt: after(at, -3 * DAY_MS), verdict: 'real', judgedBy: mia.id });
    await found({ state: 'closed', endedAt: after(at, -30 * DAY_MS) });
    const message = await incidents(mia);
    const words = textIn(message.blocks);
    expect([...words.matchAll(/\*#(\d)\*/gu)].map(([, id]) => id)).toEqual(['2', '1', '3']);
    expect(words).toContain('2 open incidents');
    expect(words).toContain(':red_circle: *#2* Leads fell to 50 on Tuesday 17 Nov: 100 expected (80 to 120)');
    expect(words).toContain(`<https://slack.com/archives/${HERE}/p1700000000000100|message>`);
    expect(words).toContain('nobody has it');
    expect(words).toContain('<@U0MIA> has it');
    expect(words).toMatch(/recovered <!date.*judged real/u);
    expect(actionsIn(message.blocks)).toEqual(['incident.look', 'incident.look', 'incident.look']);
    expect(await incidentsText(mia, 'all')).toContain('4 incidents');
    expect(await incidentsText(mia, 'closed')).toContain('2 incidents that ended');
    expect(await incidentsText(mia, 'whatever')).toContain('/kpi incidents NUMBER');
  });

  it('shows others what is told where they ask or is theirs, and ops everything', async () => {
    await found({ channelName: '#marketing' });
    await found({ channelName: mia.id });
    await found({ channelName: ELSEWHERE, assignee: bo.id });
    const seen = async (by: SlackPerson, channel: ChannelId | null) =>
      [...(await incidentsText(by, '', channel)).matchAll(/\*#(\d)\*/gu)]
        .map(([, id]) => Number(id))
        .toSorted((a, b) => a - b);
    expect(await seen(mia, HERE)).toEqual([1, 2]);
    expect(await seen(mia, null)).toEqual([2]);
    expect(await seen(bo, null)).toEqual([3]);
    expect(await seen(oskar, null)).toEqual([1, 2, 3]);
    expect(await incidentsText(bo, '#2')).toContain('There is no incident #2, or none that is told here');
    expect(await incidentsText(oskar, '2')).toContain('Leads fell to 50');
  });

  it('shows the whole message to whoever looks, with what can be done', async () => {
    const { id } = await found();
    const look = async (by: SlackPerson) => world.hands.press('incident.look', String(id), by, 'private');
    const { answers } = await look(mia);
    expect(textIn(answers.at(-1)?.blocks)).toContain('*Leads fell to 50');
    expect(actionsIn(answers.at(-1)?.blocks)).toContain('incident.take');
    await expect(world.hands.press('incident.look', 'x', mia)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('stays within what a message holds, however many there are', async () => {
    for (let many = 0; many < 25; many += 1) await found({ fault: `${HOSTILE} ${'x & '.repeat(200)}`, kind: 'data' });
    expect(await incidentsText(oskar)).toContain('and 5 more');
    await found({ state: 'recovered', endedAt: world.house.now });
    await incidents(oskar, 'all');
  });
});

describe('The Home tab', () => {
  async function home(by: SlackPerson) {
    const blocks = homeIncidentBlocks(await loadHomeIncidents(world.desk, by.id));
    expectViewAccepted(homeTab(blocks));
    return { words: textIn(blocks), actions: actionsIn(blocks) };
  }

  it('has all that is open for ops, and what is theirs for others', async () => {
    await found({ severity: 'high' });
    await found({ state: 'acknowledged', assignee: bo.id, acknowledgedBy: bo.id });
    await found({ state: 'recovered', endedAt: world.house.now });
    const forOps = await home(oskar);
    expect(forOps.words).toMatch(/^Incidents\n:red_circle: \*#1\*[\s\S]*\*#2\*[\s\S]*<@U0BO> has it/u);
    expect(forOps.actions).toEqual(['incident.take', 'incident.look', 'incident.look']);
    expect((await home(bo)).words).toMatch(/^Your incidents\n.*\*#2\*/u);
    expect((await home(mia)).words).toBe('');
  });

  it('says to ops that all is calm, or that nothing is watched', async () => {
    expect((await home(oskar)).words).toContain('Nothing is watched yet');
    await ask(mia);
    expect((await home(oskar)).words).toContain('Nothing is unusual right now');
  });

  it('is short where there are many', async () => {
    for (let many = 0; many < 8; many += 1) await found();
    expect((await home(oskar)).words).toContain('2 more are open: /kpi incidents has them all.');
  });

  it('is shown again to ops and to whoever has it or had it, once', async () => {
    const cause = { at: world.house.now, correlationId };
    for (let twice = 0; twice < 2; twice += 1) {
      await world.db.database.transact((tx) => showOnHomes(tx, world.house.playbook, [bo.id, null], cause));
    }
    const rows = await world.db.rows<{ lane: string }>('SELECT lane FROM outbox ORDER BY lane');
    expect(rows.map(({ lane }) => lane)).toEqual([`home:${bo.id}`, `home:${oskar.id}`]);
  });
});
