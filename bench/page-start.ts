// From the start of the process to a page that can be used, and to the first lead's card in it: a first start ever, in
// fresh folders, with a browser that waits for the address. And how much the page loads.
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { appArguments, tempFolder, untilDone } from './house.ts';
import { startSandboxProcess } from './sandbox-process.ts';

export interface PageStart {
  /** Until something can be written into the composer. */
  readonly usableMs: number;
  /** From then until the first card with its buttons is on the screen. */
  readonly cardMs: number;
  /** As they come over the wire: markup, script and style; fonts. */
  readonly codeKb: number;
  readonly fontsKb: number;
}

const CARD_MS = 60_000;

export function startPage(browser: Browser): Promise<PageStart> {
  return untilDone(async (atEnd) => {
    const folder = await tempFolder(atEnd);
    const settings = { DATA_DIR: join(folder, 'data'), NODE_COMPILE_CACHE: join(folder, 'compiled') };
    const { url, startedAt } = await startSandboxProcess(await appArguments(), settings, atEnd);
    const page = await browser.newPage();
    atEnd(() => page.close());
    const load = weigh(page);
    await page.goto(`${url}/?as=ana&channel=enterprise-leads`);
    await page.getByRole('textbox', { name: /^Message/u }).waitFor();
    const usableAt = performance.now();
    await page.getByRole('button', { name: 'Why?' }).first().waitFor({ timeout: CARD_MS });
    const cardMs = performance.now() - usableAt;
    return { usableMs: usableAt - startedAt, cardMs, ...(await load()) };
  });
}

/** Counts what the page loads from now on. */
function weigh(page: Page): () => Promise<Pick<PageStart, 'codeKb' | 'fontsKb'>> {
  const sizes: Promise<{ readonly kind: string; readonly bytes: number }>[] = [];
  page.on('requestfinished', (request) => {
    sizes.push(request.sizes().then(({ responseBodySize: bytes }) => ({ kind: request.resourceType(), bytes })));
  });
  return async () => {
    const all = await Promise.all(sizes);
    const sum = (...kinds: readonly string[]): number =>
      all.reduce((total, { kind, bytes }) => total + (kinds.includes(kind) ? bytes : 0), 0) / 1024;
    return { codeKb: sum('document', 'script', 'stylesheet'), fontsKb: sum('font') };
  };
}
