// The sandbox's page as a person meets it: how soon it can be used after the start, how much it loads, and how soon it
// shows what was done in a channel of a thousand messages.
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../test/browser/support/chromium.ts';
import { serveBarePage } from './bare-page.ts';
import { below, median, percentile } from './figures.ts';
import type { Figure, Result } from './figures.ts';
import { fillChannel, MESSAGES } from './full-channel.ts';
import { untilDone } from './house.ts';
import { observeInteractions, pointAt, pressHere, timesToPaint } from './interactions.ts';
import { startPage } from './page-start.ts';
import { describeLoad } from './report.ts';

const STARTS = 3;
const KEYS = 100;
const PRESSES = 40;
const USABLE_MS = 15_000;
const CARD_MS = 5_000;
const CODE_KB = 300;
const PAINT_MS = 100;
const BARE = 'a bare page of a thousand lines';
const BUTTON = '.chat-row .block-button';
const REPLY = '.chat-row [aria-label="Reply in thread"]';
const THREAD = '.chat-thread textarea';
/** From one message to the next that is pressed. */
const EACH = 10;

interface Interactions {
  readonly key: number;
  readonly press: number;
  readonly thread: number | null;
}

export function page(): Promise<Result> {
  return untilDone(async (atEnd) => {
    const browser = await openBrowser();
    atEnd(() => browser.close());
    const starts = [];
    for (let round = 0; round < STARTS; round += 1) starts.push(await startPage(browser));
    const bare = await measureBare(browser, await serveBarePage(atEnd));
    const full = await measureFull(browser, await fillChannel(atEnd));
    const alone = (what: string, value: number, unit: Figure['unit'], limit: number): Figure =>
      below({ what, value, unit, baseline: null }, limit);
    const painted = (what: string, value: number, baseline: number): Figure =>
      below({ what, value, unit: 'ms', baseline: { name: BARE, value: baseline } }, PAINT_MS);
    return {
      title: `page: from the start to the first card, and ${MESSAGES.toLocaleString('en-US')} messages in a channel`,
      figures: [
        alone('start to usable', median(starts.map(({ usableMs }) => usableMs)), 'ms', USABLE_MS),
        alone('usable to first card', median(starts.map(({ cardMs }) => cardMs)), 'ms', CARD_MS),
        alone('code, compressed', median(starts.map(({ codeKb }) => codeKb)), 'kB', CODE_KB),
        {
          what: 'fonts',
          value: median(starts.map(({ fontsKb }) => fontsKb)),
          unit: 'kB',
          baseline: null,
          target: null,
        },
        painted('a key to paint, p95', full.key, bare.key),
        painted('a button to paint, p95', full.press, bare.press),
        painted('a thread to paint, p95', full.thread ?? 0, bare.press),
      ],
      notes: [
        `starts: median of ${STARTS} first starts, in fresh folders, the database included; the first lead comes on its own`,
        `paint: Event Timing of ${KEYS} keys and ${PRESSES} presses, which counts from 16 ms on, in steps of 8 ms`,
        describeLoad(),
      ],
    };
  });
}

async function measureBare(browser: Browser, url: string): Promise<Interactions> {
  return inPage(browser, url, async (bare) => {
    await bare.getByLabel('Type').focus();
    const keys = await timesToPaint(bare, KEYS, () => bare.keyboard.press('a'));
    await pointAt(bare, 'button');
    const presses = await timesToPaint(bare, PRESSES, () => pressHere(bare));
    return { key: percentile(keys, 0.95), press: percentile(presses, 0.95), thread: null };
  });
}

async function measureFull(browser: Browser, url: string): Promise<Interactions> {
  return inPage(browser, url, async (full) => {
    await loadAll(full);
    await full.getByRole('textbox', { name: /^Message/u }).focus();
    const keys = await timesToPaint(full, KEYS, () => full.keyboard.press('a'));
    const toButton = (round: number): Promise<void> => pointAt(full, BUTTON, round * EACH);
    await toButton(0);
    const next = (round: number): Promise<void> => toButton(round + 1);
    const presses = await timesToPaint(full, PRESSES, () => pressHere(full), next);
    const toReply = async (round: number): Promise<void> => {
      await pointAt(full, '.chat-row', round * EACH);
      await pointAt(full, REPLY);
    };
    await toReply(0);
    const threads = await timesToPaint(
      full,
      PRESSES,
      () => pressHere(full),
      async (round) => {
        await full.locator(THREAD).waitFor();
        await full.keyboard.press('Escape');
        await full.locator(THREAD).waitFor({ state: 'detached' });
        await toReply(round + 1);
      },
    );
    return { key: percentile(keys, 0.95), press: percentile(presses, 0.95), thread: percentile(threads, 0.95) };
  });
}

async function inPage<T>(browser: Browser, url: string, measure: (page: Page) => Promise<T>): Promise<T> {
  const page = await browser.newPage();
  try {
    await observeInteractions(page);
    await page.goto(url);
    return await measure(page);
  } finally {
    await page.close();
  }
}

/** Scrolls up until every message is there. */
async function loadAll(page: Page): Promise<void> {
  const rows = page.locator('.chat-row');
  await rows.first().waitFor();
  for (let held = await rows.count(); held < MESSAGES; held = await rows.count()) {
    await page.evaluate(`document.querySelector('[data-region="messages"]').scrollTo(0, 0)`);
    await rows.nth(held).waitFor({ state: 'attached' });
  }
}
