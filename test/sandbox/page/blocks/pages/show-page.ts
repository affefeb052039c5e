// Serves a page of a test's own as the sandbox would serve its own, and opens a browser for it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { pagePolicy } from '#sandbox/web/http/answer.ts';
import { makePage } from '#sandbox/web/bundle.ts';
import { findBrowser, openBrowser } from '../../../../browser/support/chromium.ts';

export interface Shown {
  open(): Promise<Page>;
  close(): Promise<void>;
}

/** Whether there is a browser on this machine. */
export async function canShow(): Promise<boolean> {
  return (await findBrowser()) !== null;
}

/** @param entry a file that draws into `#page` */
export async function showPage(entry: URL): Promise<Shown> {
  const made = await makePage(fileURLToPath(entry));
  if (made.kind === 'broken') throw new Error(made.because);
  const style = made.style === null ? '' : `<link rel="stylesheet" href="${made.style}">`;
  const shell = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Blocks</title><link rel="icon" href="data:,">${style}</head>
<body><main id="page"></main><script type="module" src="${made.script}"></script></body></html>`;
  const server = createServer((request, response) => {
    const asset = made.assets.get(request.url ?? '');
    response.setHeader('content-security-policy', pagePolicy(request.headers.host ?? ''));
    response.setHeader('content-type', asset?.type ?? 'text/html; charset=utf-8');
    response.end(asset?.body ?? shell);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const browser: Browser = await openBrowser();
  return {
    async open() {
      const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
      page.setDefaultTimeout(10_000);
      await page.goto(`http://127.0.0.1:${port}/`);
      return page;
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
