// Campaigns against both CRMs over their own protocols: what somebody changes there, what is put back, and the kill switch.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '#kernel/time.ts';
import { aForm, aLandingPage, approve, planned, requestWhen } from '../support/house-campaigns.ts';
import type { LandingPage } from '../support/house-campaigns.ts';
import { ask, wordsOf } from '../support/house-people.ts';
import { aPlaybookText } from '../support/house-playbook.ts';
import { expectSound } from '../support/house-soundness.ts';
import { aHouse, eventually } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { NEXT_MARCH } from '../support/next-march.ts';

const POLICIES = `approvals:
  - name: launches
    on: campaign.launch
    steps: [{ any_of: [nora@acme.test] }]
  - name: changes
    on: campaign.change
    steps: [{ any_of: [nora@acme.test] }]
`;

let house: House;
let page: LandingPage;
let topics = 0;

beforeAll(async () => {
  page = await aLandingPage();
  house = await aHouse({
    people: ['ana', 'mia', 'nora'],
    playbook: aPlaybookText({ enterprise: ['ana'], smb: ['ana'], more: POLICIES }),
  });
});
afterAll(async () => {
  await house.close();
  await page.close();
});

interface Running {
  readonly campaign: string;
  readonly name: string;
  /** Id of its record in each CRM. */
  readonly hubspot: string;
  readonly salesforce: string;
}

/** A campaign of 25,000 that is live in both CRMs. */
async function live(): Promise<Running> {
  topics += 1;
  const name = `${NEXT_MARCH}-webinar-watch-${topics}`;
  const form = aForm(page.url, { 'name.value': name, 'audience.value': `Watchers ${topics}` });
  const campaign = await planned(house, 'mia', form);
  await ask(house, 'mia', `/campaign submit ${campaign}`);
  await approve(house, 'nora', await requestOf(campaign));
  await eventually(async () => expect(await stateOf(campaign)).toBe('live'));
  const [hubspot, salesforce] = await Promise.all([idIn('hubspot', campaign), idIn('salesforce', campaign)]);
  return { campaign, name, hubspot, salesforce };
}

function requestOf(campaign: string, gate = 'campaign.launch'): Promise<string> {
  return eventually(async () => {
    const [row] = await house.rows<{ id: number }>(
      `SELECT id FROM approval WHERE subject = $1 AND gate = $2 AND state = 'pending'`,
      [`campaign:${campaign.slice(2)}`, gate],
    );
    if (row === undefined) throw new Error(`nothing is asked about ${campaign}`);
    return `A-${row.id}`;
  });
}

async function stateOf(campaign: string): Promise<string | undefined> {
  const [row] = await house.rows<{ state: string }>('SELECT state FROM campaign WHERE id = $1', [campaign.slice(2)]);
  return row?.state;
}

async function idIn(crm: string, campaign: string): Promise<string> {
  const [row] = await house.rows<{ record_id: string }>(
    'SELECT record_id FROM campaign_record WHERE campaign_id = $1 AND crm = $2',
    [campaign.slice(2), crm],
  );
  if (row === undefined) throw new Error(`${campaign} is not in ${crm}`);
  return row.record_id;
}

/** The next minute's look at both CRMs. */
async function watch(): Promise<void> {
  house.clock.moveBy(MINUTE_MS);
  await Promise.all(['hubspot', 'salesforce'].map((crm) => house.tick(`campaigns-${crm}`)));
}

function inSalesforce(id: string) {
  return house.salesforce.records('Campaign').find((row) => row['Id'] === id);
}

async function budgetInHubspot(campaign: string): Promise<string | null | undefined> {
  const [row] = await house.rows<{ budget: string | null }>(
    `SELECT seen->>'budget' AS budget FROM campaign_record WHERE campaign_id = $1 AND crm = 'hubspot'`,
    [campaign.slice(2)],
  );
  return row?.budget;
}

describe('A campaign that runs', () => {
  it('is nothing new to the watch that sees what the launch wrote', async () => {
    const { campaign, name } = await live();
    await watch();
    await watch();
    expect(await house.rows('SELECT 1 FROM campaign WHERE name = $1', [name])).toHaveLength(1);
    const drifts = `SELECT after FROM audit WHERE subject = $1 AND action = 'campaign.drifted'`;
    expect(await house.rows(drifts, [`campaign:${campaign.slice(2)}`])).toEqual([]);
  });

  it('whose budget somebody changes in Salesforce is asked about, and both CRMs have it after the yes', async () => {
    const { campaign, salesforce } = await live();
    house.salesforce.update('Campaign', salesforce, { BudgetedCost: 31_000 });
    await watch();
    const request = await requestOf(campaign, 'campaign.change');
    const card = await requestWhen(house, request);
    expect(card.words).toContain('31,000');
    expect(card.words).toContain('25,000');
    await approve(house, 'nora', request);
    await eventually(async () => expect(await budgetInHubspot(campaign)).toBe('31000.00'));
    expect(inSalesforce(salesforce)).toMatchObject({ BudgetedCost: 31_000, IsActive: true });
    expect(wordsOf(await ask(house, 'mia', `/campaign show ${campaign}`))).toContain('31,000');
  });

  it('is put back in HubSpot where nobody says yes', async () => {
    const { campaign, hubspot } = await live();
    house.hubspot.setCampaignBudget(hubspot, 99_000);
    await watch();
    const request = await requestOf(campaign, 'campaign.change');
    await eventually(async () => expect(await budgetInHubspot(campaign)).toBe('99000.00'));
    await ask(house, 'nora', `/campaign reject ${request} far too much`);
    await eventually(async () => expect(await budgetInHubspot(campaign)).toBe('25000.00'));
    await watch();
    const running = `SELECT 1 FROM approval WHERE subject = $1 AND state = 'pending'`;
    expect(await house.rows(running, [`campaign:${campaign.slice(2)}`])).toEqual([]);
  });

  it('is stopped in both CRMs by one press, with a reason', async () => {
    const { campaign, hubspot, salesforce } = await live();
    await ask(house, 'mia', `/campaign kill ${campaign} wrong price on the page`);
    await eventually(() => {
      expect(inSalesforce(salesforce)).toMatchObject({ IsActive: false });
      const there = house.hubspot.records('campaigns').find(({ id }) => id === hubspot);
      expect(there?.properties['hs_campaign_status']).toBe('paused');
    });
    expect(await stateOf(campaign)).toBe('killed');
    expect(wordsOf(await ask(house, 'mia', `/campaign resume ${campaign}`))).not.toMatch(/goes on/iu);
    await watch();
    expect(await stateOf(campaign)).toBe('killed');
  });

  it('that somebody deletes in Salesforce is missed', async () => {
    const { campaign, salesforce } = await live();
    house.salesforce.delete('Campaign', salesforce);
    await watch();
    await eventually(async () => {
      const gone = `SELECT 1 FROM campaign_record WHERE campaign_id = $1 AND crm = 'salesforce' AND state = 'gone'`;
      expect(await house.rows(gone, [campaign.slice(2)])).toHaveLength(1);
    });
  });
});

describe('A campaign that is made in a CRM', () => {
  it('is watched from then on, and ops are told', async () => {
    await watch();
    house.salesforce.createRecord('Campaign', {
      Name: 'Trade fair',
      Status: 'In Progress',
      IsActive: true,
      BudgetedCost: 5000,
    });
    await watch();
    await eventually(async () => {
      const [row] = await house.rows<{ state: string; adopted_from: string; budget: string }>(
        `SELECT state, adopted_from, budget::text FROM campaign WHERE name = 'Trade fair'`,
      );
      expect(row).toMatchObject({ state: 'live', adopted_from: 'salesforce', budget: '5000.0000' });
    });
    await eventually(() => {
      const said = house.slack.workspace.messages('revops').map(({ text }) => text);
      expect(said.some((text) => text.includes('Trade fair') && text.includes('without an approval'))).toBe(true);
    });
  });
});

it('leaves nothing behind that is wrong', async () => {
  await expectSound(house);
  expect((await house.readiness()).status).toBe(200);
});
