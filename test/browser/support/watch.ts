// What no page may ever do, gathered from all pages of a browser context: complain, ask for what is not there, or speak to
// another host.
import type { BrowserContext } from 'playwright-core';

export interface Watch {
  /** A sentence each, in order. */
  readonly complaints: () => readonly string[];
}

/** @param origin the only one that may be spoken to. */
export function watchOver(context: BrowserContext, origin: string): Watch {
  const heard: string[] = [];
  const own = [origin, origin.replace('http', 'ws')];
  function hear(complaint: string): void {
    heard.push(complaint);
  }
  function meet(kind: string, url: string): void {
    const isOwn = own.some((start) => url === start || url.startsWith(`${start}/`));
    if (!isOwn && !/^(?:data|blob|about):/u.test(url)) hear(`${kind} to another host: ${url}`);
  }

  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) hear(`console ${message.type()}: ${message.text()}`);
  });
  context.on('weberror', (error) => hear(`uncaught: ${error.error().stack ?? error.error().message}`));
  context.on('request', (request) => meet('a request', request.url()));
  context.on('requestfailed', (request) => {
    // A page that is left or closed gives up what it asked for.
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') hear(`failed: ${request.method()} ${request.url()} ${why}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400)
      hear(`answered ${response.status()}: ${response.request().method()} ${response.url()}`);
  });
  context.on('page', (page) => page.on('websocket', (socket) => meet('a WebSocket', socket.url())));
  return { complaints: () => heard };
}
