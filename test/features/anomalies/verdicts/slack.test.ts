// The buttons of an incident: what each does, what everybody reads of it, and that of two who press at once one is told.
import { describe, expect, it } from 'vitest';
import { lookAfterIncidents } from '#features/anomalies/watching/look-after-incidents.ts';
import { takeIncident } from '#features/anomalies/verdicts/take-incident.ts';
import { taughtShifts } from '#features/anomalies/verdicts/taught-shift.ts';
import { ASSIGNEE_FIELD, EVENT_FIELDS, VERDICT_MODALS } from '#features/anomalies/verdicts/modals.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { correlationId } from '../../../support/builders.ts';
import { aSignal } from '../../../support/incident-builder.ts';
import { expectViewAccepted, HOSTILE, textIn } from '../../../support/slack-shape.ts';
import { ana, bo, cy, gone, IN_CHANNEL, useVerdictHouse } from '../../../support/verdict-house.ts';

const house = useVerdictHouse();

const state = (incident: number) => ({ incident, channel: IN_CHANNEL });
const answers = (over: object = {}) => ({
  [EVENT_FIELDS.name]: { value: 'Spring launch' },
  [EVENT_FIELDS.from]: { selected_date: '2026-11-16' },
  [EVENT_FIELDS.to]: { selected_date: '2026-11-18' },
  [EVENT_FIELDS.yearly]: { selected_options: [{ value: 'yearly' }] },
  [EVENT_FIELDS.scope]: { selected_option: { value: 'these' } },
  ...over,
});
const expectIt = (id: number, by: SlackPerson, over: object = {}) =>
  house.hands.submit(VERDICT_MODALS.expected, state(id), answers(over), by);
const assign = (id: number, to: SlackPerson, by: SlackPerson) =>
  house.hands.submit(VERDICT_MODALS.assign, state(id), { [ASSIGNEE_FIELD]: { selected_user: to.id } }, by);
const snooze = async (value: string, by: SlackPerson) =>
  (await house.hands.choose('incident.snooze', value, by)).answers.at(-1)?.text ?? '';
const shift = async () => {
  const watch = { key: house.watch, sensitivity: 'normal', threshold: null } as const;
  return (await taughtShifts(house.desk.stores, [watch], house.now)).get(house.watch);
};

describe('Real', () => {
  it('is said by anybody, keeps the incident open, and makes the watch a little more eager', async () => {
    const { id } = await house.open();
    expect(await house.press('real', id, cy)).toMatch(/^#\d+ is real: noted\. It stays open/u);
    expect(await house.get(id)).toMatchObject({
      state: 'acknowledged',
      verdict: 'real',
      judgedBy: cy.id,
      acknowledgedBy: cy.id,
      acknowledgedAt: house.now,
    });
    expect(await shift()).toBe(-0.02);
    expect(await house.said()).toEqual([`card ${id}`, `line ${id}: Cy: this is real.`]);
    expect(await house.audited(`incident:${id}`)).toEqual([
      {
        action: 'incident.judged',
        before: { verdict: null, state: 'open' },
        after: { verdict: 'real', state: 'acknowledged' },
      },
    ]);
    expect(await house.audited(house.watch)).toContainEqual({
      action: 'watch.calibrated',
      before: { shift: 0 },
      after: { shift: -0.02, because: `incident #${id}: real` },
    });
  });

  it('shows at once: what waits to be shown is as urgent as a click', async () => {
    const { id } = await house.open();
    await house.press('real', id, cy);
    const rows = await house.db.rows(`SELECT urgency FROM outbox WHERE kind = 'incident.card'`);
    expect(rows).toEqual([{ urgency: 0 }]);
  });

  it('can still be said of what has recovered, which stays recovered', async () => {
    const { id } = await house.open({ state: 'recovered', endedAt: house.now });
    expect(await house.press('real', id, cy)).toMatch(/was real: noted\. Such a change/u);
    expect(await house.get(id)).toMatchObject({ state: 'recovered', verdict: 'real' });
  });

  it.each([
    {
      when: 'it was judged',
      over: { verdict: 'real', judgedBy: ana.id } as const,
      says: /^Ana has judged #\d+ already: “Real”\./u,
    },
    { when: 'it is closed', over: { state: 'closed' } as const, says: /is over: nothing watches it any more/u },
    { when: 'it is about data', over: { kind: 'data' } as const, says: /there is nothing to judge/u },
  ])('is refused where $when', async ({ over, says }) => {
    const { id } = await house.open(over);
    expect(await house.press('real', id, cy)).toMatch(says);
    expect(await house.said()).toEqual([]);
  });

  it('is counted once where two press at the same time, and the other is told', async () => {
    const { id } = await house.open();
    const said = await Promise.all([house.press('real', id, bo), house.press('real', id, cy)]);
    expect(said.filter((text) => text.includes('is real: noted'))).toHaveLength(1);
    expect(said.filter((text) => /^(Bo|Cy) has judged/u.test(text))).toHaveLength(1);
    expect(await shift()).toBe(-0.02);
  });

  it.each(['', 'x', '0', '-1', '1:1', '1e3', '9'.repeat(30), "1'; DROP TABLE incident"])(
    'with the forged value %j is refused in plain words',
    async (value) => {
      await expect(house.press('real', value, cy)).rejects.toMatchObject({ code: 'invalid_input' });
    },
  );

  it('of an incident of nobody here says so', async () => {
    expect(await house.press('real', 999_999, cy)).toMatch(/There is no such incident here/u);
  });
});

describe('Expected', () => {
  it('asks what it was at once, then with its days', async () => {
    const { id } = await house.open({ signals: [aSignal({ watch: house.watch, metric: 'leads', day: '2026-11-18' })] });
    const { acks, views } = await house.hands.press('incident.expected', String(id), bo);
    expect(acks).toHaveLength(1);
    expect(views).toHaveLength(2);
    for (const view of views) expectViewAccepted(view);
    expect(textIn(views[1])).toContain('*Leads fell to 50');
    expect(JSON.stringify(views[1])).toMatch(/"initial_date":"2026-11-17".*"initial_date":"2026-11-18"/u);
    expect(textIn(views[1])).toContain('Every year on these days');
  });

  it('remembers the days, closes the incident and makes the watch less eager', async () => {
    const { id } = await house.open();
    const { acks } = await expectIt(id, bo);
    expect(acks).toMatchObject([{ response_action: 'update' }]);
    expect(textIn(acks[0])).toContain(`#${id} was expected: noted, and closed.`);
    expect(await house.get(id)).toMatchObject({
      state: 'closed',
      verdict: 'expected',
      judgedBy: bo.id,
      endedAt: house.now,
    });
    const [event] = await house.desk.stores.watches.events();
    expect(event).toMatchObject({
      name: 'Spring launch',
      from: '2026-11-16',
      to: '2026-11-18',
      everyYear: true,
      metrics: ['leads'],
      incident: id,
      createdBy: bo.id,
    });
    expect(await shift()).toBe(0.03);
    expect((await house.audited(`incident:${id}`)).slice(-2).map(({ action }) => action)).toEqual([
      'incident.judged',
      'incident.closed',
    ]);
    expect((await house.said()).at(-1)).toBe(
      `line ${id}: Bo: this was expected. Spring launch (Mon 16 Nov to Wed 18 Nov, every year) is remembered: its days are not judged.`,
    );
    expect(await house.audited(`event:${event?.id}`)).toMatchObject([
      { action: 'event.added', after: { incident: id } },
    ]);
  });

  it('can be for all KPIs', async () => {
    const { id } = await house.open();
    await expectIt(id, ana, {
      [EVENT_FIELDS.scope]: { selected_option: { value: 'all' } },
      [EVENT_FIELDS.yearly]: { selected_options: [] },
    });
    expect(await house.desk.stores.watches.events()).toMatchObject([{ metrics: [], everyYear: false }]);
  });

  it('without a name means that nothing happened: no day is remembered', async () => {
    const { id } = await house.open();
    await expectIt(id, bo, { [EVENT_FIELDS.name]: { value: null } });
    expect(await house.get(id)).toMatchObject({ state: 'closed', verdict: 'expected' });
    expect(await house.desk.stores.watches.events()).toEqual([]);
    expect((await house.said()).at(-1)).toBe(`line ${id}: Bo: nothing happened, this was chance.`);
  });

  it('stays open with what is wrong beside the field', async () => {
    const { id } = await house.open();
    const { acks } = await expectIt(id, bo, { [EVENT_FIELDS.to]: { selected_date: '2026-11-15' } });
    expect(acks).toEqual([{ response_action: 'errors', errors: { to: 'It ends before it begins.' } }]);
    expect((await house.get(id)).verdict).toBeNull();
  });

  it('of anybody can only be that nothing happened, and says who may name days', async () => {
    const { id } = await house.open();
    const { views } = await house.hands.press('incident.expected', String(id), cy);
    expectViewAccepted(views[1]);
    expect(textIn(views[1])).toMatch(/What is normal is said by ops/u);
    expect(JSON.stringify(views[1])).not.toContain('datepicker');
    const forged = await expectIt(id, cy);
    expect(textIn(forged.acks[0])).toMatch(/What is normal is said by ops/u);
    expect((await house.get(id)).verdict).toBeNull();
    await house.hands.submit(VERDICT_MODALS.expected, state(id), {}, cy);
    expect(await house.get(id)).toMatchObject({ verdict: 'expected', judgedBy: cy.id });
  });

  it('says in the modal that somebody was first', async () => {
    const { id } = await house.open();
    await house.press('real', id, ana);
    const { views } = await house.hands.press('incident.expected', String(id), bo);
    expect(textIn(views[1])).toContain('Ana has judged');
    expect(textIn((await expectIt(id, bo)).acks[0])).toContain('Ana has judged');
  });

  it('shows whatever somebody writes as it is', async () => {
    const { id } = await house.open();
    await expectIt(id, bo, { [EVENT_FIELDS.name]: { value: HOSTILE } });
    expect(await house.desk.stores.watches.events()).toMatchObject([{ name: HOSTILE }]);
  });
});

describe('Take it and Assign', () => {
  it('make it somebody’s, once', async () => {
    const { id } = await house.open();
    const said = await Promise.all([house.press('take', id, bo), house.press('take', id, cy)]);
    const { assignee } = await house.get(id);
    expect(said.filter((text) => text.includes('is yours'))).toHaveLength(1);
    expect(said.filter((text) => text.includes('has #') && text.includes('Assign hands it over'))).toHaveLength(1);
    expect(await house.get(id)).toMatchObject({ state: 'acknowledged', acknowledgedBy: assignee });
    expect((await house.said()).filter((line) => line.startsWith('line'))).toHaveLength(1);
  });

  it('lets anybody take what somebody has not taken yet, and says so to who has it already', async () => {
    const { id } = await house.open({ assignee: bo.id });
    await house.press('take', id, cy);
    expect(await house.get(id)).toMatchObject({ assignee: cy.id });
    expect(await house.press('take', id, cy)).toBe(`#${id} is yours already.`);
  });

  it('tell whom it is given to, in the thread and directly', async () => {
    const { id } = await house.open();
    const { views } = await house.hands.press('incident.assign', String(id), ana);
    for (const view of views) expectViewAccepted(view);
    const { acks } = await assign(id, bo, ana);
    expect(textIn(acks[0])).toContain(`#${id} is Bo’s.`);
    expect(await house.get(id)).toMatchObject({ state: 'open', assignee: bo.id, acknowledgedBy: null });
    const said = await house.said();
    expect(said).toContain(`line ${id}: Ana gave this to you. @${bo.id}`);
    expect(said.at(-1)).toMatch(/^lead\.whisper: Ana gave you incident #\d+: Leads fell to 22 .* Press “Take it”/u);
  });

  it('is the same as to take it where somebody gives it to themselves', async () => {
    const { id } = await house.open();
    await assign(id, bo, bo);
    expect(await house.get(id)).toMatchObject({ state: 'acknowledged', assignee: bo.id, acknowledgedBy: bo.id });
    expect((await house.said()).some((line) => line.startsWith('lead.whisper'))).toBe(false);
  });

  it('refuse somebody who has left, and whoever has it', async () => {
    const { id } = await house.open({ assignee: bo.id });
    expect((await assign(id, gone, ana)).acks).toMatchObject([
      { errors: { [ASSIGNEE_FIELD]: 'They are not active in Slack any more. Choose somebody else.' } },
    ]);
    expect((await assign(id, bo, ana)).acks).toMatchObject([
      { errors: { [ASSIGNEE_FIELD]: `Bo has #${id} already.` } },
    ]);
  });

  it.each(['take', 'assign'])('%s on what is over says so', async (action) => {
    const { id } = await house.open({ state: 'recovered', endedAt: house.now });
    const { answers: said, views } = await house.hands.press(`incident.${action}`, String(id), bo);
    expect(said.at(-1)?.text ?? textIn(views.at(-1))).toContain(`#${id} is over: the number has recovered.`);
  });

  it('write nothing where the transaction is refused', async () => {
    const { id } = await house.open();
    const desk = { ...house.desk, transact: () => Promise.reject(new Error('not now')) };
    const turn = { by: bo, channel: null, correlationId };
    await expect(takeIncident(desk, { incident: id, ...turn })).rejects.toThrow('not now');
    expect((await house.get(id)).assignee).toBeNull();
  });
});

describe('Snooze', () => {
  it('lets it say nothing for days, and be woken', async () => {
    const { id } = await house.open();
    expect(await snooze(`${id}:3`, cy)).toMatch(/says nothing more for now/u);
    const until = new Date('2026-11-21T08:00:00Z');
    expect(await house.get(id)).toMatchObject({ state: 'acknowledged', snoozedUntil: until });
    expect((await house.said()).at(-1)).toBe(`line ${id}: Cy snoozed this. It says nothing more until 21 Nov 09:00.`);
    expect(await snooze(`${id}:0`, bo)).toBe(`#${id} may speak again.`);
    expect((await house.get(id)).snoozedUntil).toBeNull();
    expect(await snooze(`${id}:0`, bo)).toMatch(/nothing to take back or to wake/u);
  });

  it('ends by itself', async () => {
    const { id } = await house.open();
    await snooze(`${id}:1`, cy);
    house.now = new Date('2026-11-19T08:01:00Z');
    await lookAfterIncidents(house.desk);
    expect((await house.get(id)).snoozedUntil).toBeNull();
  });

  it.each(['1', '1:', ':1', '0:1', '1:10', 'x:1'])('with the forged value %j is refused', async (value) => {
    await expect(snooze(value, cy)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('Take back', () => {
  it('takes back what was real with what it taught', async () => {
    const { id } = await house.open();
    await house.press('real', id, cy);
    expect(await house.press('take_back', id, cy)).toMatch(
      /is taken back with what it taught, and the incident goes on/u,
    );
    expect(await house.get(id)).toMatchObject({ state: 'acknowledged', verdict: null, judgedBy: null });
    expect(await shift()).toBe(0);
    expect((await house.audited(house.watch)).slice(-1)).toEqual([
      {
        action: 'watch.calibrated',
        before: { shift: -0.02 },
        after: { shift: 0, because: `incident #${id}: verdict taken back` },
      },
    ]);
  });

  it('forgets the days that were expected, and opens what they had closed', async () => {
    const { id } = await house.open();
    await expectIt(id, bo);
    await house.press('take_back', id, bo);
    expect(await house.get(id)).toMatchObject({ state: 'acknowledged', verdict: null, endedAt: null });
    expect(await house.desk.stores.watches.events()).toEqual([]);
    expect(await shift()).toBe(0);
    expect((await house.said()).at(-1)).toBe(`line ${id}: Bo took “Expected” back.`);
    await house.press('real', id, cy);
    expect(await house.get(id)).toMatchObject({ verdict: 'real' });
  });

  it('is for who gave it and for those who may teach the watch', async () => {
    const { id } = await house.open();
    await house.press('real', id, ana);
    expect(await house.press('take_back', id, cy)).toMatch(/A verdict is taken back by who gave it, or by them/u);
    expect(await house.press('take_back', id, bo)).toMatch(/is taken back/u);
    expect(await house.press('take_back', id, bo)).toMatch(/nothing to take back/u);
  });

  it('happens once where two press at the same time', async () => {
    const { id } = await house.open();
    await house.press('real', id, cy);
    const said = await Promise.all([house.press('take_back', id, cy), house.press('take_back', id, ana)]);
    expect(said.filter((text) => text.includes('is taken back'))).toHaveLength(1);
    expect(said.filter((text) => text.includes('nothing to take back'))).toHaveLength(1);
  });
});
