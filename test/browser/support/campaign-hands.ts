// What people do about campaigns and requests in the page, by what is written there.
import type { Locator, Page } from 'playwright-core';
import { messages, sees, write } from './hands.ts';
import { NEXT_MARCH } from '../../support/next-march.ts';

export interface NewCampaign {
  readonly topic: string;
  readonly budget: string;
  readonly audience: string;
  /** Called when everything is filled in. */
  readonly onForm?: () => Promise<void>;
}

/**
 * Fills in the form as somebody in marketing would, takes the proposed name, ticks off and submits. Answers its key.
 * @param url of the page, which has the landing pages as well
 */
export async function plan(url: string, page: Page, { topic, budget, audience, onForm }: NewCampaign): Promise<string> {
  await write(page, '/campaign new');
  const form = page.getByRole('dialog', { name: 'New campaign' });
  await choose(page, form, 'Type', 'Webinar');
  await choose(page, form, 'Channel', 'Email');
  await form.getByLabel('Start (optional)').fill(`${NEXT_MARCH}-01`);
  await form.getByLabel('End, that day included').fill(`${NEXT_MARCH}-31`);
  await form.getByLabel('Name').fill(topic);
  await form.getByRole('button', { name: 'Propose a name' }).click();
  await sees(form, `${NEXT_MARCH}-webinar-${topic.replaceAll(' ', '-')}`);
  await form.getByLabel('Budget').fill(budget);
  await form.getByLabel('Audience list').fill(audience);
  await form.getByLabel('How many people').fill('12000');
  await form.getByLabel('Suppression list').fill('unsubscribed');
  await form.getByLabel('Content link').fill(`${url}/pages/${topic.replaceAll(' ', '-')}`);
  await onForm?.();
  await form.getByRole('button', { name: 'Create draft' }).click();
  const draft = page.getByRole('dialog', { name: /^C-\d+$/u });
  await draft.waitFor();
  const key = await draft.getByRole('heading', { level: 2 }).textContent();
  if (key === null) throw new Error('the campaign has no key');
  await draft.getByRole('button', { name: 'Tick off' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Submit for approval' }).click();
  await sees(page.getByRole('dialog'), `${key} waits for its approval`);
  await close(page);
  return key;
}

async function choose(page: Page, form: Locator, menu: string, option: string): Promise<void> {
  await form.getByRole('combobox', { name: menu }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** Changes one field of a campaign by its form. */
export async function edit(page: Page, key: string, field: string, value: string): Promise<void> {
  await write(page, `/campaign edit ${key}`);
  const form = page.getByRole('dialog', { name: `Edit ${key}` });
  await form.getByLabel(field).fill(value);
  await form.getByRole('button', { name: 'Save' }).click();
  await form.waitFor({ state: 'hidden' });
  await close(page);
}

async function close(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  if ((await dialog.count()) > 0) await dialog.getByRole('button', { name: 'Close' }).first().click();
  await dialog.waitFor({ state: 'hidden' });
}

/** The newest card of a request that names this campaign. */
export function request(page: Page | Locator, campaign: string): Locator {
  return messages(page)
    .locator('.chat-row')
    .filter({ hasText: `Launch ${campaign} ` })
    .filter({ hasText: /A-\d+/u })
    .last();
}

/** Presses Approve, and says yes again where the page asks because it is the last one. */
export async function approve(page: Page, campaign: string): Promise<void> {
  await request(page, campaign).getByRole('button', { name: 'Approve' }).click();
  const sure = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  const answered = page.getByText(/You approved A-\d+/u).last();
  await sure.or(answered).first().waitFor();
  if ((await sure.count()) > 0) await sure.getByRole('button', { name: 'Approve' }).click();
  await answered.waitFor();
}
