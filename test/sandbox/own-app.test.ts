// The app's place is taken by a server that says whether it is ready: what is looked at is how it comes and goes.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { watchDistantApp } from '#sandbox/distant-app.ts';
import { createOwnApp } from '#sandbox/own-app.ts';
import type { OwnApp, OwnAppDeps } from '#sandbox/own-app.ts';
import { eventually } from './slack/eventually.ts';

type Running = Awaited<ReturnType<OwnAppDeps['boot']>>;

let caughtUp = 0;
const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function anApp(port: number, ready: () => boolean = () => true): Promise<Running> {
  const server = createServer((_request, response) => {
    response.statusCode = ready() ? 200 : 503;
    response.end('not yet');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    catchUp: () => Promise.resolve(void (caughtUp += 1)),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Stage {
  readonly app: OwnApp;
  readonly statuses: readonly string[];
  readonly pointedAt: readonly string[];
}

function anOwnApp(boot: OwnAppDeps['boot'] = (port) => anApp(port ?? 0)): Stage {
  const [statuses, pointedAt]: [string[], string[]] = [[], []];
  const app = createOwnApp({ boot, pointAt: (url) => void pointedAt.push(url) });
  app.onChange(() => statuses.push(app.status()));
  ends.push(() => app.stop());
  return { app, statuses, pointedAt };
}

describe('The sandbox’s own app', () => {
  it('says how it comes up', async () => {
    const { app, statuses } = anOwnApp();
    expect(app.status()).toBe('stopped');
    await app.start();
    await app.settled();
    expect(new Set(statuses)).toEqual(new Set(['starting', 'ready']));
    expect(app.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u);
  });

  it('comes back at its address, catches up, and what was on its way there goes on', async () => {
    const { app, statuses, pointedAt } = anOwnApp();
    await app.start();
    await app.settled();
    const [url, before] = [app.url(), caughtUp];
    await app.restart();
    await app.settled();
    expect(caughtUp - before).toBe(1);
    expect(statuses).toContain('restarting');
    expect(app.status()).toBe('ready');
    expect(app.url()).toBe(url);
    expect(pointedAt).toEqual([url]);
  });

  it('stops and starts, one after the other, whoever asks', async () => {
    const { app } = anOwnApp();
    await app.start();
    await Promise.all([app.stop(), app.start(), app.restart(), app.start()]);
    await app.settled();
    expect(app.running()).toBe(true);
    await app.stop();
    expect({ running: app.running(), status: app.status() }).toEqual({ running: false, status: 'stopped' });
  });

  it('is told apart from one that does not get ready', async () => {
    let ready = false;
    const { app } = anOwnApp((port) => anApp(port ?? 0, () => ready));
    await app.start();
    expect(app.status()).toBe('starting');
    ready = true;
    await app.settled();
    expect(app.status()).toBe('ready');
  });

  it('that cannot start at first says why; later on it says so to whoever pressed the button', async () => {
    let works = false;
    const { app } = anOwnApp((port) => (works ? anApp(port ?? 0) : Promise.reject(new Error('the port is taken'))));
    await expect(app.start()).rejects.toThrow(/^the port is taken$/u);
    expect(app.status()).toBe('stopped');
    works = true;
    await app.start();
    works = false;
    await expect(app.restart()).rejects.toMatchObject({
      code: 'refused',
      message: 'Signalbox did not start again: the port is taken',
    });
    expect(app.status()).toBe('stopped');
  });

  it('begins anew around a new world, and the servers forget what they had for it', async () => {
    const { app, pointedAt } = anOwnApp();
    await app.start();
    let renewed: boolean | null = null;
    await app.beginAnew(() => (renewed = app.running()));
    expect(renewed).toBe(false);
    expect(app.running()).toBe(true);
    expect(pointedAt).toEqual([app.url(), app.url()]);
  });
});

describe('An app in another process', () => {
  it('is looked at until it is there, and after that', async () => {
    let ready = false;
    const app = await anApp(0, () => ready);
    const watch = watchDistantApp(app.url, 10);
    ends.push(() => watch.close());
    await eventually(() => expect(watch.status()).toBe('starting'));
    ready = true;
    await eventually(() => expect(watch.status()).toBe('ready'));
    await app.stop();
    await eventually(() => expect(watch.status()).toBe('unreachable'));
  });
});
