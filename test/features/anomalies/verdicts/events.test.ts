// `/kpi events`, and forgetting what verdicts have taught.
import { describe, expect, it } from 'vitest';
import { answerEvents } from '#features/anomalies/verdicts/events-command.ts';
import { loadFeedback } from '#features/anomalies/verdicts/feedback.ts';
import { resetCalibration } from '#features/anomalies/verdicts/reset-calibration.ts';
import { taughtShifts } from '#features/anomalies/verdicts/taught-shift.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { aPlaybook } from '../../playbook/builders.ts';
import { correlationId } from '../../../support/builders.ts';
import { actionsIn, expectAccepted, HOSTILE, textIn } from '../../../support/slack-shape.ts';
import { ana, bo, cy, useVerdictHouse, WRITTEN } from '../../../support/verdict-house.ts';

const house = useVerdictHouse();

const turn = (by: SlackPerson) => ({ by, channel: null, correlationId });
const typed = (text: string, by: SlackPerson = ana) => answerEvents(house.desk, turn(by), text);

describe('/kpi events', () => {
  it('says what to do where there are none', async () => {
    expect((await typed('')).text).toMatch(/No days are known to be different besides public holidays/u);
  });

  it('names days, lists them with who named them, and takes them back', async () => {
    expect((await typed('add Spring launch 2026-03-02 2026-03-06 yearly for leads')).text).toBe(
      '#1 Spring launch is known: Mon 2 Mar to Fri 6 Mar 2026, every year, for leads.',
    );
    const list = await typed('', bo);
    expectAccepted(list);
    expect(textIn(list.blocks)).toContain(
      '*#1 Spring launch*\nMon 2 Mar to Fri 6 Mar 2026 and every year after  ·  Leads  ·  named by Ana',
    );
    expect(actionsIn(list.blocks)).toEqual([]);
    expect(actionsIn((await typed('list')).blocks)).toEqual(['incident.end_event']);
    expect((await typed('end 1', cy)).text).toMatch(/named by somebody else/u);
    expect(await house.press('end_event', 1, ana)).toBe('#1 Spring launch is taken back.');
    expect((await typed('end #1')).text).toMatch(/There is no such event/u);
    expect((await house.audited('event:1')).map(({ action }) => action)).toEqual(['event.added', 'event.ended']);
  });

  it('shows those of the playbook too, which only the playbook changes', async () => {
    house.playbook = aPlaybook(`${WRITTEN}watching: { events: [{ name: Fair, from: 2026-05-04, to: 2026-05-08 }] }\n`);
    await typed(`add ${HOSTILE} 2026-03-02`);
    const list = await typed('');
    expectAccepted(list);
    expect(textIn(list.blocks)).toContain('*Fair*\nMon 4 May to Fri 8 May 2026  ·  all KPIs  ·  of the playbook');
  });

  it.each([
    { text: 'add Fair 2026-05-04', by: cy, says: /Days are named by ops/u },
    { text: 'add Fair', by: ana, says: /Write its name and its days/u },
    { text: 'add Fair 2026-05-04 2026-05-01', by: ana, says: /It ends before it begins/u },
    { text: 'add 2026-05-04', by: ana, says: /Write its name and its days/u },
    { text: 'end x', by: ana, says: /There is no such event/u },
    { text: 'what', by: ana, says: /\/kpi events add NAME/u },
  ])('answers “$text” in words', async ({ text, by, says }) => {
    expect((await typed(text, by)).text).toMatch(says);
  });
});

describe('To start over', () => {
  const watch = () => ({ key: house.watch, sensitivity: 'normal', threshold: null }) as const;
  const shift = async () => (await taughtShifts(house.desk.stores, [watch()], house.now)).get(house.watch);
  const reset = (by: SlackPerson, key = house.watch) => resetCalibration(house.desk, turn(by), key);

  it('forgets what verdicts on earlier alarms taught, and no later one', async () => {
    const { id } = await house.open();
    await house.press('real', id, cy);
    expect(await shift()).toBe(-0.02);
    house.now = new Date(house.now.getTime() + 60_000);
    expect(await reset(cy)).toBe('not_yours');
    expect(await reset(bo)).toBe('reset');
    expect(await shift()).toBe(0);
    expect(await reset(bo)).toBe('untaught');
    expect((await house.audited(house.watch)).at(-1)).toEqual({
      action: 'watch.calibrated',
      before: { shift: -0.02 },
      after: { shift: 0, because: 'it starts over' },
    });
    house.now = new Date(house.now.getTime() + 60_000);
    const later = await house.open();
    await house.press('real', later.id, cy);
    expect(await shift()).toBe(-0.02);
  });

  it('is for a watch that there is', async () => {
    expect(await reset(ana, 'watch:99')).toBe('unknown');
  });

  it('leaves alone what is told at a limit, which nothing teaches', async () => {
    const limit = { ...watch(), key: house.limit, threshold: { kind: 'below', value: 2 } } as const;
    expect((await taughtShifts(house.desk.stores, [limit], house.now)).get(house.limit)).toBe(0);
    expect((await taughtShifts(house.desk.stores, [], house.now)).size).toBe(0);
  });
});

describe('Feedback', () => {
  it('is loaded for each watch since it began, and for all', async () => {
    const began = new Date('2026-10-19T08:00:00Z');
    await house.desk.transact((tx) =>
      tx.watches.advance({ watch: house.watch, through: '2026-11-17', beganAt: began, version: 0 }),
    );
    const { id } = await house.open();
    await house.press('real', id, cy);
    const { all, byWatch } = await loadFeedback(
      house.desk.stores,
      [{ key: house.watch }, { key: house.limit }],
      house.now,
    );
    expect(byWatch.get(house.watch)).toMatchObject({ alarms: 1, judged: 1, shareReal: 1, acknowledged: 1 });
    expect(byWatch.get(house.watch)?.alarmsAMonth).toBeCloseTo(365.25 / 12 / 30, 1);
    expect(byWatch.get(house.limit)).toMatchObject({ alarms: 0, alarmsAMonth: null });
    expect(all).toMatchObject({ alarms: 1, judged: 1 });
  });
});
