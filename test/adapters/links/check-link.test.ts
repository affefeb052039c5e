import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isInside } from '#adapters/links/addresses.ts';
import { createLinks } from '#adapters/links/check-link.ts';

const asked: string[] = [];
const answer: RequestListener = (request, response) => {
  const { method = '', url = '' } = request;
  asked.push(`${method} ${url}`);
  const hops = /^\/hop\/(?<left>\d+)$/u.exec(url)?.groups?.['left'];
  if (hops !== undefined) response.writeHead(302, { location: hops === '0' ? '/page' : `/hop/${Number(hops) - 1}` });
  else if (url === '/elsewhere') response.writeHead(301, { location: 'file:///etc/passwd' });
  else if (url === '/nowhere') response.writeHead(301, { location: 'http://' });
  else if (url === '/no-head') response.writeHead(method === 'HEAD' ? 405 : 200);
  else if (url === '/missing') response.writeHead(404);
  else if (url === '/failing') response.writeHead(503);
  else if (url === '/silent') return;
  else response.writeHead(200);
  response.end();
};

let server: Server;
let base: string;
beforeAll(async () => {
  server = createServer(answer);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
});

const inHouse = createLinks({ allowPrivate: true });
const outside = createLinks({ allowPrivate: false });

describe('a link', () => {
  it.each([
    { when: 'it is there', path: '/page', is: { kind: 'answers', status: 200 } },
    { when: 'it leads on up to five times', path: '/hop/4', is: { kind: 'answers', status: 200 } },
    { when: 'its server knows no HEAD', path: '/no-head', is: { kind: 'answers', status: 200 } },
  ])('answers when $when', async ({ path, is }) => {
    expect(await inHouse.check(`${base}${path}`)).toEqual(is);
  });

  it.each([
    { when: 'it is missing', path: '/missing', because: 'It answers with 404' },
    { when: 'its server fails', path: '/failing', because: 'It answers with 503' },
    { when: 'it leads on for ever', path: '/hop/9', because: 'It redirects more than 5 times' },
    {
      when: 'it leads to what is no address',
      path: '/nowhere',
      because: 'It redirects to http://, which is no address',
    },
  ])('is broken when $when', async ({ path, because }) => {
    expect(await inHouse.check(`${base}${path}`)).toEqual({ kind: 'broken', because });
  });

  it('is asked for its head first, and for no more where that is enough', async () => {
    asked.length = 0;
    await inHouse.check(`${base}/page`);
    await inHouse.check(`${base}/no-head`);
    expect(asked).toEqual(['HEAD /page', 'HEAD /no-head', 'GET /no-head']);
  });

  it('is broken when its server says nothing, takes no connection, or is not there', async () => {
    const hasty = createLinks({ allowPrivate: true, withinMs: 200 });
    expect(await hasty.check(`${base}/silent`)).toEqual({ kind: 'broken', because: 'It did not answer within 0.2 s' });
    expect(await inHouse.check('http://127.0.0.1:1/')).toEqual({
      kind: 'broken',
      because: '127.0.0.1 takes no connection',
    });
  });

  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://169.254.169.254/latest/meta-data',
    'http://localhost/',
  ])('%s is not asked where addresses inside are refused', async (url) => {
    asked.length = 0;
    const verdict = await outside.check(url);
    expect(verdict.kind).toBe('refused');
    expect(verdict).toMatchObject({ because: expect.stringContaining('inside of the network') });
    expect(asked).toEqual([]);
  });

  it.each([
    'file:///etc/passwd',
    'ftp://acme.test/',
    'javascript:alert(1)',
    'not a link',
    'http://me:secret@acme.test/',
  ])('%s is refused everywhere', async (url) => {
    expect((await inHouse.check(url)).kind).toBe('refused');
  });

  it('is refused when it leads to what is no page', async () => {
    expect(await inHouse.check(`${base}/elsewhere`)).toMatchObject({ kind: 'refused' });
  });
});

describe('an address', () => {
  it.each([
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '0.0.0.0',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '2002:7f00:1::',
    '64:ff9b::7f00:1',
    'no address',
  ])('%s is inside', (address) => expect(isInside(address)).toBe(true));

  it.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', '1.1.1.1'])('%s is outside', (address) =>
    expect(isInside(address)).toBe(false),
  );
});
