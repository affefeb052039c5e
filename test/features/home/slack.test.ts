import { beforeEach, describe, expect, it } from 'vitest';
import { homeIntent } from '#features/approvals/intents.ts';
import { HOME_ACTIONS, SELECTED } from '#features/home/home-view.ts';
import { DELEGATE_MODAL } from '#features/home/modals.ts';
import { registerHomeListeners } from '#features/home/slack.ts';
import type { Approval } from '#features/approvals/approval.ts';
import { Fault } from '#kernel/errors.ts';
import { carl, fay, mark, mia, nora, opa, useApprovalHouse, vera, zoe } from '../../support/approval-house.ts';
import { APPROVALS, IN_ITS_CHANNEL, useApprovalSlack } from '../../support/approval-slack.ts';
import { atTheDesk } from '../../support/at-the-desk.ts';
import type { OpenView } from '../../support/at-the-desk.ts';
import { correlationId } from '../../support/builders.ts';
import { noon } from '../../support/lead-builder.ts';
import { actionsIn, expectViewAccepted, textIn } from '../../support/slack-shape.ts';

const SMALL = `  - name: small-budget
    on: campaign.launch
    bulk: true
    steps: [{ any_of: ['group:marketing-managers'] }]
`;
const house = useApprovalHouse(IN_ITS_CHANNEL + SMALL);
const world = useApprovalSlack(house, [mia, nora, mark, vera, carl, fay, opa, zoe]);
const { slack } = world;
const desk = atTheDesk((listeners) => registerHomeListeners(listeners, world.desk), APPROVALS);

const home: OpenView = { type: 'home', state: {}, answers: {} };
const opens = (person: typeof mia, tab = 'home') => desk.hear('app_home_opened', { user: person.id, tab });
const shownTo = (person: typeof mia): string => textIn(slack.homes.get(person.id)?.blocks);
const value = ({ id, revision }: Pick<Approval, 'id' | 'revision'>) => `${id}:${revision}`;

beforeEach(async () => {
  house.clock.set(noon);
  slack.homes.clear();
  // What another test left waiting would wait here as well.
  for (const { id, revision } of await house.stores.approvals.list({ states: ['pending'], limit: 100 })) {
    await house.press({ id, revision }, mia, 'reject', 'tidied away');
  }
});

describe('opening the Home tab', () => {
  it('shows what waits, and shows it again whenever that changes', async () => {
    await opens(nora);
    const asked = await house.ask({ title: 'Launch of Fresh' });
    await world.drain();
    expectViewAccepted(slack.homes.get(nora.id));
    expect(shownTo(nora)).toContain('*Launch of Fresh*');
    await house.press(asked, mia);
    await world.drain();
    expect(shownTo(nora)).not.toContain('*Launch of Fresh*');
  });

  it('is not done for who looks at the messages, and nobody gets a tab who never opened it', async () => {
    await opens(mark, 'messages');
    await house.ask();
    await world.drain();
    expect(slack.homes.has(mark.id)).toBe(false);
  });

  it('shows whoever asked how far it is', async () => {
    await opens(zoe);
    const asked = await house.ask({ title: 'Launch of Progress' });
    await house.press(asked, nora);
    await world.drain();
    expect(shownTo(zoe)).toMatch(/\*Launch of Progress\*[\s\S]*● \*marketing-managers\* 1 of 1/u);
  });

  it('is sent again only where it says something else', async () => {
    await opens(nora);
    slack.homes.clear();
    await house.stores.outbox.put(homeIntent(nora.id, { at: noon, correlationId }));
    await world.drain();
    expect(slack.homes.size).toBe(0);
  });
});

describe('Approve on the Home tab', () => {
  it('counts, and the tab shows it at once', async () => {
    await opens(nora);
    const asked = await house.ask({ title: 'Launch of Now' });
    const pressed = await desk.pressIn(home, HOME_ACTIONS.approve, value(asked), nora);
    expect(pressed.acks).toHaveLength(1);
    expect(pressed.views).toEqual([]);
    expect((await house.get(asked.id)).votes).toHaveLength(1);
    expect(shownTo(nora)).not.toContain('*Launch of Now*');
  });

  it('says in a modal why it did not count', async () => {
    const asked = await house.ask();
    const pressed = await desk.pressIn(home, HOME_ACTIONS.approve, value(asked), carl);
    expectViewAccepted(pressed.views[0]);
    expect(textIn(pressed.views[0])).toContain('Mia, Nora and Mark can.');
  });

  it('counts although Slack does not take the tab at the moment', async () => {
    const asked = await house.ask();
    const { publishHome } = slack;
    slack.publishHome = () => Promise.reject(new Fault('unavailable', 'Slack does not answer'));
    try {
      await desk.pressIn(home, HOME_ACTIONS.approve, value(asked), nora);
    } finally {
      slack.publishHome = publishHome;
    }
    expect((await house.get(asked.id)).votes).toHaveLength(1);
  });
});

describe('small ones', () => {
  const small = (title: string) => house.ask({ title, budget: 800 });
  const ticked = (...asked: readonly Approval[]): OpenView => ({
    ...home,
    answers: { [`${SELECTED}-0`]: { selected_options: asked.map((one) => ({ value: value(one) })) } },
  });

  it('are ticked and approved in one go, each by itself', async () => {
    await opens(nora);
    const [one, two, gone] = [await small('One'), await small('Two'), await small('Gone')];
    await house.press(gone, mia, 'reject', 'no');
    const pressed = await desk.pressIn(ticked(one, two, gone), HOME_ACTIONS.approveSelected, '', nora);
    expectViewAccepted(pressed.views.at(-1));
    const text = textIn(pressed.views.at(-1));
    expect(text).toContain(`✓ A-${one.id} One\n✓ A-${two.id} Two\n✗ A-${gone.id} was not approved.`);
    expect(text).toContain('was rejected');
    for (const { id } of [one, two]) expect(await house.get(id)).toMatchObject({ state: 'approved' });
    expect(shownTo(nora)).toContain('Nothing waits for you');
  });

  it('are looked at one by one, with the buttons', async () => {
    const one = await small('Looked at');
    const { views } = await desk.choose(HOME_ACTIONS.look, value(one), nora);
    expect(textIn(views.at(-1))).toContain('*Looked at*');
    expect(actionsIn(views.at(-1))).toContain('approvals.approve');
  });

  it('are not approved where nothing is ticked, or something forged', async () => {
    const pressed = await desk.pressIn(ticked(), HOME_ACTIONS.approveSelected, '', nora);
    expect(textIn(pressed.views[0])).toContain('Nothing is ticked.');
    const forged = { ...home, answers: { [`${SELECTED}-0`]: { selected_options: [{ value: 'all' }] } } };
    await expect(desk.pressIn(forged, HOME_ACTIONS.approveSelected, '', nora)).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

describe('who decides while somebody is away', () => {
  const form = (to: typeof mia, from: string, until: string) => ({
    to: { selected_user: to.id },
    from: { selected_date: from },
    until: { selected_date: until },
  });
  const names = (by: typeof mia, ...fields: Parameters<typeof form>) =>
    desk.submit(DELEGATE_MODAL, {}, form(...fields), by);

  it('is named by days, where the person is, the last day included', async () => {
    await opens(nora);
    const { views } = await desk.pressIn(home, HOME_ACTIONS.delegate, '', nora);
    expectViewAccepted(views[0]);
    expect(JSON.stringify(views[0])).toContain('"initial_date":"2026-03-02"');
    const asked = await house.ask();
    expect((await names(nora, carl, '2026-03-02', '2026-03-03')).acks).toEqual([undefined]);
    const [delegation] = await house.stores.delegations.list(noon, nora.id);
    // London is at Greenwich time in March.
    expect(delegation).toMatchObject({
      startsAt: new Date('2026-03-02T00:00:00Z'),
      endsAt: new Date('2026-03-04T00:00:00Z'),
    });
    expect(await house.asked(asked.id)).toEqual(['Carl', 'Mark', 'Mia']);
    expect(shownTo(nora)).toMatch(/<@U0CARL> decides for you until/u);
    await desk.pressIn(home, HOME_ACTIONS.endDelegation, String(delegation?.id), nora);
    expect(shownTo(nora)).toContain('Nobody decides for you.');
    expect(await house.asked(asked.id)).toEqual(['Mark', 'Mia', 'Nora']);
  });

  it.each([
    { when: 'it is themselves', to: nora, from: '2026-03-02', until: '2026-03-03', field: 'to' },
    { when: 'it ends before it begins', to: carl, from: '2026-03-05', until: '2026-03-03', field: 'until' },
    { when: 'it is over already', to: carl, from: '2026-02-01', until: '2026-02-03', field: 'until' },
  ])('is refused beside the field when $when', async ({ to, from, until, field }) => {
    expect((await names(nora, to, from, until)).acks).toEqual([
      { response_action: 'errors', errors: { [field]: expect.any(String) } },
    ]);
  });

  it('goes in no circle', async () => {
    await names(mark, mia, '2026-03-02', '2026-03-03');
    expect((await names(mia, mark, '2026-03-02', '2026-03-03')).acks).toMatchObject([
      { errors: { to: expect.stringContaining('would come back to you') } },
    ]);
  });

  it('is ended by nobody else, and by no forged button', async () => {
    await names(vera, carl, '2026-03-02', '2026-03-03');
    const [delegation] = await house.stores.delegations.list(noon, vera.id);
    const pressed = await desk.pressIn(home, HOME_ACTIONS.endDelegation, String(delegation?.id), mia);
    expect(textIn(pressed.views[0])).toContain('Only they, whoever they named or an admin');
    await expect(desk.pressIn(home, HOME_ACTIONS.endDelegation, 'x', mia)).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});
