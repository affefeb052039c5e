import { describe, expect, it } from 'vitest';
import { CAMPAIGN_ACTIONS } from '#features/campaigns/card-actions.ts';
import { CAMPAIGN_MODALS } from '#features/campaigns/modals.ts';
import { FORM_ACTIONS } from '#features/campaigns/plan-inputs.ts';
import { registerCampaignListeners } from '#features/campaigns/slack.ts';
import type { Campaign } from '#features/campaigns/campaign.ts';
import { atTheDesk } from '../../support/at-the-desk.ts';
import { aPlan } from '../../support/campaign-builder.ts';
import { mia, nora, opa, useCampaignHouse, zoe } from '../../support/campaign-house.ts';
import { channelIdOf } from '../../support/fake-messenger.ts';
import { actionsIn, ENDLESS, expectViewAccepted, HOSTILE, textIn } from '../../support/slack-shape.ts';

const house = useCampaignHouse();
const channel = channelIdOf('#revops');
const desk = atTheDesk((listeners) => registerCampaignListeners(listeners, house.desk), channel);
const NEW = { campaign: null, version: null, channel, round: 0 };

const text = (value: string | null) => ({ value });
const picked = (value: string) => ({ selected_option: { value } });
const day = (selected_date: string | null) => ({ selected_date });

/** A form as Mia fills it in; `over` says what she writes elsewise. */
function filled(over: Readonly<Record<string, object>> = {}): Record<string, object> {
  return {
    name: text('2026-04-webinar-spring-launch'),
    type: picked('webinar'),
    channel: picked('email'),
    crms: { selected_options: [{ value: 'hubspot' }, { value: 'salesforce' }] },
    goals: text(null),
    starts_on: day('2026-04-01'),
    ends_on: day('2026-04-30'),
    budget: text('25,000.00'),
    currency: picked('EUR'),
    owner: { selected_user: mia.id },
    audience: text('EMEA newsletter'),
    audience_size: text('12.000'),
    suppression_list: text('unsubscribed'),
    content_url: text('https://acme.test/spring'),
    utm_source: text(null),
    utm_medium: { selected_option: null },
    utm_term: text(null),
    utm_content: text(null),
    launch: picked('by_hand'),
    ...over,
  };
}

async function submit(over: Readonly<Record<string, object>> = {}, state: object = NEW, by = mia) {
  const { acks } = await desk.submit(CAMPAIGN_MODALS.plan, state, filled(over), by);
  expect(acks).toHaveLength(1);
  return acks[0] as { response_action?: string; errors?: Record<string, string>; view?: unknown };
}

async function newest(): Promise<Campaign> {
  const [campaign] = await house.stores.campaigns.list({ limit: 1 });
  if (!campaign) throw new Error('there is no campaign');
  return campaign;
}

describe('the form of a new campaign', () => {
  it('opens at once, filled in with what is known, and Slack takes it', async () => {
    const { acks, views } = await desk.type('/campaign', 'new', mia);
    expect(acks).toHaveLength(1);
    expect(views).toHaveLength(1);
    expectViewAccepted(views[0]);
    expect(JSON.stringify(views[0])).toContain(`"initial_user":"${mia.id}"`);
    expect(textIn(views[0])).toContain('{yyyy}-{mm}-{type}-{topic}');
  });

  it('becomes a draft, and shows it with what is next', async () => {
    const { response_action, view } = await submit();
    expect(response_action).toBe('update');
    expectViewAccepted(view);
    expect(actionsIn(view)).toContain(CAMPAIGN_ACTIONS.submit);
    expect(await newest()).toMatchObject({
      state: 'draft',
      launch: 'by_hand',
      createdBy: mia.id,
      plan: aPlan({
        goals: null,
        utm: { source: 'email', medium: 'event', campaign: '2026-04-webinar-spring-launch' },
      }),
    });
    expect(await submit()).toMatchObject({ errors: { name: expect.stringContaining('has this name already') } });
  });

  it.each([
    [
      'a name against the rule',
      { name: text('Spring Launch') },
      'name',
      /naming rule is \{yyyy\}.*2026-04-webinar-spring-launch/u,
    ],
    ['a name with a mention', { name: text('<!channel> spring') }, 'name', /no mentions.*2026-04-webinar-spring/u],
    ['a name with a person', { name: text('2026-04-webinar-<@U0MIA>') }, 'name', /no mentions/u],
    ['an end before the start', { ends_on: day('2026-03-31') }, 'ends_on', /before the start/u],
    ['a budget as 1e9', { budget: text('1e9') }, 'budget', /write all its digits/u],
    ['a budget of two meanings', { budget: text('12.000') }, 'budget', /12\.00 or 12000/u],
    ['a negative budget', { budget: text('-5') }, 'budget', /below zero/u],
    ['a budget in another currency than chosen', { budget: text('$25,000') }, 'budget', /says USD.*EUR/u],
    ['an unknown currency', { currency: picked('XYZ') }, 'currency', /XYZ is no currency/u],
    ['a currency without a rate', { currency: picked('USD') }, 'currency', /no rate for USD/u],
    ['a size that is none', { audience_size: text('many') }, 'audience_size', /whole number/u],
    ['a link that is none', { content_url: text('acme.test/x') }, 'content_url', /https:/u],
    ['a tag against the rule', { utm_source: text('My Newsletter') }, 'utm_source', /lower-case.*my-newsletter/u],
    ['a forged type', { type: picked('<!here>') }, 'type', /one of webinar/u],
    ['nowhere to go', { crms: { selected_options: [] } }, 'crms', /Choose where/u],
  ])('says at its field what is wrong with %s, and keeps what was typed', async (_, over, field, words) => {
    const before = await house.stores.campaigns.list({ limit: 100 });
    const { response_action, errors = {} } = await submit(over);
    expect(response_action).toBe('errors');
    expect(errors[field]).toMatch(words);
    expect(await house.stores.campaigns.list({ limit: 100 })).toEqual(before);
  });

  it('takes 12.000,50 for what it is', async () => {
    const name = '2026-04-webinar-european-money';
    expect(await submit({ name: text(name), budget: text('12.000,50') })).toMatchObject({ response_action: 'update' });
    expect((await newest()).plan).toMatchObject({ name, budget: '12000.50' });
  });

  it('says everything that is wrong at once', async () => {
    const { errors = {} } = await submit({ name: text('Spring'), budget: text('1e9'), ends_on: day('2026-03-31') });
    expect(Object.keys(errors).toSorted()).toEqual(['budget', 'ends_on', 'name']);
  });

  it.each([HOSTILE, ENDLESS])('survives what somebody pastes into it', async (foreign) => {
    const { errors = {} } = await submit({ name: text(foreign), budget: text(foreign), content_url: text(foreign) });
    expect(Object.keys(errors).toSorted()).toEqual(expect.arrayContaining(['budget', 'content_url', 'name']));
    for (const words of Object.values(errors)) expect(words.length).toBeLessThanOrEqual(500);
  });

  it('refuses a forged state', async () => {
    await expect(submit({}, { campaign: 'C-1', version: null, channel, round: 0 })).rejects.toThrow('Invalid input');
    const unknown = await submit({}, { ...NEW, campaign: 4711, version: 1 });
    expect(unknown.errors).toMatchObject({ name: expect.stringContaining('There is no such campaign') });
  });
});

describe('the proposal', () => {
  it('follows what is chosen', async () => {
    const view = { state: NEW, answers: filled({ name: text('Spring Launch') }) };
    const { views } = await desk.pressIn(view, FORM_ACTIONS.changed, 'webinar', mia);
    expectViewAccepted(views[0]);
    expect(textIn(views[0])).toContain('*2026-04-webinar-spring-launch*');
  });

  it('is filled in when it is pressed, with the tags that go with it, and nothing else is lost', async () => {
    const view = { state: NEW, answers: filled({ name: text('Spring Launch'), goals: text('be seen') }) };
    const { views } = await desk.pressIn(view, FORM_ACTIONS.useProposal, '', mia);
    expectViewAccepted(views[0]);
    const form = JSON.stringify(views[0]);
    expect(form).toContain('"initial_value":"2026-04-webinar-spring-launch"');
    expect(form).toContain('"block_id":"name-1"');
    expect(form).toContain('"initial_value":"be seen"');
    expect(textIn(views[0])).toContain(':white_check_mark: By the rule');
    // What was filled in is found again in the input that took its place.
    const { errors } = await submit({ name: {}, 'name-1': text('Spring') }, { ...NEW, round: 1 });
    expect(Object.keys(errors ?? {})).toEqual(['name-1']);
  });
});

describe('the form of an old campaign', () => {
  it('shows the plan as it is, and keeps what is changed', async () => {
    const { id, version, plan } = await house.plan();
    const { views } = await desk.type('/campaign', `edit ${id}`, mia);
    expectViewAccepted(views[1]);
    expect(JSON.stringify(views[1])).toContain(`"initial_value":"${plan.name}"`);
    const state = { campaign: id, version, channel, round: 0 };
    const kept = filled({ name: text(plan.name), utm_source: text('newsletter'), utm_medium: picked('email') });
    expect(textIn(await submit({ ...kept, budget: text('30000') }, state))).toContain(`C-${id} is saved.`);
    expect((await house.campaign(id)).plan.budget).toBe('30000.00');
    // What was typed is still there to be kept elsewhere.
    const late = await submit({ ...kept, budget: text('31000') }, state);
    expect(late.errors).toMatchObject({ name: expect.stringContaining('Somebody changed') });
    const strange = await submit({ ...kept, budget: text('31000') }, state, zoe);
    expect(strange.errors).toMatchObject({ name: expect.stringContaining('is not yours') });
  });

  it('says before what a change means, and after it that everybody is asked again', async () => {
    const { id, plan } = await house.plan();
    await desk.type('/campaign', `submit ${id}`, mia);
    await house.decide(id, nora);
    const { views } = await desk.press(CAMPAIGN_ACTIONS.edit, String(id), mia);
    expect(textIn(views[1])).toContain('is asked again, with the difference shown');
    const { version } = await house.campaign(id);
    const answers = { name: text(plan.name), budget: text('40000') };
    const { view } = await submit(answers, { campaign: id, version, channel, round: 0 });
    expect(textIn(view)).toContain('The approval so far is void, and everybody is asked again');
    expect(await house.request(id)).toMatchObject({ revision: 2, votes: [] });
  });

  it('keeps an owner whom nobody in Slack is, and tags of a campaign that was found in a CRM', async () => {
    const { id, plan } = await house.plan({ owner: 'gone@acme.test', utm: {} });
    await house.db.rows(`UPDATE campaign SET adopted_from = 'hubspot' WHERE id = $1`, [id]);
    const { views } = await desk.type('/campaign', `edit ${id}`, opa);
    expect(JSON.stringify(views[1])).not.toContain('initial_user');
    const { version } = await house.campaign(id);
    const state = { campaign: id, version, channel, round: 0 };
    const kept = filled({ name: text(plan.name), owner: { selected_user: null }, budget: text('26000') });
    expect(await submit(kept, state, opa)).toMatchObject({ response_action: 'update' });
    expect((await house.campaign(id)).plan).toMatchObject({ owner: 'gone@acme.test', utm: {}, budget: '26000.00' });
  });

  it('of one that is gone says so', async () => {
    const { views } = await desk.type('/campaign', 'edit 4711', mia);
    expect(textIn(views[1])).toContain('There is no campaign C-4711');
  });
});
