// How long it takes from what a person does in a page to the next picture, as the browser itself measures it: Event
// Timing, which Interaction to Next Paint is made of. It says nothing of what takes less than 16 ms; that counts as 16.
import type { Page } from 'playwright-core';

const SHORTEST_MS = 16;

const OBSERVE = `
  window.interactionsSeen = new Map();
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) {
      if (interactionId > 0) {
        window.interactionsSeen.set(interactionId, Math.max(duration, window.interactionsSeen.get(interactionId) ?? 0));
      }
    }
  }).observe({ type: 'event', durationThreshold: ${SHORTEST_MS} });
`;

/** Two frames later everything that an interaction asked to be drawn is drawn, and told to the observer. */
const DRAWN = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))';

/** Before the page is opened. */
export async function observeInteractions(page: Page): Promise<void> {
  await page.addInitScript(OBSERVE);
}

/** Does something `times` times, `between` after each, and answers how long each took to be seen, in milliseconds. */
export async function timesToPaint(
  page: Page,
  times: number,
  act: (round: number) => Promise<void>,
  between: (round: number) => Promise<void> = async () => undefined,
): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let round = 0; round < times; round += 1) {
    await page.evaluate(DRAWN);
    await page.evaluate('window.interactionsSeen.clear()');
    await act(round);
    await page.evaluate(DRAWN);
    taken.push(await page.evaluate<number>(`Math.max(${SHORTEST_MS}, ...window.interactionsSeen.values())`));
    await between(round);
  }
  return taken;
}

/**
 * Brings the mouse over what the selector finds at `index`, and waits until that is drawn. A locator would look through
 * the whole page each time, which is many times the work that is to be measured.
 */
export async function pointAt(page: Page, selector: string, index = 0): Promise<void> {
  const found = `document.querySelectorAll(${JSON.stringify(selector)})[${index}]`;
  await page.evaluate(`${found}.scrollIntoView({ block: 'center', behavior: 'instant' })`);
  await page.evaluate(DRAWN);
  const middle = `(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))(${found}.getBoundingClientRect())`;
  const { x, y } = await page.evaluate<{ x: number; y: number }>(middle);
  await page.mouse.move(x, y);
  await page.evaluate(DRAWN);
}

/** Presses where the mouse is. */
export async function pressHere(page: Page): Promise<void> {
  await page.mouse.down();
  await page.mouse.up();
}
