import { beforeEach, describe, expect, it } from 'vitest';
import { COMMENT, COMMENT_MODAL } from '#features/approvals/modals.ts';
import { registerApprovalListeners } from '#features/approvals/slack.ts';
import { MINUTE_MS, DAY_MS } from '#kernel/time.ts';
import { carl, fay, mark, mia, nora, opa, useApprovalHouse, vera, zoe } from '../../support/approval-house.ts';
import { APPROVALS, IN_ITS_CHANNEL, useApprovalSlack } from '../../support/approval-slack.ts';
import { atTheDesk } from '../../support/at-the-desk.ts';
import { aPerson } from '../../support/builders.ts';
import { noon } from '../../support/lead-builder.ts';
import { actionsIn, expectViewAccepted, textIn } from '../../support/slack-shape.ts';

const house = useApprovalHouse(IN_ITS_CHANNEL);
const world = useApprovalSlack(house, [mia, nora, mark, vera, carl, fay, opa, zoe]);
const desk = atTheDesk((listeners) => registerApprovalListeners(listeners, world.desk), APPROVALS);

beforeEach(() => house.clock.set(noon));

const press = async (action: string, value: string, by: typeof mia) =>
  (await desk.press(`approvals.${action}`, value, by)).answers.at(-1)?.text;
const state = (id: number, what: string, revision = 1) => ({ approval: id, revision, what, channel: APPROVALS });
const submit = (id: number, what: string, comment: string, by: typeof mia) =>
  desk.submit(COMMENT_MODAL, state(id, what), { [COMMENT]: { value: comment } }, by);

describe('Approve', () => {
  it('counts with one press, says what is still needed and lets it be taken back', async () => {
    const { id } = await house.ask();
    const pressed = await desk.press('approvals.approve', `${id}:1`, nora);
    expect(pressed.acks).toEqual([undefined]);
    const [answer] = pressed.answers;
    expect(answer?.response_type).toBe('ephemeral');
    expect(answer?.text).toMatch(/^You approved A-\d+\. It still waits for (Vera and Fay|Fay and Vera) \(Step 2\)\.$/);
    expect(actionsIn(answer?.blocks)).toEqual(['approvals.recall']);
    expect(await press('recall', `${id}:1`, nora)).toBe(
      `Your decision on A-${id} is taken back; it waits for you again.`,
    );
    expect(await house.asked(id)).toEqual(['Mark', 'Mia', 'Nora']);
  });

  it('says so when it was the last one', async () => {
    const asked = await house.ask();
    await house.press(asked, nora);
    await house.press(asked, vera);
    expect(await press('approve', `${asked.id}:1`, fay)).toContain('It was the last approval needed: it goes ahead.');
  });

  it.each([
    {
      when: 'somebody who is not asked',
      by: carl,
      says: /^You cannot decide A-\d+: "campaign-budget" asks others\. Mia, Nora and Mark can\.$/,
    },
    { when: 'whoever asked', by: zoe, says: /because you asked for it or changed it\. Mia, Nora and Mark can\.$/ },
    {
      when: 'somebody of a later step',
      by: vera,
      says: /It is not your turn in A-\d+ yet: an earlier step comes first/,
    },
  ])('privately refuses $when, and says who may', async ({ by, says }) => {
    const { id } = await house.ask();
    expect(await press('approve', `${id}:1`, by)).toMatch(says);
    expect((await house.get(id)).votes).toEqual([]);
  });

  it('refuses a second time, and a step that has all it needs', async () => {
    const { id } = await house.ask();
    await press('approve', `${id}:1`, nora);
    expect(await press('approve', `${id}:1`, nora)).toMatch(/^You have decided A-\d+ already\./);
    expect(await press('approve', `${id}:1`, mia)).toMatch(/^Your step of A-\d+ has all the approvals that it needs\./);
  });

  it('on a card that was overtaken counts nothing', async () => {
    const asked = await house.ask();
    await house.edit(asked, 30_000);
    expect(await press('approve', `${asked.id}:1`, nora)).toContain('was changed after this card was shown');
  });

  it('on a card whose request is over says how it ended', async () => {
    const rejected = await house.ask();
    await house.press(rejected, nora, 'reject', 'no');
    expect(await press('approve', `${rejected.id}:1`, mia)).toMatch(
      /was rejected: there is nothing to decide any more/,
    );
    const expired = await house.ask();
    house.clock.pass(14 * DAY_MS);
    expect(await press('approve', `${expired.id}:1`, mia)).toMatch(/has expired: nobody decided in time/);
  });

  it('on a request of nobody here says so', async () => {
    expect(await press('approve', '999999:1', nora)).toContain(
      'There is no such request here. It may belong to another workspace',
    );
  });

  it.each(['', 'x', '1', '1:', '1:1:1', '-1:1', '1e3:1', '0:1', `${'9'.repeat(30)}:1`, "1:1'; DROP TABLE approval"])(
    'with the forged value %j is refused in plain words',
    async (value) => {
      await expect(desk.press('approvals.approve', value, nora)).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining('names no request'),
      });
    },
  );

  it('of somebody whom Slack does not know here counts nothing', async () => {
    const { id } = await house.ask();
    await expect(desk.press('approvals.approve', `${id}:1`, aPerson('Foreign'))).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await house.get(id)).votes).toEqual([]);
  });
});

describe('Reject and Request changes', () => {
  it.each([
    { action: 'reject', what: 'reject', becomes: 'rejected' },
    { action: 'request_changes', what: 'request_changes', becomes: 'changes_requested' },
  ])('$action asks why at once, and then what it is about', async ({ action, what, becomes }) => {
    const { id } = await house.ask();
    const { acks, views } = await desk.press(`approvals.${action}`, `${id}:1`, nora);
    expect(acks).toHaveLength(1);
    expect(views).toHaveLength(2);
    for (const view of views) expectViewAccepted(view);
    expect(textIn(views[0])).not.toContain('Launch of Spring');
    expect(textIn(views[1])).toContain('*Launch of Spring*');
    const { acks: answered } = await submit(id, what, ' too expensive ', nora);
    expect(answered).toEqual([undefined]);
    expect(await house.get(id)).toMatchObject({ state: becomes, because: 'too expensive' });
  });

  it('tells who may not decide before they write anything down', async () => {
    const { id } = await house.ask();
    const { views } = await desk.press('approvals.reject', `${id}:1`, carl);
    expectViewAccepted(views[1]);
    expect(textIn(views[1])).toContain('Mia, Nora and Mark can.');
    expect(JSON.stringify(views[1])).not.toContain(COMMENT_MODAL);
  });

  it('stay open with what is wrong beside the text', async () => {
    const { id } = await house.ask();
    expect((await submit(id, 'request_changes', '  ', nora)).acks).toEqual([
      { response_action: 'errors', errors: { [COMMENT]: 'Please say why, so that whoever asked knows what to do.' } },
    ]);
    await house.press({ id, revision: 1 }, mia);
    const late = await submit(id, 'reject', 'no', nora);
    expect(late.acks).toMatchObject([{ errors: { [COMMENT]: expect.stringContaining('has all the approvals') } }]);
  });

  it('of a request that is not there say so in the modal', async () => {
    const { views } = await desk.press('approvals.reject', '999999:1', nora);
    expect(textIn(views[1])).toContain('There is no such request here.');
  });
});

describe('the other buttons', () => {
  it('ask a question in the thread, which pings whoever asked', async () => {
    const { id } = await house.ask();
    await world.drain();
    expect((await desk.press('approvals.ask', `${id}:1`, carl)).views).toHaveLength(2);
    await submit(id, 'ask', 'Which <!channel> is it?', carl);
    await world.drain();
    const line = world.slack.posts.at(-1);
    const card = world.slack.posts.find(({ key }) => key.startsWith(`approval:${id}:`));
    expect(line).toMatchObject({ channel: APPROVALS, thread: card?.ts });
    expect(textIn(line?.message.blocks)).toBe('<@U0ZOE> Carl asks: Which &lt;!channel&gt; is it?');
  });

  it('withdraw the request for whoever asked and admins alone', async () => {
    const { id } = await house.ask();
    const { views } = await desk.choose('approvals.more', `withdraw:${id}:1`, zoe);
    expectViewAccepted(views[1]);
    expect((await submit(id, 'withdraw', '', nora)).acks).toMatchObject([
      { errors: { [COMMENT]: `Zoe asked for A-${id}; only they or an admin can withdraw it.` } },
    ]);
    expect((await submit(id, 'withdraw', 'not this year', zoe)).acks).toEqual([undefined]);
    expect(await house.get(id)).toMatchObject({ state: 'withdrawn', because: 'not this year' });
  });

  it('take nothing back that was never said', async () => {
    const { id } = await house.ask();
    const { answers } = await desk.choose('approvals.more', `recall:${id}:1`, carl);
    expect(answers[0]?.text).toBe(`You have not decided A-${id}: there is nothing to take back.`);
    await expect(desk.choose('approvals.more', `launch:${id}:1`, zoe)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('show everything, with buttons for who may decide', async () => {
    const asked = await house.ask();
    await house.press(asked, nora, 'approve', 'good');
    house.clock.pass(MINUTE_MS);
    const edited = await house.edit(asked, 30_000);
    const { views } = await desk.press('approvals.details', `${asked.id}:${edited?.revision}`, nora);
    expectViewAccepted(views.at(-1));
    const text = textIn(views.at(-1));
    expect(text).toContain('budget: ~25000~ → *30000*');
    expect(text).toContain('any of the group marketing-managers');
    expect(text).toContain('all of vera@acme.test, cfo@acme.test');
    expect(text).toMatch(/Revision 1: .*<@U0NORA> approved/u);
    expect(text).toMatch(/1: asked .* by <@U0ZOE>, voided/u);
    expect(actionsIn(views.at(-1))).toContain('approvals.approve');
    const { views: others } = await desk.press('approvals.details', `${asked.id}:2`, carl);
    expect(actionsIn(others.at(-1))).toEqual([]);
  });
});

describe('a press in a modal', () => {
  it('is answered in it', async () => {
    const { id } = await house.ask();
    const details = { state: {}, answers: {} };
    const pressed = await desk.pressIn(details, 'approvals.approve', `${id}:1`, nora);
    expect(pressed.answers).toEqual([]);
    expectViewAccepted(pressed.views[0]);
    expect(textIn(pressed.views[0])).toContain(`You approved A-${id}.`);
  });
});
