// The world outside in the page: records changed by hand, the clock, and what can be made to happen.
import { describe, expect, it } from 'vitest';
import { arrive, card, eventually, sees } from './support/hands.ts';
import { useStage } from './support/stage.ts';

const stage = await useStage();

describe.skipIf(stage.absent)('The world outside', () => {
  it('changes a record by hand in HubSpot, and the card in Slack follows', async () => {
    const id = arrive(stage, { name: 'Vito Salerno' });
    const slack = await stage.open('/?as=ana&channel=enterprise-leads');
    await card(slack, 'Vito Salerno').waitFor();

    const hubspot = await stage.open('/?tab=hubspot&object=contacts');
    await hubspot.getByRole('searchbox').or(hubspot.getByPlaceholder('Search contacts')).first().fill('Salerno');
    await hubspot.getByRole('link', { name: 'Vito Salerno' }).click();
    const record = hubspot.getByRole('complementary', { name: 'Vito Salerno' });
    await record.getByLabel('Contact owner').selectOption({ label: 'Bo Lindqvist' });
    await record.getByRole('button', { name: 'Save the change' }).click();

    await sees(card(slack, 'Vito Salerno'), 'Claimed by');
    await sees(card(slack, 'Vito Salerno'), '@Bo Lindqvist');
    expect(stage.sandbox.hubspot.record('contacts', id)?.properties['hubspot_owner_id']).toBe('70002');
  });

  it('shows in the CRM what a claim in Slack has written, while one looks', async () => {
    const id = arrive(stage, { name: 'Noor Haddad' });
    const hubspot = await stage.open(`/?tab=hubspot&object=contacts&id=${id}`);
    const record = hubspot.getByRole('complementary', { name: 'Noor Haddad' });
    await record.waitFor();
    const slack = await stage.open('/?as=ana&channel=enterprise-leads');
    await card(slack, 'Noor Haddad').getByRole('button', { name: 'Claim' }).click();
    await sees(record, /Changed by Signalbox/u);
    await eventually(async () => {
      expect(await record.getByLabel('Contact owner').locator('option:checked').innerText()).toBe('Ana Ruiz');
    });
  });

  it('moves the clock on by a day, and the page goes by it', async () => {
    const before = stage.sandbox.clock.now().getTime();
    const page = await stage.open('/?tab=happenings');
    await page.getByRole('button', { name: 'A day later' }).click();
    await sees(page.getByRole('banner'), '+1 d');
    expect(stage.sandbox.clock.now().getTime() - before).toBeGreaterThanOrEqual(24 * 3_600_000);
  });

  it('lets a visitor fill in the demo form, who is a card in Slack a moment later', async () => {
    // What the form refuses is a 400, which the browser reports as well.
    stage.expectComplaint(/\b400\b/u);
    const slack = await stage.open('/?as=oskar&channel=enterprise-leads');
    const page = await stage.open('/?tab=happenings');
    const form = page.getByRole('form', { name: /demo form/iu });
    await form.getByLabel('Name').fill('Zoe Lindholm');
    await form.getByLabel('Employees').fill('many');
    await form.getByRole('button').click();
    await sees(page, /not a number/u);
    await form.getByLabel('Employees').fill('2400');
    await form.getByRole('button').click();
    await card(slack, 'Zoe Lindholm').waitFor();
    expect(await card(slack, 'Zoe Lindholm').innerText()).toContain('2,400 employees');
  });
});
