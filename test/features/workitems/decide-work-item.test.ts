import { describe, expect, it } from 'vitest';
import { WORK_ITEM_ACTIONS } from '#features/workitems/card-view.ts';
import { WORK_ITEM_MODAL } from '#features/workitems/modals.ts';
import { registerWorkItemListeners } from '#features/workitems/slack.ts';
import type { WorkItem } from '#features/workitems/work-item.ts';
import { Fault } from '#kernel/errors.ts';
import { atTheDesk } from '../../support/at-the-desk.ts';
import { expectViewAccepted, textIn } from '../../support/slack-shape.ts';
import { ana, bo, useWorkItemHouse } from '../../support/work-item-house.ts';

const house = useWorkItemHouse();
const slack = atTheDesk((listeners) => registerWorkItemListeners(listeners, house.desk), 'D0DIRECT');

async function aRequest(over?: Parameters<typeof house.asked>[0]): Promise<WorkItem> {
  const item = await house.asked(over);
  await house.drain();
  return item;
}

const value = ({ id }: WorkItem): string => `salesforce:${id}`;
const state = ({ id }: WorkItem, verdict: 'approve' | 'reject') => ({
  crm: 'salesforce',
  item: id,
  verdict,
  channel: 'D0DIRECT',
});
const lastCard = (): string => textIn(house.slack.edits.at(-1)?.message);

describe('a press on the card', () => {
  it('approves in Salesforce as the person, and the card says so', async () => {
    const item = await aRequest();
    const { acks, answers } = await slack.press(WORK_ITEM_ACTIONS.approve, value(item), ana);
    expect(acks).toHaveLength(1);
    expect(answers).toMatchObject([{ response_type: 'ephemeral', text: expect.stringContaining('is recorded') }]);
    expect(await house.item(item.id)).toMatchObject({ state: 'deciding', decidedBy: ana.id });
    await house.drain();
    expect(house.salesforce.decisions.at(-1)).toEqual({
      id: item.id,
      verdict: 'approve',
      comment: '',
      as: 'salesforce-ana',
    });
    expect(await house.item(item.id)).toMatchObject({ state: 'approved', decidedIn: 'slack', notice: null });
    expect(house.slack.edits.at(-1)?.message.text).toBe('Globex renewal was approved by you');
    expect(lastCard()).not.toContain('Reject');
    expect((await house.audited(item.id)).filter((action) => action.startsWith('workitem.'))).toEqual([
      'workitem.asked',
      'workitem.answered',
      'workitem.decided',
    ]);
  });

  it('says when the integration user had to answer in the person’s place', async () => {
    house.salesforce.actsAs = 'integration';
    const item = await aRequest();
    await slack.press(WORK_ITEM_ACTIONS.approve, value(item), ana);
    await house.drain();
    house.salesforce.actsAs = 'user';
    expect(lastCard()).toContain('the integration user answered, with a comment that names you');
  });

  it.each(['reject', 'comment'] as const)('opens a form that Slack takes: %s', async (action) => {
    const item = await aRequest();
    const { views } = await slack.press(WORK_ITEM_ACTIONS[action], value(item), ana);
    expect(views).toHaveLength(2);
    for (const view of views) expectViewAccepted(view);
    expect(textIn(views[1])).toContain('Globex renewal');
  });

  it('rejects with the comment of the form', async () => {
    const item = await aRequest();
    const comment = { value: ' Too much for <!here> ' };
    const { acks } = await slack.submit(WORK_ITEM_MODAL, state(item, 'reject'), { comment }, ana);
    expect(acks).toEqual([undefined]);
    await house.drain();
    expect(house.salesforce.decisions.at(-1)).toMatchObject({ verdict: 'reject', comment: 'Too much for <!here>' });
    expect(lastCard()).toContain('Too much for');
    expect(lastCard()).not.toContain('<!here>');
  });
});

describe('who may not, and what is over', () => {
  it('is told so, and nothing happens', async () => {
    const item = await aRequest();
    const decisions = house.salesforce.decisions.length;
    const foreign = await slack.press(WORK_ITEM_ACTIONS.approve, value(item), bo);
    expect(foreign.answers[0]?.text).toContain('asks somebody else');
    const form = await slack.press(WORK_ITEM_ACTIONS.reject, value(item), bo);
    expect(textIn(form.views)).not.toContain('Globex renewal');
    const sent = await slack.submit(WORK_ITEM_MODAL, state(item, 'reject'), { comment: { value: 'no' } }, bo);
    expect(sent.acks).toEqual([
      { response_action: 'errors', errors: { comment: expect.stringContaining('asks somebody else') } },
    ]);
    await house.drain();
    expect(house.salesforce.decisions).toHaveLength(decisions);
    expect(await house.item(item.id)).toMatchObject({ state: 'pending' });
  });

  it('is said of a second press, while Salesforce is told and afterwards', async () => {
    const item = await aRequest();
    await slack.press(WORK_ITEM_ACTIONS.approve, value(item), ana);
    const again = await slack.press(WORK_ITEM_ACTIONS.approve, value(item), ana);
    expect(again.answers[0]?.text).toContain('is answered already');
    await house.drain();
    const late = await slack.press(WORK_ITEM_ACTIONS.approve, value(item), ana);
    expect(late.answers[0]?.text).toContain('It was approved already.');
    expect(house.salesforce.decisions.filter(({ id }) => id === item.id)).toHaveLength(1);
  });

  it.each(['hubspot', 'salesforce:04i1:2', 'salesforce:x y', 'nobody:04i1', ''])(
    'refuses the forged value "%s"',
    async (forged) => {
      await expect(slack.press(WORK_ITEM_ACTIONS.approve, forged, ana)).rejects.toMatchObject({
        code: 'invalid_input',
      });
    },
  );

  it('says of another workspace’s request that there is none', async () => {
    const { answers } = await slack.press(WORK_ITEM_ACTIONS.approve, 'salesforce:04i999', ana);
    expect(answers[0]?.text).toContain('There is no such request');
  });

  it('counts one of two presses at once', async () => {
    const item = await aRequest();
    const presses = await Promise.all(
      Array.from({ length: 8 }, () => slack.press(WORK_ITEM_ACTIONS.approve, value(item), ana)),
    );
    const recorded = presses.filter(({ answers }) => answers[0]?.text.includes('is recorded'));
    expect(recorded).toHaveLength(1);
    await house.drain();
    expect(house.salesforce.decisions.filter(({ id }) => id === item.id)).toHaveLength(1);
  });
});

describe('what Salesforce makes of the answer', () => {
  it('is its own words where it refuses, with the buttons back', async () => {
    const item = await aRequest();
    house.salesforce.answers.push({ kind: 'refused', message: 'insufficient access rights on <object>' });
    await slack.press(WORK_ITEM_ACTIONS.approve, value(item), ana);
    await house.drain();
    expect(await house.item(item.id)).toMatchObject({ state: 'pending', decidedBy: null });
    expect(lastCard()).toContain('insufficient access rights on');
    expect(lastCard()).toContain('Reject');
    expect(house.slack.directs.at(-1)).toMatchObject({
      to: ana.id,
      text: expect.stringContaining('insufficient access rights on <object>'),
    });
    await slack.press(WORK_ITEM_ACTIONS.approve, value(item), ana);
    await house.drain();
    expect(await house.item(item.id)).toMatchObject({ state: 'approved', notice: null });
  });

  it('is tried again while it cannot be reached', async () => {
    const item = await aRequest();
    house.salesforce.answers.push(new Fault('unavailable', 'no answer'), new Fault('timeout', 'too late'));
    await slack.press(WORK_ITEM_ACTIONS.approve, value(item), ana);
    expect(await house.drain()).toEqual(
      expect.arrayContaining(['workitem.decide failed', 'workitem.decide done', 'workitem.card done']),
    );
    expect(await house.item(item.id)).toMatchObject({ state: 'approved' });
  });

  it('is found where the answer of Salesforce was lost', async () => {
    const item = await aRequest();
    house.salesforce.lost.push(new Fault('timeout', 'too late', { ambiguous: true }));
    await slack.submit(WORK_ITEM_MODAL, state(item, 'reject'), { comment: { value: 'no' } }, ana);
    await house.drain();
    expect(await house.item(item.id)).toMatchObject({ state: 'rejected', decidedIn: 'slack', comment: 'no' });
  });

  it('gives way to whoever was faster in Salesforce', async () => {
    const item = await aRequest();
    await slack.press(WORK_ITEM_ACTIONS.approve, value(item), ana);
    house.salesforce.end(item.id, { outcome: 'rejected', by: 'Bo Berg', comment: 'no', at: house.clock.now() });
    // The look that comes between leaves it to whoever tells Salesforce.
    await house.look();
    expect(await house.item(item.id)).toMatchObject({ state: 'deciding' });
    await house.drain();
    expect(await house.item(item.id)).toMatchObject({
      state: 'rejected',
      decidedIn: 'salesforce',
      decidedBy: 'Bo Berg',
    });
    expect(house.slack.directs.at(-1)?.text).toContain('came too late');
  });

  it('is asked for again where nobody could tell Salesforce in a day', async () => {
    const item = await aRequest();
    await slack.press(WORK_ITEM_ACTIONS.approve, value(item), ana);
    await house.db.rows("UPDATE outbox SET state = 'dead' WHERE kind = 'workitem.decide' AND state = 'pending'");
    await house.look();
    await house.drain();
    expect(await house.item(item.id)).toMatchObject({ state: 'pending' });
    expect(lastCard()).toContain('Please give it again');
  });
});
