// What verdicts change in what is looked at next, over planted leads: a new normal and its end, days that were expected.
import { beforeEach, describe, expect, it } from 'vitest';
import { evaluateWatches } from '#features/anomalies/watching/evaluate-watches.ts';
import type { Incident, SeriesState } from '#features/anomalies/store.ts';
import { EVENT_FIELDS, VERDICT_MODALS } from '#features/anomalies/verdicts/modals.ts';
import { aLook } from '../../../support/incident-builder.ts';
import { actionsIn, expectAccepted, expectViewAccepted, textIn } from '../../../support/slack-shape.ts';
import { bo, cy, IN_CHANNEL, useVerdictHouse } from '../../../support/verdict-house.ts';
import { DAY } from '../../../support/watch-house.ts';

const house = useVerdictHouse();

/** Looks at each day from the one on, as the mornings after them do. */
async function lookAt(from: string, days: number): Promise<void> {
  for (let n = 0; n < days; n += 1) {
    house.at(new Date(Date.parse(from) + (n + 1) * DAY).toISOString().slice(0, 10));
    await evaluateWatches(house.desk);
  }
}

async function theIncident(): Promise<Incident> {
  const found = (await house.incidents()).find(({ signals }) => signals.some(({ watch }) => watch === house.watch));
  if (found === undefined) throw new Error('nothing was found');
  return found;
}

/** What is remembered of leads in all. */
async function remembered(): Promise<SeriesState['state']> {
  const states = await house.desk.stores.watches.series([house.watch]);
  return states.find(({ series }) => series === '')?.state ?? null;
}

let planted = false;

/** Half of all leads are missing from the 9th on. */
beforeEach(async () => {
  if (planted) return;
  await house.plant('2026-09-10', '2026-11-25', (_, day) => (day >= '2026-11-09' ? 0.5 : 1));
  planted = true;
});

describe('A new normal', () => {
  it('ends the incident, and is expected once a week of it is known', async () => {
    await lookAt('2026-11-08', 3);
    const { id } = await theIncident();
    expect(await house.press('new_normal', id, cy)).toMatch(/What is normal is said by ops/u);
    expect(await house.press('new_normal', id, bo)).toMatch(/is the new normal: what is since then is expected/u);
    expect(await house.get(id)).toMatchObject({ state: 'closed', verdict: 'new_normal', judgedBy: bo.id });
    expect((await house.said()).at(-1)).toMatch(/Bo: this is the new normal\. What is since \w+ \d+ Nov is expected/u);
    await lookAt('2026-11-11', 9);
    const [look] = (await house.looks('2026-11-19')).slice(-1);
    expect(look).toMatchObject({ flagged: false, state: 'judged' });
    expect(look?.expected).toBeLessThan(50);
    expect((await house.incidents()).filter(({ state }) => state === 'open')).toEqual([]);
  });

  it('is unlearned when it is taken back, as if it had never been said', async () => {
    await lookAt('2026-11-08', 3);
    const before = await remembered();
    const { id } = await theIncident();
    await house.press('new_normal', id, bo);
    expect(await remembered()).not.toEqual(before);
    expect(await house.press('take_back', id, bo)).toMatch(/the incident goes on/u);
    expect(judgementOf(await remembered())).toEqual(judgementOf(before));
    await lookAt('2026-11-11', 1);
    expect((await house.looks('2026-11-11')).at(-1)).toMatchObject({ flagged: true });
    expect(await house.get(id)).toMatchObject({ state: 'acknowledged', verdict: null });
  });

  it('does not wait for a look that is going on: that one is dropped and made anew', async () => {
    await lookAt('2026-11-08', 3);
    const { id } = await theIncident();
    house.at('2026-11-12');
    await Promise.allSettled([evaluateWatches(house.desk), house.press('new_normal', id, bo)]);
    await house.press('new_normal', id, bo);
    await evaluateWatches(house.desk);
    expect(await house.get(id)).toMatchObject({ verdict: 'new_normal' });
    expect(await house.looks('2026-11-11')).not.toEqual([]);
    expect((await remembered())?.['normal']).not.toBe(0);
  });

  it('is not what a limit has', async () => {
    const { id } = await house.open({ signals: [{ ...(await limitSignal()) }] });
    expect(await house.press('new_normal', id, bo)).toMatch(/is told at a limit/u);
  });
});

describe('What was expected', () => {
  it('is judged anew as special by the next look, and not any more once it is taken back', async () => {
    await lookAt('2026-11-08', 3);
    const { id } = await theIncident();
    expect((await house.looks('2026-11-10')).at(-1)).toMatchObject({ flagged: true });
    await house.hands.submit(VERDICT_MODALS.expected, { incident: id, channel: IN_CHANNEL }, form(), bo);
    await lookAt('2026-11-11', 1);
    expect((await house.looks('2026-11-09')).at(-1)).toMatchObject({ flagged: false, state: 'special' });
    expect((await house.looks('2026-11-10')).at(-1)).toMatchObject({ flagged: false, state: 'special' });
    expect((await house.looks('2026-11-11')).at(-1)).toMatchObject({ state: 'special' });
    await house.press('take_back', id, bo);
    await lookAt('2026-11-12', 1);
    expect((await house.looks('2026-11-10')).at(-1)).toMatchObject({ state: 'judged' });
  });
});

describe('Explain', () => {
  it('opens at once, then says step by step how the number was judged, what was left out and what was taught', async () => {
    await lookAt('2026-11-08', 3);
    const { id } = await theIncident();
    const { acks, views } = await house.hands.press('incident.explain', String(id), cy);
    expect(acks).toEqual([undefined]);
    expect(views).toHaveLength(2);
    for (const view of views) expectViewAccepted(view);
    const text = textIn(views[1]);
    expect(text).toMatch(/1\. \d+ expected: the level of the days before/u);
    expect(text).toMatch(/2\. \d+ to \d+ is what chance leaves 99 times of 100/u);
    expect(text).toMatch(/3\. Three looks were taken/u);
    expect(text).toMatch(/5\. A watch that is normal raises an alarm from once in 1,000 on, a score of 0\.50\./u);
    expect(text).toMatch(/```Day +Value +Expected +Usual\n/u);
    expect(text).toMatch(/Tue 10 Nov +\d+ +\d+ +\d+–\d+ +alarm/u);
    expect(text).toMatch(/Looked at, one by one and in pairs: .*source/u);
    expect(text).toContain('Set to normal: about one false alarm a year for each number.');
    expect(text).toContain('Verdicts have taught it nothing so far.');

    await house.hands.submit(VERDICT_MODALS.expected, { incident: id, channel: IN_CHANNEL }, form(), bo);
    await lookAt('2026-11-11', 1);
    const signal = { ...(await limitSignal()), watch: house.watch, day: '2026-11-11' };
    const again = await house.open({ signals: [signal], since: '2026-11-11' });
    const taught = textIn((await house.hands.press('incident.explain', String(again.id), cy)).views[1]);
    expect(taught).toMatch(/Mon 9 Nov: Fair/u);
    expect(taught).toMatch(/Verdicts have made it less eager: about one false alarm in 16 months/u);
  });

  it.each([
    {
      when: 'it is told at a limit',
      watched: true,
      says: /1\. It is told at a limit, not by chance: 1 on Tuesday 17 Nov, and the limit is 2\./u,
    },
    { when: 'nobody watches it any more', watched: false, says: /Nobody watches this number any more/u },
  ])('says so where $when', async ({ watched, says }) => {
    const watch = watched ? house.limit : 'watch:99';
    const signal = { ...(await limitSignal()), watch, value: 1, expected: null, low: 2, high: null };
    const look = aLook({
      watch,
      day: signal.day,
      value: 1,
      expected: null,
      low: 2,
      high: null,
      direction: 'down',
      flagged: true,
    });
    await house.desk.stores.watches.record([look]);
    const { id } = await house.open({ signals: [signal] });
    const { views } = await house.hands.press('incident.explain', String(id), cy);
    expectViewAccepted(views[1]);
    expect(textIn(views[1])).toMatch(says);
  });
});

describe('Records', () => {
  it('are those of the day, as /kpi lists them', async () => {
    const { id } = await house.open({ signals: [{ ...(await limitSignal()), watch: house.watch, day: '2026-11-10' }] });
    const { answers } = await house.hands.press('incident.records', String(id), cy);
    const [answer] = answers.slice(-1);
    expectAccepted({ text: answer?.text ?? '', blocks: (answer?.blocks ?? []) as never });
    expect(textIn(answer?.blocks)).toContain('`leads 2026-11-10`');
    expect(answer?.text).toMatch(/^Leads: records, \d+/u);
    expect(JSON.stringify(answer?.blocks?.at(-1))).toContain('leads 2026-11-03');
    expect(actionsIn(answer?.blocks).at(-1)).toBe('kpi.records');
  });

  it('of a part are those of the part', async () => {
    const { id } = await house.open({
      signals: [{ ...(await limitSignal()), watch: house.watch, series: 'Paid Search', day: '2026-11-10' }],
    });
    const { answers } = await house.hands.press('incident.records', String(id), cy);
    expect(textIn(answers.at(-1)?.blocks)).toContain('`leads 2026-11-10 where source = "Paid Search"`');
  });

  it('of what nobody watches any more are not there', async () => {
    const { id } = await house.open({ signals: [{ ...(await limitSignal()), watch: 'watch:99' }] });
    expect(await house.press('records', id, cy)).toMatch(/Nobody watches the number/u);
  });
});

async function limitSignal(): Promise<Incident['signals'][number]> {
  const [signal] = (await house.open()).signals;
  if (signal === undefined) throw new Error('it has no signal');
  return { ...signal, watch: house.limit };
}

function form() {
  return {
    [EVENT_FIELDS.name]: { value: 'Fair' },
    [EVENT_FIELDS.from]: { selected_date: '2026-11-09' },
    [EVENT_FIELDS.to]: { selected_date: '2026-11-11' },
    [EVENT_FIELDS.yearly]: { selected_options: [] },
    [EVENT_FIELDS.scope]: { selected_option: { value: 'these' } },
  };
}

/** What is remembered, but for when remembering began. */
function judgementOf(state: SeriesState['state']): unknown {
  const { rows, normal } = (state ?? {}) as { rows?: readonly (readonly number[])[]; normal?: number };
  const last = rows?.at(-1)?.[0] ?? 0;
  const recent = rows?.filter(([day = 0]) => day > last - 182).map(([day = 0, ...rest]) => [day - last, ...rest]);
  return { rows: recent, normal };
}
