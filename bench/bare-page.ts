// Baselines of the page: a thousand lines, an input and a button in HTML alone; and an app that takes whatever comes.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AtEnd } from './house.ts';

const LINES = Array.from({ length: 1_000 }, (_, line) => `<li>Line ${line + 1}</li>`).join('');
const PAGE = `<!doctype html><html lang="en"><title>Bare</title>
<button onclick="this.textContent += '.'">Press</button><input aria-label="Type"><ul>${LINES}</ul></html>`;

/** Its address. */
export function serveBarePage(atEnd: AtEnd): Promise<string> {
  return serve(PAGE, atEnd);
}

/** The address of an app that answers 200 to everything. */
export function startBareApp(atEnd: AtEnd): Promise<string> {
  return serve('', atEnd);
}

async function serve(body: string, atEnd: AtEnd): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  atEnd(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
