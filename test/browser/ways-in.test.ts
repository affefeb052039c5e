// Ways to use the page: without a mouse, and on a phone.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityFaults } from './support/accessibility.ts';
import { arrive, card, composer, notes, sees } from './support/hands.ts';
import { useStage } from './support/stage.ts';
import type { Look } from './support/stage.ts';

const PHONE: Look = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const stage = await useStage();

describe.skipIf(stage.absent)('The page', () => {
  it('can be used without a mouse: to a channel, a card, Why? and back, a command', async () => {
    arrive(stage, { name: 'Nadia Moreau' });
    const page = await stage.open('/?as=ana&channel=general');
    await composer(page).waitFor();
    const { keyboard } = page;
    await keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the content');

    await keyboard.press('Control+k');
    await keyboard.type('enterprise');
    await keyboard.press('Enter');
    await card(page, 'Nadia Moreau').waitFor();
    await to(page, 'F6', (label) => label.startsWith('Messages in'));
    await keyboard.press('End');
    await to(page, 'Tab', (label) => label === 'Claim');
    await keyboard.press('Enter');
    await sees(card(page, 'Nadia Moreau'), 'Claimed by');

    await to(page, 'F6', (label) => label.startsWith('Messages in'));
    await keyboard.press('End');
    await to(page, 'ArrowUp', (label) => label.includes('Nadia Moreau') && label.includes('Why?'));
    await to(page, 'Tab', (label) => label === 'Why?');
    await keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Why?');

    await to(page, 'F6', (label) => label === 'Message #enterprise-leads');
    await keyboard.type('/lead mi');
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    await sees(notes(page), 'Nadia Moreau');
  });

  it('fits a phone: every screen can be reached, and nothing has to be pushed sideways', async () => {
    arrive(stage, { name: 'Pia Vogel' });
    const page = await stage.open('/?as=ana&channel=general', PHONE);
    await composer(page).waitFor();
    await page.getByRole('button', { name: 'Back to the list of channels' }).tap();
    await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
    await expectNothingSideways(page);
    await page.getByRole('navigation', { name: 'Conversations' }).getByText('enterprise-leads').tap();
    await card(page, 'Pia Vogel').waitFor();
    await expectNothingSideways(page);
    await card(page, 'Pia Vogel').getByRole('button', { name: 'Why?' }).tap();
    await page.getByRole('dialog').waitFor();
    await expectNothingSideways(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).first().tap();
    await page.getByRole('button', { name: 'Back to the list of channels' }).tap();
    await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
    for (const tab of ['HubSpot', 'Salesforce', 'What happens']) {
      await page.getByRole('navigation', { name: 'Parts of the sandbox' }).getByText(tab).tap();
      await expectNothingSideways(page);
    }
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('navigation', { name: 'Parts of the sandbox' }).getByText('Slack').tap();
    await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
  });
});

/** What the focused element is called: its label, or its words. */
function focused(page: Page): Promise<string> {
  return page.evaluate<string>(
    'document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.innerText ?? ""',
  );
}

/** Presses a key until the focus is where it should be. */
async function to(page: Page, key: string, isThere: (label: string) => boolean): Promise<void> {
  const passed: string[] = [];
  for (let pressed = 0; pressed < 40; pressed += 1) {
    const label = (await focused(page)).trim();
    if (isThere(label)) return;
    passed.push(label.slice(0, 40));
    await page.keyboard.press(key);
  }
  throw new Error(`${key} led past ${passed.join(' > ')}`);
}

async function expectNothingSideways(page: Page): Promise<void> {
  const { wide, room } = await page.evaluate<{ wide: number; room: number }>(
    '({ wide: document.scrollingElement.scrollWidth, room: innerWidth })',
  );
  expect(wide).toBeLessThanOrEqual(room);
  expect(room).toBe(390);
}
