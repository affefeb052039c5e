// A campaign as its people go through it: asked for, sent back, edited, approved over two steps, launched, and stopped.
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from './support/accessibility.ts';
import { approve, edit, plan, request } from './support/campaign-hands.ts';
import { eventually, notes, sees, write } from './support/hands.ts';
import { useStage } from './support/stage.ts';
import { NEXT_MARCH, NEXT_YEAR } from '../support/next-march.ts';

const stage = await useStage();
const at = (person: string): Promise<Page> =>
  stage.open(`/?as=${person}&channel=approvals`, { viewport: { width: 1280, height: 1000 } });

describe.skipIf(stage.absent)('A campaign', () => {
  it('goes live in both CRMs with exactly what was approved, whatever happened on the way, and is stopped at once', async () => {
    const mia = await at('mia');
    const nora = await at('nora');
    const key = await plan(stage.url, mia, {
      topic: 'pipeline reviews',
      budget: '25,000.00',
      audience: 'EMEA newsletter',
    });
    await sees(request(nora, key), '€25,000');
    await sees(request(nora, key), 'Leadership');
    await sees(request(mia, key), 'Nora Whitfield');

    await request(nora, key).getByRole('button', { name: 'Request changes' }).click();
    const why = nora.getByRole('dialog');
    await why.getByRole('textbox').fill('Ask fewer people');
    await why.getByRole('button', { name: /^(?:Send|Request)/u }).click();
    await why.waitFor({ state: 'hidden' });
    await sees(request(mia, key), 'Ask fewer people');
    await edit(mia, key, 'How many people', '9000');
    await write(mia, `/campaign submit ${key}`);
    await sees(notes(mia), `${key} waits for its approval`);

    await sees(request(nora, key), '12,000');
    await approve(nora, key);
    const vera = await at('vera');
    await sees(request(vera, key), 'Vera Antonova');
    await edit(mia, key, 'Budget', '28,000.00');
    await sees(request(vera, key), '€25,000');
    await sees(request(vera, key), '€28,000');
    await sees(request(vera, key), 'Nora Whitfield');

    // Legal had read another plan.
    await write(mia, `/campaign tick ${key} legal-read`);
    await sees(notes(mia), `Ticked off on ${key}`);
    await approve(nora, key);
    await approve(vera, key);
    const carl = await at('carl');
    await approve(carl, key);
    const name = `${NEXT_MARCH}-webinar-pipeline-reviews`;
    await eventually(() => expect(inSalesforce(name)).toMatchObject({ IsActive: true, BudgetedCost: 28_000 }));
    const salesforce = await stage.open(`/?tab=salesforce&object=Campaign&id=${String(inSalesforce(name)?.['Id'])}`);
    await sees(salesforce, name);
    await sees(salesforce, /28,?000/u);
    await eventually(() => expect(inHubspot(name)?.properties).toMatchObject({ hs_end_date: `${NEXT_MARCH}-31` }));
    const hubspot = await stage.open(`/?tab=hubspot&object=campaigns&id=${inHubspot(name)?.id ?? ''}`);
    await sees(hubspot, name);
    expect(await accessibilityFaults(carl)).toEqual([]);

    await write(mia, `/campaign kill ${key} the speaker is ill`);
    await eventually(() => expect(inSalesforce(name)).toMatchObject({ IsActive: false }));
    await write(mia, `/campaign history ${key}`);
    await sees(notes(mia), /Nora Whitfield/u);
    await sees(notes(mia), /the speaker is ill/u);
  });

  it('reminds who is asked, and expires with a word when nobody decides', async () => {
    // Reminders come in working time, so the day on which this is run must not matter.
    stage.sandbox.clock.moveBy(untilTuesdayMorning(stage.sandbox.clock.now()));
    const mia = await at('mia');
    const key = await plan(stage.url, mia, { topic: 'partner day', budget: '18,000', audience: 'Partners' });
    const nora = await stage.open('/?as=nora&channel=approvals');
    await sees(request(nora, key), 'Approve');
    const time = await stage.open('/?tab=happenings');
    await time.getByRole('button', { name: 'A day later' }).click();
    await eventually(() => expect(toldDirectly('nora')).toMatch(/remind|still waits|waits for you/iu));
    await time.getByRole('button', { name: 'A week later' }).click();
    await sees(request(nora, key), /expired/iu);
    await expect.poll(() => request(nora, key).getByRole('button', { name: 'Approve' }).count()).toBe(0);
  });

  it('is decided for somebody who is away, and the card says for whom', async () => {
    const carl = await at('carl');
    await write(carl, `/campaign delegate @oskar until ${NEXT_YEAR}-12-01`);
    await sees(notes(carl), /Oskar/u);
    const mia = await at('mia');
    const key = await plan(stage.url, mia, { topic: 'user summit', budget: '30,000', audience: 'Customers' });
    await approve(await at('nora'), key);
    const oskar = await at('oskar');
    await sees(request(oskar, key), 'Oskar');
    await approve(oskar, key);
    await eventually(async () => {
      expect(await request(mia, key).textContent()).toMatch(/Oskar Weiß approved for @?Carl Nyström/u);
    });
  });

  function inSalesforce(name: string) {
    return stage.sandbox.salesforce.records('Campaign').find((row) => row['Name'] === name);
  }

  function inHubspot(name: string) {
    return stage.sandbox.hubspot.records('campaigns').find(({ properties }) => properties['hs_name'] === name);
  }

  function toldDirectly(person: string): string {
    const someone = stage.sandbox.slack.workspace.as(person);
    return stage.sandbox.slack.workspace
      .messages(someone.directMessages().id)
      .map(({ text }) => text)
      .join('\n');
  }
});

/** Milliseconds to the next Tuesday, 10:00 in UTC. */
function untilTuesdayMorning(now: Date): number {
  const then = new Date(now);
  then.setUTCHours(10, 0, 0, 0);
  then.setUTCDate(then.getUTCDate() + ((9 - then.getUTCDay()) % 7 || 7));
  return then.getTime() - now.getTime();
}
