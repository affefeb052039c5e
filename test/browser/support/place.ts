// The app and the page's server around a sandbox, on free ports: what a browser is led to.
import { startApp } from '../../../src/app.ts';
import type { Environment } from '#config.ts';
import type { Log } from '#ports/log.ts';
import { createOwnApp } from '#sandbox/own-app.ts';
import type { OwnApp } from '#sandbox/own-app.ts';
import type { Sandbox } from '#sandbox/start-sandbox.ts';
import { makePage } from '#sandbox/web/bundle.ts';
import { startWeb } from '#sandbox/web/start-web.ts';
import { createHappenings } from '#sandbox/world/happenings/happenings.ts';
import { createRecords } from '#sandbox/world/records/records.ts';
import { configFrom } from '../../support/house-settings.ts';

export interface Place {
  readonly app: OwnApp;
  /** Of the page, without a slash at the end. */
  readonly url: string;
  /** Takes the page's server away, and brings it back at the same address. */
  readonly web: { stop(): Promise<void>; start(): Promise<void> };
}

export interface PlaceDeps {
  readonly sandbox: Sandbox;
  /** Of the app, beside those that name the sandbox's servers. */
  readonly settings: Environment;
  readonly log: Log;
}

/** Resolves when the app says that it is ready. What it starts is ended by `atEnd`, the last first. */
export async function openPlace(
  { sandbox, settings, log }: PlaceDeps,
  atEnd: (end: () => Promise<unknown>) => void,
): Promise<Place> {
  const page = makePage();
  const app = createOwnApp({
    boot(port) {
      const env = { ...sandbox.env, ...settings, PORT: String(port ?? 0) };
      return startApp(configFrom(env), { clock: sandbox.clock, log });
    },
    pointAt: sandbox.pointAt,
  });
  atEnd(() => app.stop());
  await app.start();
  await app.settled();
  sandbox.clock.onMove(() => void app.catchUp());
  const records = createRecords(sandbox);
  const leadEveryMs = 20_000;
  const happenings = createHappenings({ sandbox, records, app: { ...app, startOver: app.restart }, leadEveryMs });
  const outside = { ...sandbox, app, records, happenings };
  let web = await startWeb({ outside, page, port: 0 });
  atEnd(() => web.close());
  return {
    app,
    get url() {
      return web.url;
    },
    web: {
      stop: () => web.close(),
      async start() {
        web = await startWeb({ outside, page, port: web.port });
      },
    },
  };
}
