// Approvals and campaigns over real HTTP: what is asked, refused and launched, and what everybody is told.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '#kernel/time.ts';
import { aForm, aLandingPage, approve, planned, requestWhen, submitForm, told } from '../support/house-campaigns.ts';
import type { FormEntries, LandingPage } from '../support/house-campaigns.ts';
import { ask, wordsOf } from '../support/house-people.ts';
import { aPlaybookText } from '../support/house-playbook.ts';
import { expectSound } from '../support/house-soundness.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { actionsIn, textIn } from '../support/slack-shape.ts';
import { NEXT_MARCH, NEXT_YEAR } from '../support/next-march.ts';

const POLICIES = `approvals:
  - name: campaign-budget
    on: campaign.launch
    if: campaign.budget > 10000
    steps:
      - { name: Marketing, any_of: ['group:marketing-managers'] }
      - { name: Board, all_of: [vera@acme.test, carl@acme.test] }
  - name: campaign-small
    on: campaign.launch
    steps: [{ any_of: ['group:marketing-managers'] }]
    bulk: true
  - name: campaign-change
    on: campaign.change
    steps: [{ any_of: ['group:marketing-managers'] }]
campaigns:
  checklist: [links_answer, utm_present, owner_set, dates_sane, audience_within_cap, suppression_list]
`;
const PEOPLE = ['ana', 'mia', 'nora', 'vera', 'carl'];

let house: House;
let page: LandingPage;
let topics = 0;

beforeAll(async () => {
  page = await aLandingPage();
  house = await aHouse({
    people: PEOPLE,
    groups: { 'marketing-managers': ['mia', 'nora'] },
    playbook: aPlaybookText({ enterprise: ['ana'], smb: ['ana'], more: POLICIES }),
  });
});
afterAll(async () => {
  await house.close();
  await page.close();
});

/** A campaign of its own, planned by Mia and submitted. Answers the keys of campaign and request. */
async function asked(over: FormEntries = {}): Promise<{ campaign: string; request: string; name: string }> {
  topics += 1;
  const name = `${NEXT_MARCH}-webinar-spring-${topics}`;
  const form = aForm(page.url, { 'name.value': name, 'audience.value': `List ${topics}`, ...over });
  const campaign = await planned(house, 'mia', form);
  await ask(house, 'mia', `/campaign submit ${campaign}`);
  const request = await eventually(async () => {
    const [row] = await house.rows<{ id: number }>(
      `SELECT id FROM approval WHERE subject = $1 ORDER BY id DESC LIMIT 1`,
      [`campaign:${campaign.slice(2)}`],
    );
    if (row === undefined) throw new Error(`nobody was asked for ${campaign}`);
    return `A-${row.id}`;
  });
  await requestWhen(house, request);
  return { campaign, request, name };
}

describe('The form', () => {
  it.each([
    {
      when: 'its end is before its start',
      over: { 'ends_on.value': `${NEXT_YEAR}-02-01` },
      block: 'ends_on',
      says: /before/iu,
    },
    { when: 'its budget reads two ways', over: { 'budget.value': '12.000' }, block: 'budget', says: /12000|12,000/u },
    { when: 'its budget is written for machines', over: { 'budget.value': '1e9' }, block: 'budget', says: /./u },
    {
      when: 'its name mentions everybody',
      over: { 'name.value': '<!channel> spring' },
      block: 'name',
      says: /mention/iu,
    },
    {
      when: 'its name breaks the rule',
      over: { 'name.value': 'Spring!' },
      block: 'name',
      says: new RegExp(`${NEXT_MARCH}-webinar-spring`, 'u'),
    },
  ])('says at the field what is wrong when $when, and loses nothing', async ({ over, block, says }) => {
    const outcome = await submitForm(house, 'mia', aForm(page.url, over));
    expect(outcome).toMatchObject({ kind: 'refused', errors: { [block]: expect.stringMatching(says) } });
    const mia = house.slack.workspace.as('mia');
    const form = mia.modal();
    expect(JSON.stringify(form?.state)).toContain('200 registrations');
    await mia.closeModal(form?.id ?? '');
  });

  it('takes a budget as people of this country write it', async () => {
    const key = await planned(
      house,
      'mia',
      aForm(page.url, { 'name.value': `${NEXT_MARCH}-webinar-comma`, 'budget.value': '12.000,50' }),
    );
    expect(wordsOf(await ask(house, 'mia', `/campaign show ${key}`))).toContain('12,000.50');
  });

  it('opens for one that is to be edited by those alone who may', async () => {
    const { campaign } = await asked({ 'budget.value': '900' });
    const words = wordsOf(await ask(house, 'ana', `/campaign kill ${campaign} because`));
    expect(words).toMatch(/Mia/u);
  });
});

describe('A request', () => {
  it('goes over its steps, and is launched in both CRMs with what was approved', async () => {
    const { campaign, request, name } = await asked();
    const card = await requestWhen(house, request, ({ buttons }) => expect(buttons).toContain('approvals.approve'));
    expect(card.words).toContain('25,000');
    expect(await approve(house, 'nora', request)).toContain(`You approved ${request}`);
    await approve(house, 'vera', request);
    expect(await approve(house, 'carl', request)).toContain('last approval needed');
    await requestWhen(house, request, ({ buttons }) => expect(buttons).not.toContain('approvals.approve'));
    await eventually(() => {
      expect(house.salesforce.records('Campaign').find((row) => row['Name'] === name)).toMatchObject({
        IsActive: true,
        BudgetedCost: 25_000,
        StartDate: `${NEXT_MARCH}-01`,
        EndDate: `${NEXT_MARCH}-31`,
      });
      const inHubspot = house.hubspot.records('campaigns').find(({ properties }) => properties['hs_name'] === name);
      expect(inHubspot?.properties).toMatchObject({
        hs_start_date: `${NEXT_MARCH}-01`,
        hs_end_date: `${NEXT_MARCH}-31`,
      });
    });
    await eventually(async () =>
      expect(wordsOf(await ask(house, 'mia', `/campaign show ${campaign}`))).toMatch(/live/iu),
    );
    const story = wordsOf(await ask(house, 'mia', `/campaign history ${campaign}`));
    expect(story).toMatch(/Nora/u);
    expect(story).toMatch(/Carl/u);
  });

  it('refuses a press of somebody without a say, and says who has it', async () => {
    const { request } = await asked();
    const note = await approve(house, 'ana', request);
    expect(note).toContain(`You cannot decide ${request}`);
    expect(note).toContain('Nora');
    expect(await approve(house, 'mia', request)).toContain('because you asked for it');
    expect(await approve(house, 'vera', request)).toContain('not your turn');
    await requestWhen(house, request, ({ buttons }) => expect(buttons).toContain('approvals.approve'));
  });

  it.each([
    {
      when: 'names a request of another workspace',
      action: 'approvals.approve',
      value: '4711:1',
      says: /no such request/iu,
    },
    {
      when: 'names nothing',
      action: 'approvals.approve',
      value: "1'; DROP TABLE approval",
      says: /names no request/iu,
    },
    { when: 'names a revision that never was', action: 'approvals.approve', value: '1:99', says: /./u },
  ])('takes no harm from a forged button that $when', async ({ action, value, says }) => {
    const { ts } = await forged(action, value);
    const nora = house.slack.workspace.as('nora');
    const before = await votes();
    expect(await told(house, 'nora', () => nora.click('revops', ts, action))).toMatch(says);
    expect(await votes()).toBe(before);
  });

  it('does not know a button that the app never made', async () => {
    const { ts } = await forged('approvals.approve_everything', '1:1');
    const outcome = await house.slack.workspace.as('nora').click('revops', ts, 'approvals.approve_everything');
    expect(outcome.kind).toBe('failed');
    expect((await house.readiness()).status).toBe(200);
  });

  it('asks others when an approver leaves the company, and takes nothing from who left', async () => {
    const { request } = await asked();
    await approve(house, 'nora', request);
    house.slack.workspace.setDeactivated('vera', true);
    try {
      await house.tick('people');
      await eventually(async () => {
        // Who may decide is looked at again every few minutes.
        house.clock.moveBy(6 * MINUTE_MS);
        await house.tick('approvals');
        await requestWhen(house, request, ({ words }) => expect(words).toMatch(/Ops Berg|<@\w+>/u));
        const [row] = await house.rows<{ n: number }>(
          `SELECT count(*)::int AS n FROM approval_seat WHERE approval_id = $1 AND person = $2`,
          [Number(request.slice(2)), house.slack.workspace.as('ops').user.id],
        );
        expect(row?.n).toBe(1);
      });
    } finally {
      house.slack.workspace.setDeactivated('vera', false);
      await house.tick('people');
    }
  });

  it('launches nothing that a CRM refuses, says so in its words, and goes on where a person says so', async () => {
    const mend = house.salesforce.addValidationRule({
      object: 'Campaign',
      message: 'Name a cost centre first',
    });
    const { campaign, request } = await asked({ 'budget.value': '4000' });
    await approve(house, 'nora', request);
    await eventually(async () => {
      const words = wordsOf(await ask(house, 'mia', `/campaign show ${campaign}`));
      expect(words).toContain('Name a cost centre first');
      expect(words).toMatch(/not launched|approved/iu);
    });
    mend();
    await eventually(async () => {
      // Not before the other CRM has answered: until then the launch is under way.
      const answer = wordsOf(await ask(house, 'mia', `/campaign launch ${campaign}`));
      const made = house.salesforce.records('Campaign').filter((row) => row['BudgetedCost'] === 4000);
      expect({ answer, made }).toMatchObject({ made: [{ IsActive: true }] });
    });
  });

  it('cannot be decided when its time is over', async () => {
    const { request } = await asked();
    house.clock.moveBy(20 * DAY_MS);
    expect(await approve(house, 'nora', request)).toContain(`${request} has expired`);
    await house.tick('approvals');
    await requestWhen(house, request, ({ words, buttons }) => {
      expect(words).toMatch(/expired/iu);
      expect(buttons).not.toContain('approvals.approve');
    });
  });

  it('of Salesforce’s own is answered on its card, and Salesforce has the answer', async () => {
    const { salesforce, slack } = house;
    salesforce.addApprovalProcess({
      name: 'Discount',
      label: 'Discount approval',
      object: 'Opportunity',
      when: {},
      steps: [{ name: 'vp', approvers: ['vera@acme.test'] }],
      onApproved: { NextStep: 'Discount granted' },
      onRejected: { NextStep: 'No discount' },
    });
    const values = { StageName: 'Prospecting', CloseDate: '2027-06-30', Amount: 90_000 };
    const granted = salesforce.createRecord('Opportunity', { Name: 'Globex renewal', ...values });
    const refused = salesforce.createRecord('Opportunity', { Name: 'Initech renewal', ...values });
    const vera = slack.workspace.as('vera');
    salesforce.submitForApproval(granted, 'ana@acme.test', 'ten percent');
    salesforce.submitForApproval(refused, 'ana@acme.test', 'sixty percent');
    const cardOf = (record: string) =>
      eventually(async () => {
        await house.tick('workitems-salesforce');
        const messages = slack.workspace.messages(vera.directMessages().id);
        const card = messages.find(({ blocks }) => textIn(blocks).includes(record));
        expect(actionsIn(card?.blocks)).toContain('workitems.approve');
        return card?.ts ?? '';
      });
    const asked = await cardOf('Globex renewal');
    // Without the JWT grant the integration user answers, and an org may not let it.
    await vera.click(vera.directMessages().id, asked, 'workitems.approve');
    await eventually(() => {
      const card = slack.workspace.messages(vera.directMessages().id).find(({ ts }) => ts === asked);
      expect(textIn(card?.blocks)).toContain('insufficient access rights');
      expect(actionsIn(card?.blocks)).toContain('workitems.approve');
    });
    salesforce.setModifyAll('signalbox@acme.test', true);
    await vera.click(vera.directMessages().id, asked, 'workitems.approve');
    await eventually(() => {
      expect(salesforce.record('Opportunity', granted)).toMatchObject({ NextStep: 'Discount granted' });
    });
    // A decision made in Salesforce ends on the card.
    const other = await cardOf('Initech renewal');
    salesforce.decideApproval(refused, 'Rejected', 'vera@acme.test', 'far too much');
    await eventually(async () => {
      await house.tick('workitems-salesforce');
      const card = slack.workspace.messages(vera.directMessages().id).find(({ ts }) => ts === other);
      expect(actionsIn(card?.blocks)).not.toContain('workitems.approve');
      expect(textIn(card?.blocks)).toMatch(/rejected/iu);
    });
  });

  it('leaves nothing behind that is wrong', async () => {
    await expectSound(house);
    expect((await house.readiness()).status).toBe(200);
  });
});

describe('A playbook', () => {
  it('is not put in force with a gate that names no policy', async () => {
    const playbook = aPlaybookText({
      rules: `  - name: big
    on: lead.created
    do: [{ update_record: { in: hubspot, set: { rating: Hot }, gate: bigdeals } }]`,
      more: `approvals: [{ name: big-deals, on: action, steps: [{ any_of: [vera@acme.test] }] }]`,
    });
    await expect(aHouse({ playbook })).rejects.toThrow(/bigdeals[^]*big-deals/u);
  });

  it('whose group has nobody is told of by the doctor', async () => {
    const playbook = aPlaybookText({
      more: `approvals: [{ name: launches, on: campaign.launch, steps: [{ any_of: ['group:nobody'] }] }]`,
    });
    const empty = await aHouse({ playbook, groups: { nobody: [] } });
    try {
      expect(wordsOf(await ask(empty, 'ops', '/signalbox doctor'))).toMatch(/nobody/u);
    } finally {
      await empty.close();
    }
  });
});

async function votes(): Promise<number> {
  return (await house.rows('SELECT 1 FROM approval_vote')).length;
}

/** A message of the app itself with a button that it never made: what a stranger would have to send. */
async function forged(action: string, value: string): Promise<{ readonly ts: string }> {
  const answer = await fetch(`${house.slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${house.slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      channel: house.slack.workspace.channels().find(({ name }) => name === 'revops')?.id,
      text: 'Approve me',
      blocks: [
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: action, value, text: { type: 'plain_text', text: 'Approve' } }],
        },
      ],
    }),
  });
  const { ts } = (await answer.json()) as { ts: string };
  return { ts };
}
