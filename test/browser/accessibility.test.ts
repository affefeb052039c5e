// What assistive technology needs of every screen, in light and in dark: no serious fault that axe-core knows.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityFaults } from './support/accessibility.ts';
import { arrive, card, press } from './support/hands.ts';
import { useStage } from './support/stage.ts';

const stage = await useStage();
const LEAD = 'Sam Ortega';

describe.skipIf(stage.absent)('No screen has a serious fault of accessibility', () => {
  it.each([
    { screen: 'the Home tab', at: '/?as=ana&channel=@home', shows: 'Home' },
    {
      screen: 'two people side by side',
      at: '/?as=ana&channel=enterprise-leads&with=bo',
      shows: 'Message #enterprise-leads',
    },
    { screen: 'contacts in HubSpot', at: '/?tab=hubspot', shows: 'Search contacts' },
    { screen: 'leads in Salesforce', at: '/?tab=salesforce', shows: 'Search leads' },
    { screen: 'what happens', at: '/?tab=happenings', shows: 'HubSpot is down' },
  ])('$screen', async ({ at, shows }) => {
    const page = await stage.open(at);
    await page.getByText(shows, { exact: true }).or(page.getByPlaceholder(shows)).first().waitFor();
    expect(await faultsInBoth(page)).toEqual([]);
  });

  it('a record with its fields and its history', async () => {
    const [contact] = stage.sandbox.hubspot.records('contacts');
    const page = await stage.open(`/?tab=hubspot&object=contacts&id=${contact?.id ?? ''}`);
    await page.getByRole('complementary').getByText('History').waitFor();
    expect(await faultsInBoth(page)).toEqual([]);
  });

  it('a channel with a card, a thread beside it, a modal over it', async () => {
    arrive(stage, { name: LEAD });
    const page = await stage.open('/?as=ana&channel=enterprise-leads');
    await card(page, LEAD).waitFor();
    expect(await faultsInBoth(page)).toEqual([]);
    await card(page, LEAD).hover();
    await press(card(page, LEAD), 'Reply in thread');
    await page.getByRole('textbox', { name: 'Reply in thread' }).waitFor();
    expect(await faultsInBoth(page)).toEqual([]);
    await press(card(page, LEAD), 'Not a fit');
    await page.getByRole('dialog').waitFor();
    expect(await faultsInBoth(page)).toEqual([]);
  });
});

async function faultsInBoth(page: Page): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    faults.push(
      ...(await accessibilityFaults(page, colorScheme === 'dark')).map((fault) => `${colorScheme}: ${fault}`),
    );
  }
  return faults;
}
