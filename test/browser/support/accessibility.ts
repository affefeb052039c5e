// What axe-core finds wrong with what a page shows at the moment.
import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * Serious and critical faults, a line each with the elements that have them. `contrastAlone`: in another colour scheme only
 * that differs. What changed while it was looked at is looked at again: a fault stays.
 */
export async function accessibilityFaults(page: Page, contrastAlone = false): Promise<readonly string[]> {
  const faults = await lookOver(page, contrastAlone);
  return faults.length === 0 ? faults : lookOver(page, contrastAlone);
}

async function lookOver(page: Page, contrastAlone: boolean): Promise<readonly string[]> {
  // As expressions, so that the page's own rules for scripts do not apply.
  await page.evaluate(SETTLED);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { resultTypes: ["violations"]${contrastAlone ? ', runOnly: ["color-contrast"]' : ''} })`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** Drawn in the scheme that was asked for; colours on their way from one to another are neither. A spinner has no end. */
const SETTLED = `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))).then(() => Promise.all(
  document.getAnimations()
    .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
    .map((animation) => animation.finished.catch(() => undefined)),
))`;
