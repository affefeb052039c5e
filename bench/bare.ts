// The baseline server, and requests signed for it.
import { createHmac } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { startChild } from './child.ts';
import type { Child } from './child.ts';

const SCRIPT = fileURLToPath(new URL('./bare-server.ts', import.meta.url));
const SECRET = 'bench-bare-secret';

export function startBareServer(settings: Readonly<Record<string, string>> = {}): Promise<Child> {
  return startChild([SCRIPT], { BARE_SECRET: SECRET, ...settings });
}

export function bareHeaders(body: string): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json',
    'x-signature': createHmac('sha256', SECRET).update(body).digest('base64'),
  };
}

/** One signed request; the answer's text. Throws on any other status than 200. */
export async function askBare(url: string, body: string): Promise<string> {
  const response = await fetch(url, { method: 'POST', headers: bareHeaders(body), body });
  if (response.status !== 200) throw new Error(`the baseline answered ${response.status}`);
  return response.text();
}
