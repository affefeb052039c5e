import { describe, expect, it } from 'vitest';
import { CAMPAIGN_ACTIONS } from '#features/campaigns/card-actions.ts';
import { CAMPAIGN_PAGE, CAMPAIGN_LIST_ACTIONS } from '#features/campaigns/list-view.ts';
import { CAMPAIGN_MODALS } from '#features/campaigns/modals.ts';
import { registerCampaignListeners } from '#features/campaigns/slack.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { atTheDesk } from '../../support/at-the-desk.ts';
import { mia, nora, opa, useCampaignHouse, vera, carl, zoe } from '../../support/campaign-house.ts';
import { channelIdOf } from '../../support/fake-messenger.ts';
import { actionsIn, buttonValueIn, expectAccepted, expectViewAccepted, textIn } from '../../support/slack-shape.ts';

const house = useCampaignHouse();
const channel = channelIdOf('#revops');
const desk = atTheDesk((listeners) => registerCampaignListeners(listeners, house.desk), channel);

async function type(text: string, by: SlackPerson = mia): Promise<string> {
  const { acks, answers } = await desk.type('/campaign', text, by);
  expect(acks).toHaveLength(1);
  expect(answers).toHaveLength(1);
  const [answer] = answers;
  expect(answer?.response_type).toBe('ephemeral');
  expectAccepted({ text: answer?.text ?? '', blocks: (answer?.blocks ?? []) as never });
  return textIn(answer?.blocks);
}

describe('/campaign', () => {
  it('explains itself, and says what to type instead', async () => {
    expect(await type('help')).toContain('/campaign kill ID [reason]');
    expect(await type('lanch 7')).toContain('Did you mean /campaign launch 7?');
    expect(await type('show 4711')).toContain('There is no campaign C-4711. See all with /campaign list all.');
    expect(await type('launch 4711')).toContain('There is no such campaign');
  });

  it('takes a campaign from plan to live and to its end', async () => {
    const { id } = await house.plan();
    expect(await type(`submit ${id}`)).toContain(`C-${id} waits for its approval, A-`);
    expect(await type(`show ${id}`)).toContain('Waits for <@U0NORA> (A-');
    expect(await type(`approve C-${id}`, zoe)).toContain('You cannot decide');
    expect(await type(`approve C-${id} fine by me`, nora)).toContain('You approved A-');
    await type(`approve ${id}`, vera);
    expect(await type(`approve ${id}`, carl)).toContain('It was the last approval needed');
    expect(await type(`launch ${id}`)).toContain('"Legal has read the text" is not ticked off');
    expect(await type(`tick ${id}`)).toContain('Items are legal-ok (Legal has read the text)');
    expect(await type(`tick ${id} legal`)).toContain('There is no such item');
    expect(await type(`tick ${id} legal-ok`)).toContain('Ticked off');
    await house.drain();
    expect(await house.campaign(id)).toMatchObject({ state: 'live' });
    expect(await type(`launch ${id}`)).toContain('is live already');
    expect(await type(`pause ${id} the page is down`)).toContain('is paused');
    expect(await type(`resume ${id}`)).toContain('goes on');
    expect(await type(`kill ${id}`)).toContain(`/campaign kill C-${id} REASON`);
    expect(await type(`kill ${id} wrong audience`)).toContain('is stopped');
    expect(await type(`resume ${id}`)).toContain(`/campaign submit C-${id}`);
    await house.drain();
    expect(house.salesforce.campaigns.there.get('salesforce-campaign-1')?.fields.state).toBe('paused');
    expect(await type(`close ${id}`)).toContain('is closed');
    expect(await type(`edit-not ${id}`)).toContain('is not something /campaign knows');

    const story = await type(`history ${id}`, zoe);
    for (const part of [
      'Mia planned it',
      'Mia asked for its approval (A-',
      'Nora approved revision 1 in step 1: fine by me',
      'Mia ticked off "legal-ok"',
      'It went live in every CRM of its plan',
      'Mia paused it: the page is down',
      'Mia pressed the kill switch: wrong audience',
      'Mia closed it',
      'From request to launch',
    ]) {
      expect(story).toContain(part);
    }
  });

  it('refuses whoever it does not belong to, and says who may', async () => {
    const { id } = await house.plan();
    expect(await type(`submit ${id}`, zoe)).toContain('only Mia or ops and admins may do that');
    expect(await type(`submit ${id}`, opa)).toContain('waits for its approval');
  });

  it('rejects with a reason, which the plan’s owner reads', async () => {
    const { id } = await house.plan();
    await type(`submit ${id}`);
    expect(await type(`reject ${id}`, nora)).toContain('Please say why');
    expect(await type(`reject ${id} the audience is <!here> too wide`, nora)).toContain('You rejected');
    expect(await type(`show ${id}`)).toContain('the audience is &lt;!here&gt; too wide');
  });

  it('approves several small ones at once, and a big one only by itself', async () => {
    const small = [await house.plan({ budget: '2000.00' }), await house.plan({ budget: '3000.00' })];
    const big = await house.plan();
    for (const { id } of [...small, big]) await type(`submit ${id}`);
    const answer = await type(`approve ${[...small, big].map(({ id }) => `C-${id}`).join(' ')} C-4711`, nora);
    expect(answer.match(/You approved/gu)).toHaveLength(2);
    expect(answer).toContain('is decided on its own, says its policy "big-budget"');
    expect(answer).toContain('Nothing is asked about C-4711');
    expect(await house.campaign(small[1]?.id ?? 0)).toMatchObject({ state: 'approved' });
  });

  it('says at the submission what fails, and lets nobody be asked', async () => {
    const { id } = await house.plan({ owner: null });
    expect(await type(`submit ${id}`)).toContain('"It has an owner" fails: Nobody owns it');
    expect(await house.campaign(id)).toMatchObject({ state: 'draft' });
  });

  it('hands decisions on until a day, and takes them back', async () => {
    expect(await type('delegate <@U0VERA|vera> until 31.4.2026', carl)).toContain('There is no such day');
    expect(await type('delegate <@U0CARL|carl> until 2026-03-20', carl)).toContain('You cannot name yourself');
    expect(await type('delegate <@U0VERA|vera> until 2026-03-01', carl)).toContain('over already');
    expect(await type('delegate <@U0VERA|vera> until 2026-03-20', carl)).toContain(
      'Vera decides for you until 20 Mar 2026',
    );
    // The zone of Carl's profile is an hour ahead.
    const [mine] = await house.stores.delegations.list(house.clock.now(), carl.id);
    expect(mine?.endsAt.toISOString()).toBe('2026-03-20T23:00:00.000Z');
    expect(await type('delegate <@U0CARL|carl> until 2026-03-20', vera)).toContain('would come back to you');
    expect(await type('delegate off', carl)).toContain('You decide yourself again');
    expect(await type('delegate off', carl)).toContain('already');
  });

  it('lists campaigns a page at a time, and finds them by words', async () => {
    for (let index = 0; index <= CAMPAIGN_PAGE; index += 1) await house.plan({}, zoe);
    const first = await desk.type('/campaign', 'list mine', zoe);
    const value = buttonValueIn(first.answers[0]?.blocks, CAMPAIGN_LIST_ACTIONS.next);
    const second = await desk.press(CAMPAIGN_LIST_ACTIONS.next, value, zoe, 'private');
    expect(actionsIn(first.answers[0]?.blocks)).toHaveLength(CAMPAIGN_PAGE + 1);
    expect(actionsIn(second.answers[0]?.blocks)).toEqual([CAMPAIGN_ACTIONS.show]);
    expect(await type('list all topic nowhere', zoe)).toContain('Nothing here.');
    const id = (await house.plan({ name: '2026-04-webinar-unicorn' })).id;
    expect(await type('list unicorn', zoe)).toContain(`C-${id}`);
  });
});

describe('the buttons of a card', () => {
  it('answer beside a card that everybody sees, and in place of one that only one person sees', async () => {
    const { id } = await house.plan();
    const onCard = await desk.press(CAMPAIGN_ACTIONS.submit, String(id), mia);
    expect(onCard.acks).toHaveLength(1);
    expect(onCard.answers).toMatchObject([{ response_type: 'ephemeral', replace_original: false }]);
    const again = await desk.press(CAMPAIGN_ACTIONS.submit, String(id), mia, 'private');
    expect(again.answers).toMatchObject([{ replace_original: true }]);
    expect(textIn(again.answers[0]?.blocks)).toContain('waiting for approval');
  });

  it('tick off and take back, in a modal too', async () => {
    const { id } = await house.plan();
    const ticked = await desk.pressIn({ state: {}, answers: {} }, CAMPAIGN_ACTIONS.tick, `${id}:legal-ok`, mia);
    expect(textIn(ticked.views[0])).toContain('Ticked off');
    expectViewAccepted(ticked.views[0]);
    expect(actionsIn(ticked.views[0])).toContain(CAMPAIGN_ACTIONS.untick);
    const back = await desk.press(CAMPAIGN_ACTIONS.untick, `${id}:legal-ok`, mia);
    expect(back.answers[0]?.text).toContain('The tick is taken back');
  });

  it.each([
    ['pause', CAMPAIGN_ACTIONS.pause, 'Pause the campaign'],
    ['kill', CAMPAIGN_ACTIONS.kill, 'Kill the campaign'],
    ['edit', CAMPAIGN_ACTIONS.edit, 'Edit C-'],
  ])('open at once what asks for more: %s', async (_, action, title) => {
    const { id } = await house.plan();
    const { views } = await desk.press(action, String(id), mia);
    for (const view of views) expectViewAccepted(view);
    expect(textIn(views[0])).toContain('One moment');
    expect(textIn(views[1])).toContain(title);
  });

  it.each([
    ['history', 'The story of'],
    ['close', 'Close the campaign'],
  ])('are continued behind the three dots: %s', async (choice, text) => {
    const { id } = await house.plan();
    const { views } = await desk.choose(CAMPAIGN_ACTIONS.more, `${choice}:${id}`, mia);
    for (const view of views) expectViewAccepted(view);
    expect(textIn(views.at(-1))).toContain(text);
  });

  it('look again at what can be checked', async () => {
    const { id } = await house.plan({ contentUrl: 'https://broken.test/' });
    house.links.set('https://broken.test/?utm_source=newsletter&utm_medium=email&utm_campaign=x', {
      kind: 'broken',
      because: 'it answers 404',
    });
    const { answers } = await desk.choose(CAMPAIGN_ACTIONS.more, `check:${id}`, mia);
    expect(answers[0]?.text).toContain('"Legal has read the text" is not ticked off');
  });

  it('refuse what no card of ours shows', async () => {
    for (const forged of ['', 'seven', '-1', '9e9', '{"id":1}']) {
      await expect(desk.press(CAMPAIGN_ACTIONS.submit, forged, mia)).rejects.toMatchObject({ code: 'invalid_input' });
    }
    const unknown = await desk.press(CAMPAIGN_ACTIONS.submit, '4711', mia);
    expect(unknown.answers[0]?.text).toContain('There is no such campaign');
    const item = await desk.press(CAMPAIGN_ACTIONS.tick, `${(await house.plan()).id}:links_answer`, mia);
    expect(item.answers[0]?.text).toContain('There is no such item');
  });
});

describe('stopping with a reason', () => {
  it('kills from the form, and says where it stands now', async () => {
    const { id } = await house.plan({ budget: '500.00' });
    await type(`submit ${id}`);
    await type(`tick ${id} legal-ok`);
    await house.drain();
    expect(await house.campaign(id)).toMatchObject({ state: 'live' });
    const empty = await desk.submit(CAMPAIGN_MODALS.kill, { campaign: id, channel }, { reason: { value: ' ' } }, mia);
    expect(empty.acks).toMatchObject([
      { response_action: 'errors', errors: { reason: expect.stringContaining('why') } },
    ]);
    const done = await desk.submit(CAMPAIGN_MODALS.kill, { campaign: id, channel }, { reason: { value: 'oops' } }, mia);
    expect(done.acks).toMatchObject([{ response_action: 'update' }]);
    expect(textIn(done.acks)).toContain('Stopped by Mia: oops');
  });

  it('refuses others in the form', async () => {
    const { id } = await house.plan();
    const { acks } = await desk.submit(
      CAMPAIGN_MODALS.close,
      { campaign: id, channel },
      { reason: { value: null } },
      zoe,
    );
    expect(acks).toMatchObject([{ errors: { reason: expect.stringContaining('is not yours') } }]);
  });
});
