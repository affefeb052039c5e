// The one HTML document that every address of the page answers: a title, a place to draw into, and a sentence for whoever
// has no script. Where the page could not be compiled it says why instead.
import type { Page } from '../bundle.ts';
import type { Bytes } from './answer.ts';
import { pagePolicy } from './answer.ts';

const TITLE = 'Signalbox sandbox';
// A signal with its light on.
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1d3557"/><circle cx="16" cy="11" r="5" fill="#5ad19a"/><circle cx="16" cy="22" r="3.5" fill="#fff" fill-opacity=".35"/></svg>`;

/** `host`: as the browser named it. */
export function shellOf(page: Page, host: string): { readonly status: number; readonly bytes: Bytes } {
  const [status, head, body] = page.kind === 'made' ? [200, headOf(page), ROOT] : [500, '', apology(page.because)];
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#1a1d21" media="(prefers-color-scheme: dark)">
<title>${TITLE}</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(ICON)}">
${head}</head>
<body>
${body}
</body>
</html>
`;
  return { status, bytes: { body: Buffer.from(html), type: 'text/html; charset=utf-8', policy: pagePolicy(host) } };
}

const ROOT = `<div id="page"></div>
<noscript>The sandbox is drawn by a script: switch scripts on for this address, which is on your own machine.</noscript>`;

function headOf({ script, style }: Extract<Page, { kind: 'made' }>): string {
  const sheet = style === null ? '' : `<link rel="stylesheet" href="${style}">\n`;
  return `${sheet}<script type="module" src="${script}"></script>\n`;
}

function apology(because: string): string {
  return `<h1>The page could not be compiled</h1>
<pre>${escaped(because)}</pre>
<p>Mend it in src/sandbox/page and start the sandbox again.</p>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
