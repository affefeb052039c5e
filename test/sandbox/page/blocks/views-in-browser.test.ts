import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Acted, Json, WireView } from '#sandbox/web/protocol.ts';
import { canShow, showPage } from './pages/show-page.ts';
import type { Shown } from './pages/show-page.ts';

const plain = (text: string): Json => ({ type: 'plain_text', text });

function input(blockId: string, label: string, element: Json = { type: 'plain_text_input' }, more: Json = {}): Json {
  return { type: 'input', block_id: blockId, label: plain(label), element: { action_id: 'it', ...element }, ...more };
}

function button(actionId: string, text: string): Json {
  return { type: 'button', action_id: actionId, text: plain(text), value: actionId };
}

function aModal(blocks: readonly Json[], more: Partial<WireView> = {}): WireView {
  return {
    id: 'V1',
    team_id: 'T1',
    app_id: 'A1',
    bot_id: 'B1',
    type: 'modal',
    title: plain('Edit the lead'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    hash: '1',
    state: { values: {} },
    root_view_id: 'V1',
    previous_view_id: null,
    ...more,
  };
}

/** Long enough for a machine that has much else to do. */
const SOON = { timeout: 10_000 };

describe.skipIf(!(await canShow()))('A view in a browser', () => {
  let shown: Shown;
  let page: Page;

  beforeAll(async () => {
    shown = await showPage(new URL('pages/modal-page.tsx', import.meta.url));
    page = await shown.open();
  });
  afterAll(() => shown.close());
  beforeEach(async () => {
    await page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    await setModals();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.evaluate(() => {
      window.acts = [];
      window.answers = [];
    });
  });

  async function setModals(...modals: readonly WireView[]): Promise<void> {
    await page.evaluate((all) => window.setModals(all), modals);
  }
  async function answer(...answers: readonly Acted[]): Promise<void> {
    await page.evaluate((all) => void window.answers.push(...all), answers);
  }
  /** What was handed on since the last time, once there is something. */
  async function acts(): Promise<readonly unknown[]> {
    await page.waitForFunction(() => window.acts.length > 0);
    return page.evaluate(() => window.acts.splice(0));
  }
  async function label(): Promise<string> {
    return page.evaluate(() => {
      const { activeElement } = document;
      return (
        activeElement?.closest('.block-field')?.querySelector('label')?.textContent ?? activeElement?.textContent ?? ''
      );
    });
  }

  it('opens with the keyboard in the first field, and hands on what was typed with the submission', async () => {
    await setModals(aModal([{ type: 'divider' }, input('name', 'Name'), input('note', 'Note')]));
    expect(await label()).toBe('Name');
    await page.keyboard.type('Jordan');
    await page.keyboard.press('Enter');
    expect(await acts()).toEqual([['submit', { 'name.it': 'Jordan' }]]);
  });

  it('shows what was refused below its input, takes the keyboard there, and does so each time', async () => {
    await setModals(aModal([input('name', 'Name'), input('mail', 'E-mail')]));
    const refused: Acted = { kind: 'refused', errors: { mail: 'This address is taken.' } };
    await answer(refused, refused);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('This address is taken.').waitFor();
    await expect.poll(label, SOON).toBe('E-mail');
    expect(await page.getByLabel('E-mail').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Name').fill('Jordan');
    expect(await label()).toBe('Name');
    await page.keyboard.press('Enter');
    await expect.poll(label, SOON).toBe('E-mail');
    await page.keyboard.type('a');
    await expect.poll(() => page.getByText('This address is taken.').count(), SOON).toBe(0);
  });

  it('refuses by itself what Slack would, before it asks the app', async () => {
    await setModals(aModal([input('mail', 'E-mail', { type: 'email_text_input' })]));
    await page.keyboard.type('nobody');
    await page.keyboard.press('Enter');
    await page.getByText('Please enter a valid email address.').waitFor();
    expect(await page.evaluate(() => window.acts)).toEqual([]);
  });

  it('says when the app does not answer, and can be submitted again', async () => {
    await setModals(aModal([input('name', 'Name')]));
    await answer({ kind: 'failed', error: 'timeout' });
    await page.keyboard.type('Jordan');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('We had some trouble connecting.').waitFor();
    expect(await acts()).toEqual([['submit', { 'name.it': 'Jordan' }]]);
    await page.keyboard.press('Enter');
    expect(await acts()).toEqual([['submit', { 'name.it': 'Jordan' }]]);
  });

  it('keeps what was typed while the app changes what is around it, and forgets what it took away', async () => {
    const name = input('name', 'Name');
    const mail = input('mail', 'E-mail');
    await setModals(aModal([name, mail]));
    await page.getByLabel('Name').fill('Jordan');
    await page.getByLabel('E-mail').fill('jordan@acme.test');
    await setModals(aModal([{ type: 'header', text: plain('New') }, name], { hash: '2' }));
    await page.getByRole('heading', { name: 'New' }).waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Jordan');
    await setModals(aModal([name, mail], { hash: '3' }));
    await expect.poll(() => page.getByLabel('E-mail').inputValue(), SOON).toBe('');
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await acts()).toEqual([['submit', { 'name.it': 'Jordan' }]]);
  });

  it('gives the app what was typed before a press, and what was chosen where the input dispatches', async () => {
    const options = ['new', 'won'].map((value) => ({ text: plain(value), value }));
    const stage = input('stage', 'Stage', { type: 'static_select', options }, { dispatch_action: true });
    await setModals(
      aModal([input('name', 'Name'), stage, { type: 'actions', block_id: 'row', elements: [button('more', 'More')] }]),
    );
    await page.keyboard.type('Jordan');
    await page.getByRole('button', { name: 'More' }).click();
    expect(await acts()).toEqual([
      ['enter', { 'name.it': 'Jordan' }],
      ['press', 'row.more', 'more'],
    ]);
    await page.getByLabel('Stage').click();
    await page.getByRole('option', { name: 'won' }).click();
    await expect
      .poll(() => page.evaluate(() => window.acts))
      .toEqual([
        ['enter', { 'stage.it': 'won' }],
        ['press', 'stage.it', 'won'],
      ]);
  });

  it('tells the app of a dispatching text when Enter is pressed, and not before', async () => {
    await setModals(aModal([input('name', 'Name', { type: 'plain_text_input' }, { dispatch_action: true })]));
    await page.keyboard.type('Jordan');
    expect(await page.evaluate(() => window.acts)).toEqual([]);
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.evaluate(() => window.acts))
      .toEqual([
        ['enter', { 'name.it': 'Jordan' }],
        ['press', 'name.it', 'Jordan'],
      ]);
  });

  it('lets Escape close an open menu first, then the view, once', async () => {
    const options = ['new', 'won'].map((value) => ({ text: plain(value), value }));
    await setModals(aModal([input('stage', 'Stage', { type: 'static_select', options })]));
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { name: 'new' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('option').count(), SOON).toBe(0);
    expect(await page.evaluate(() => window.acts)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect((await acts())[0]).toEqual(['close', 'V1']);
    expect(await page.getByRole('dialog').isVisible()).toBe(true);
  });

  it('goes back to what lies below with all that was typed there, and gives the keyboard back at the end', async () => {
    await page.evaluate(
      (blocks) => window.setHome(blocks),
      [{ type: 'actions', block_id: 'a', elements: [button('open', 'Open')] }],
    );
    await page.getByRole('button', { name: 'Open' }).focus();
    const below = aModal([input('name', 'Name')]);
    await setModals(below);
    await page.keyboard.type('Jordan');
    await setModals(below, aModal([input('why', 'Why')], { id: 'V2', title: plain('More') }));
    await page.getByRole('dialog', { name: 'More' }).waitFor();
    expect(await label()).toBe('Why');
    await page.getByRole('button', { name: 'Back' }).click();
    expect(await acts()).toEqual([['close', 'V2']]);
    await setModals(below);
    expect(await page.getByLabel('Name').inputValue()).toBe('Jordan');
    await setModals();
    await expect.poll(label, SOON).toBe('Open');
  });

  it('covers its pane alone: beside it work goes on, and a view that opens takes the keyboard from nobody there', async () => {
    await page.evaluate(
      (blocks) => window.setHome(blocks),
      [{ type: 'actions', block_id: 'a', elements: [button('open', 'Open')] }],
    );
    await page.getByRole('button', { name: 'Beside the pane' }).click();
    await setModals(aModal([input('name', 'Name')]));
    await page.getByRole('dialog').waitFor();
    expect(await label()).toBe('Beside the pane');
    await page.getByRole('button', { name: 'Beside the pane' }).click();
    await page.getByRole('button', { name: 'Open' }).focus();
    expect(await label()).toBe('Beside the pane');
  });

  it('gives the keyboard to what took the place of the button that opened it', async () => {
    const row = (...elements: readonly Json[]): readonly Json[] => [{ type: 'actions', block_id: 'a', elements }];
    const setHome = (blocks: readonly Json[]): Promise<void> => page.evaluate((all) => window.setHome(all), blocks);
    await setHome(row(button('open', 'Open'), button('why', 'Why?')));
    await page.getByRole('button', { name: 'Open' }).focus();
    await setModals(aModal([input('name', 'Name')]));
    await expect.poll(label, SOON).toBe('Name');
    await setHome(row(button('release', 'Release'), button('why', 'Why?')));
    await setModals();
    await expect.poll(label, SOON).toBe('Release');
  });

  it('has the keyboard in the first field once a view that was loading has one', async () => {
    await setModals(aModal([{ type: 'section', text: plain('Loading …') }], { submit: null }));
    await page.getByText('Loading …').waitFor();
    await setModals(aModal([input('name', 'Name')], { hash: '2' }));
    await expect.poll(label, SOON).toBe('Name');
  });

  it('keeps the keyboard in a row whose buttons change, also when all ids of blocks do', async () => {
    const row = (id: string, ...elements: readonly Json[]): Json => ({ type: 'actions', block_id: id, elements });
    const set = (block: Json): Promise<void> => page.evaluate((blocks) => window.setHome(blocks), [block]);
    await set(row('b1', button('claim', 'Claim'), button('why', 'Why?')));
    await page.getByRole('button', { name: 'Why?' }).focus();
    await set(row('b2', button('claim', 'Claim'), button('why', 'Why?')));
    await expect.poll(label, SOON).toBe('Why?');
    await page.getByRole('button', { name: 'Claim' }).focus();
    await set(row('b3', button('touch', 'Log a touch'), button('why', 'Why?')));
    await expect.poll(label, SOON).toBe('Log a touch');
  });
});
