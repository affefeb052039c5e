// One thing after the other is away: what still works goes on, what cannot says so, and all of it catches up by itself.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '#kernel/time.ts';
import { freshDatabase } from '../support/database.ts';
import { openDatabaseLine } from '../support/database-line.ts';
import type { DatabaseLine } from '../support/database-line.ts';
import { cardNaming } from '../support/house-cards.ts';
import { handsOn } from '../support/crm-hands.ts';
import { ask, cardWhen, press, wordsOf } from '../support/house-people.ts';
import { aHouse, eventually, untilReady } from '../support/house.ts';
import type { House } from '../support/house.ts';

interface Readiness {
  readonly paused?: { readonly reason: string | null; readonly waiting: number };
  readonly dependencies: Readonly<
    Record<string, { readonly ok: boolean; readonly because?: string; readonly since?: string }>
  >;
}

async function readinessOf(house: House): Promise<Readiness> {
  return JSON.parse((await house.readiness()).text) as Readiness;
}

function statusesSince(house: House, before: number): readonly (number | null)[] {
  return house.webhooks
    .deliveries()
    .slice(before)
    .map(({ status }) => status);
}

async function metricsOf(house: House): Promise<string> {
  return (await fetch(`${house.url}/metrics`)).text();
}

describe('What is away', () => {
  let house: House;
  beforeAll(async () => {
    house = await aHouse();
  });
  afterAll(() => house.close());

  it('is Salesforce: a claim there stands, its card says what waits, and HubSpot goes on; the owner follows by itself', async () => {
    const [salesforce, hubspot] = [handsOn(house, 'salesforce'), handsOn(house, 'hubspot')];
    const waiting = salesforce.createLead({ name: 'Wendy Waits', score: 50 });
    await cardWhen(house, 'Wendy Waits', ({ buttons }) => expect(buttons).toContain('leads.claim'));
    const cut = house.salesforce.faults.inject({ kind: 'reset' });
    await press(house, 'ana', 'Wendy Waits', 'leads.claim');
    house.clock.moveBy(10_000);

    await cardWhen(house, 'Wendy Waits', ({ words }) => {
      expect(words).toContain('*Claimed* by');
      expect(words).toContain(
        'Salesforce does not answer at the moment. What is to be written there follows when it does.',
      );
    });
    // Each try moves the clock, as if the back-off between them was over.
    await eventually(async () => {
      house.clock.moveBy(MINUTE_MS);
      const { because, since, ok } = (await readinessOf(house)).dependencies['salesforce'] ?? {};
      expect({ ok, because, since }).toEqual({
        ok: false,
        because: expect.stringContaining('no answer') as string,
        since: expect.stringMatching(/^\d{4}-/u) as string,
      });
    });
    expect(await metricsOf(house)).toMatch(/signalbox_dependency_state\{dependency="hubspot",state="closed"\} 1/u);

    const going = hubspot.createLead({ name: 'Hugo Hub', score: 50 });
    expect(await press(house, 'bo', 'Hugo Hub', 'leads.claim')).toContain('Hugo Hub is yours.');
    await eventually(() => expect(hubspot.ownerOf(going)).toBe('bo'));

    cut();
    await eventually(() => {
      house.clock.moveBy(MINUTE_MS);
      expect(salesforce.ownerOf(waiting)).toBe('ana');
    });
    await cardWhen(house, 'Wendy Waits', ({ words }) => expect(words).not.toContain('does not answer'));
    await untilReady(house);
    expect(await metricsOf(house)).toMatch(/signalbox_dependency_state\{dependency="salesforce",state="closed"\} 1/u);
  });

  it('is Slack’s API: clicks count and the CRM is written; the card follows by itself', async () => {
    const hubspot = handsOn(house, 'hubspot');
    const id = hubspot.createLead({ name: 'Sally Slack', score: 50 });
    const card = await cardWhen(house, 'Sally Slack', ({ buttons }) => expect(buttons).toContain('leads.claim'));
    house.slack.faults.next({ method: '*', kind: 'reset', times: 10_000 });

    await house.slack.workspace.as('ana').click(card.channel, card.ts, 'leads.claim');
    await eventually(() => expect(hubspot.ownerOf(id)).toBe('ana'));
    await eventually(async () => {
      house.clock.moveBy(MINUTE_MS);
      expect((await readinessOf(house)).dependencies['slack']).toMatchObject({
        ok: false,
        because: expect.stringContaining('no answer from Slack') as string,
      });
    });

    house.slack.faults.clear();
    await eventually(() => {
      house.clock.moveBy(MINUTE_MS);
      expect(cardNaming(house.slack, 'Sally Slack').words).toContain('*Claimed* by');
    });
    await untilReady(house);
  });

  it('is what ops hold back with a pause: it is said wherever people look, and let go in the end', async () => {
    const [hubspot, deals] = [handsOn(house, 'hubspot'), handsOn(house, 'salesforce')];
    const known = hubspot.createLead({ name: 'Karl Known', score: 50 });
    await cardWhen(house, 'Karl Known', ({ buttons }) => expect(buttons).toContain('leads.claim'));
    expect(wordsOf(await ask(house, 'ana', '/signalbox pause'))).toContain('Only ops and admins');
    expect(wordsOf(await ask(house, 'ops', '/signalbox pause new territories'))).toContain('Signalbox is paused');

    const fresh = hubspot.createLead({ name: 'Paula Paused', score: 92 });
    await eventually(async () =>
      expect(
        await house.rows(
          `SELECT 1 FROM audit WHERE action = 'lead.announced' AND subject IN
        (SELECT 'lead:' || lead_id FROM lead_ref WHERE record_id = $1)`,
          [fresh],
        ),
      ).toHaveLength(1),
    );
    expect(await press(house, 'ana', 'Karl Known', 'leads.claim')).toBe(
      'Karl Known is yours. Signalbox is paused (new territories): this is recorded, and the CRM and the card follow when it is resumed.',
    );
    const { paused } = await readinessOf(house);
    expect(paused).toMatchObject({ reason: 'new territories' });
    expect(paused?.waiting).toBeGreaterThan(2);
    expect(await metricsOf(house)).toContain('signalbox_paused 1');
    expect(hubspot.ownerOf(known)).toBeNull();
    expect(deals.opportunities()).toEqual([]);
    expect(house.slack.workspace.messages('enterprise-leads')).toEqual([]);

    expect(wordsOf(await ask(house, 'ops', '/signalbox resume'))).toContain('go out now');
    await eventually(() => expect(hubspot.ownerOf(known)).toBe('ana'));
    await cardWhen(house, 'Karl Known', ({ words }) => expect(words).toContain('*Claimed* by'));
    await cardWhen(house, 'Paula Paused', ({ buttons }) => expect(buttons).toContain('leads.claim'));
    await eventually(() => expect(deals.opportunities()).toHaveLength(1));
    expect(await metricsOf(house)).toContain('signalbox_paused 0');
  });
});

describe('While the database is away', () => {
  let house: House;
  let line: DatabaseLine;
  beforeAll(async () => {
    const database = await freshDatabase();
    line = await openDatabaseLine(database.url);
    house = await aHouse({ crms: ['hubspot'], database: { url: line.url, drop: () => database.drop() } });
  });
  afterAll(async () => {
    line.calm();
    await house.close();
    await line.close();
  });

  it('webhooks are sent away, people are told at once, and all of it is made up for when it is back', async () => {
    const hubspot = handsOn(house, 'hubspot');
    hubspot.createLead({ name: 'Before Hand', score: 50 });
    const card = await cardWhen(house, 'Before Hand', ({ buttons }) => expect(buttons).toContain('leads.claim'));
    line.setDown(true);
    await eventually(async () => {
      const { dependencies } = await readinessOf(house);
      expect(dependencies['database']).toMatchObject({
        ok: false,
        because: 'The database cannot be reached.',
        since: expect.any(String) as string,
      });
    });
    expect((await fetch(`${house.url}/healthz`)).status).toBe(200);
    expect(await metricsOf(house)).toMatch(/signalbox_dependency_state\{dependency="database",state="closed"\} 0/u);

    hubspot.createLead({ name: 'Mean While', score: 50 });
    await eventually(() => expect(house.webhooks.deliveries().at(-1)?.status).toBe(503));
    expect(wordsOf(await ask(house, 'ana', '/lead open'))).toMatch(/^The database .* try again in a minute\.$/u);
    const told = house.slack.workspace.as('bo').inbox().length;
    expect(await house.slack.workspace.as('bo').click(card.channel, card.ts, 'leads.claim')).toMatchObject({
      kind: 'acknowledged',
    });
    await eventually(() => expect(house.slack.workspace.as('bo').inbox()[told]?.text).toContain('Nothing was changed'));

    line.setDown(false);
    await untilReady(house);
    await cardWhen(house, 'Mean While', ({ buttons }) => expect(buttons).toContain('leads.claim'));
    expect(await press(house, 'bo', 'Before Hand', 'leads.claim')).toContain('is yours');
  });

  it('a stall keeps nobody waiting without a word', async () => {
    const hubspot = handsOn(house, 'hubspot');
    line.setStalled(true);
    const before = house.webhooks.deliveries().length;
    const told = house.slack.workspace.as('ana').inbox().length;
    hubspot.createLead({ name: 'Stan Stalled', score: 50 });
    expect(await house.slack.workspace.as('ana').command('/lead', 'open', 'revops')).toMatchObject({
      kind: 'acknowledged',
    });
    await eventually(() => expect(house.slack.workspace.as('ana').inbox()[told]?.text).toMatch(/^The database /u));
    await eventually(() => expect(statusesSince(house, before)).toContain(503));
    line.setStalled(false);
    await cardWhen(house, 'Stan Stalled', ({ buttons }) => expect(buttons).toContain('leads.claim'));
  });
});

it('A dry run decides everything, does nothing, and announces nothing of it when it is over', async ({
  onTestFinished,
}) => {
  const house = await aHouse({ crms: ['hubspot'], app: false });
  onTestFinished(() => house.close());
  await house.start({ DRY_RUN: 'true' });
  await untilReady(house);
  const hubspot = handsOn(house, 'hubspot');
  hubspot.createLead({ name: 'Dora Dry', score: 92 });
  await eventually(async () => {
    const rows = await house.rows<{ what: string }>(
      `SELECT after->>'what' AS what FROM audit WHERE action = 'dry_run.would_have' ORDER BY id`,
    );
    expect(rows.map(({ what }) => what)).toContain(
      'dry run: would have posted the card of Dora Dry in #enterprise-leads',
    );
    expect(rows.some(({ what }) => what.includes('made the opportunity "Northwind - inbound"'))).toBe(true);
  });
  expect(JSON.parse((await house.readiness()).text)).toMatchObject({ dry_run: true });
  expect(wordsOf(await ask(house, 'ana', '/lead claim Dora'))).toContain('Signalbox runs dry');
  expect(wordsOf(await ask(house, 'ana', '/lead open'))).toContain('Dora Dry');
  expect(hubspot.opportunities()).toEqual([]);
  expect(house.slack.workspace.messages('enterprise-leads')).toEqual([]);

  await house.stop();
  await house.start();
  await untilReady(house);
  hubspot.createLead({ name: 'Rita Real', score: 92 });
  await cardWhen(house, 'Rita Real', ({ buttons }) => expect(buttons).toContain('leads.claim'));
  expect(house.slack.workspace.messages('enterprise-leads')).toHaveLength(1);
  await eventually(() => expect(hubspot.opportunities()).toHaveLength(1));
});
