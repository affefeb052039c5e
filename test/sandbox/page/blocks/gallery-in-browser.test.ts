import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../../../browser/support/accessibility.ts';
import { canShow, showPage } from './pages/show-page.ts';
import type { Shown } from './pages/show-page.ts';

/** Long enough for a machine that has much else to do. */
const SOON = { timeout: 10_000 };

describe.skipIf(!(await canShow()))('The gallery in a browser', () => {
  let shown: Shown;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    shown = await showPage(new URL('pages/gallery-page.tsx', import.meta.url));
    page = await shown.open();
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await exhibit('Fifty blocks').waitFor();
  });
  afterAll(() => shown.close());

  function exhibit(name: string): Locator {
    return page.getByRole('article').filter({ has: page.getByRole('heading', { name, exact: true }) });
  }
  function said(): Promise<string> {
    return page.locator('.block-gallery-said').innerText();
  }
  async function focused(): Promise<string> {
    return page.evaluate(() => document.activeElement?.textContent ?? '');
  }

  it.each(['light', 'dark'] as const)(
    'has no serious fault for assistive technology when it is %s',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      await exhibit('Fifty blocks').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
    },
  );

  it('fits a telephone', async () => {
    const desk = page.viewportSize() ?? { width: 1000, height: 800 };
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.setViewportSize(desk);
  });

  it('lets the three dots be worked from the keyboard', async () => {
    const dots = exhibit('Buttons').getByRole('button', { name: 'More actions' });
    await dots.press('ArrowDown');
    await page.getByRole('menuitem', { name: 'New' }).press('End');
    expect(await focused()).toBe('Open');
    await page.keyboard.press('Escape');
    expect(await dots.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'New' }).press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(said, SOON).toBe('Pressed buttons.dots: "open"');
    await expect.poll(() => page.getByRole('menu').count(), SOON).toBe(0);
  });

  it('asks before it presses, and gives the keyboard back', async () => {
    const before = await said();
    const asks = exhibit('Buttons').getByRole('button', { name: 'Asks first' });
    await asks.press('Enter');
    await page.getByRole('dialog', { name: 'Really?' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count(), SOON).toBe(0);
    expect(await said()).toBe(before);
    expect(await focused()).toBe('Asks first');
    await asks.press('Enter');
    await page.getByRole('button', { name: 'Do it' }).click();
    await expect.poll(said, SOON).toBe('Pressed buttons.asks: "asks"');
  });

  it('lets a busy button be', async () => {
    const before = await said();
    await exhibit('Buttons').getByRole('button', { name: 'Busy' }).press('Enter');
    expect(await said()).toBe(before);
  });

  it('finds in a menu what is typed', async () => {
    const menu = exhibit('Menus in a row').getByRole('combobox', { name: 'A stage' });
    await menu.press('ArrowDown');
    await page.keyboard.type('won');
    await page.getByRole('option', { name: 'Won' }).waitFor();
    expect(await page.getByRole('option').count()).toBe(1);
    await page.keyboard.press('Enter');
    await expect.poll(said, SOON).toBe('Pressed menus.static_select_0: "won"');
    expect(await menu.inputValue()).toBe('Won 🎉');
  });

  it('chooses several, up to as many as may be, and takes the last back', async () => {
    const menu = exhibit('Inputs: menus').getByRole('combobox', { name: 'multi static select' });
    await menu.click();
    await page.getByRole('option', { name: 'Bo Lindqvist' }).click();
    await expect.poll(said, SOON).toBe('Entered in_multi_static_select.multi_static_select: ["ana","bo"]');
    await page.getByText('No more than 2 can be chosen.').waitFor();
    await menu.press('Backspace');
    await expect.poll(said, SOON).toBe('Entered in_multi_static_select.multi_static_select: ["ana"]');
    await page.getByRole('button', { name: 'Remove Ana Ruiz' }).last().click();
    await expect.poll(said, SOON).toBe('Entered in_multi_static_select.multi_static_select: []');
  });

  it('asks the app for options, and says when it does not answer', async () => {
    const menu = exhibit('Menus in a row').getByRole('combobox', { name: 'Search the CRM' });
    await menu.click();
    await page.getByText('Type to search.').waitFor();
    await page.keyboard.type('fail');
    await page.getByText('The app did not answer.').waitFor();
    await menu.fill('x');
    await page.getByRole('option', { name: 'Globex x' }).click();
    await expect
      .poll(said)
      .toBe(
        'Pressed menus.external_select_2: {"text":{"type":"plain_text","text":"Globex x","emoji":true},"value":"globex"}',
      );
  });

  it('waits until a date is typed in full', async () => {
    const before = await said();
    const row = exhibit('Choices and pickers in a row');
    await row.getByLabel('Until').focus();
    await page.keyboard.type('12312027');
    expect(await said()).toBe(before);
    await page.keyboard.press('Enter');
    await expect.poll(said, SOON).toBe('Pressed pickers.datepicker_0: "2027-12-31"');
  });

  it('checks and unchecks', async () => {
    const box = exhibit('Choices and pickers in a row').getByLabel('Tell the owner');
    await box.check();
    await expect.poll(said, SOON).toBe('Pressed pickers.checkboxes_4: ["a"]');
    await box.uncheck();
    await expect.poll(said, SOON).toBe('Pressed pickers.checkboxes_4: []');
  });

  it('tells a chart’s values to the keyboard and the mouse', async () => {
    const chart = page.getByRole('group', { name: /^Leads a month/ });
    await chart.press('ArrowRight');
    await chart.getByText('HubSpot 61').waitFor();
    await chart.press('End');
    await chart.getByText('HubSpot 55').waitFor();
    await chart.press('Escape');
    await expect.poll(() => chart.getByText('HubSpot 55').count(), SOON).toBe(0);
    await page.locator('.block-chart-slice').nth(1).hover();
    await page.getByText('31 (30.8%)').waitFor();
  });

  it('sorts and pages a data table', async () => {
    const table = page.getByRole('group', { name: 'Leads by rep' });
    const firsts = async (): Promise<readonly string[]> => table.getByRole('rowheader').allInnerTexts();
    await table.getByRole('button', { name: 'Leads' }).click();
    expect(await firsts()).toEqual(['Ana', 'Dee', 'Bo']);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('4–5 of 5').waitFor();
    expect(await firsts()).toEqual(['Eli', 'Cy']);
  });

  it('has nothing to complain of in the console', () => {
    expect(complaints).toEqual([]);
  });
});
