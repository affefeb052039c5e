// A stage for tests in a browser: the sandbox, the app and the page's server on free ports, and one browser. Each test
// gets windows of its own, and fails when one of them complained.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp } from '../../../src/app.ts';
import { createOwnApp } from '#sandbox/own-app.ts';
import type { OwnApp } from '#sandbox/own-app.ts';
import type { Sandbox } from '#sandbox/start-sandbox.ts';
import { createTour } from '#sandbox/tour/tour.ts';
import { makePage } from '#sandbox/web/bundle.ts';
import { startWeb } from '#sandbox/web/start-web.ts';
import { createHappenings } from '#sandbox/world/happenings/happenings.ts';
import type { Happenings } from '#sandbox/world/happenings/happenings.ts';
import { createRecords } from '#sandbox/world/records/records.ts';
import { freshDatabase } from '../../support/database.ts';
import { configFrom } from '../../support/house-settings.ts';
import { aSandbox } from '../../support/sandbox.ts';
import { silentLog } from '../../support/silent-log.ts';
import { PROJECT } from '../../support/source-files.ts';
import { findBrowser, NO_BROWSER, openBrowser } from './chromium.ts';
import { watchOver } from './watch.ts';

export type Look = Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'hasTouch' | 'isMobile'>;

export interface Stage {
  readonly sandbox: Sandbox;
  readonly app: OwnApp;
  /** Of the page, without a slash at the end. */
  readonly url: string;
  /** A window of its own, as on another person's machine; at `/?as=ana` for example. */
  open(path: string, look?: Look): Promise<Page>;
  /** A complaint of this test's windows that is meant to be. */
  expectComplaint(pattern: RegExp): void;
  /** Makes something happen in the world outside, by its name in the list of what can. */
  happen(name: string, input?: unknown): Promise<unknown>;
  /** Takes the page's server away, and brings it back at the same address. */
  readonly web: { stop(): Promise<void>; start(): Promise<void> };
}

const DESK = { viewport: { width: 1280, height: 800 } } as const;
const PATIENCE_MS = 20_000;

/** A describe whose tests share a stage; left out, with a sentence, where there is no browser. */
export async function onStage(title: string, tests: (stage: Stage) => void): Promise<void> {
  if ((await findBrowser()) === null) {
    it.skip(`${title}: ${NO_BROWSER}`);
    return;
  }
  describe(title, () => {
    const ends: (() => Promise<unknown>)[] = [];
    const state: {
      built?: Built;
      windows: BrowserContext[];
      expected: RegExp[];
      complaints: (() => readonly string[])[];
    } = { windows: [], expected: [], complaints: [] };
    function built(): Built {
      if (state.built === undefined) throw new Error('the stage is not built yet');
      return state.built;
    }
    beforeAll(async () => {
      state.built = await build((end) => ends.push(end));
    });
    afterAll(async () => {
      for (let end = ends.pop(); end; end = ends.pop()) await end();
    });
    afterEach(async ({ task }) => {
      const { windows, complaints, expected } = state;
      if (task.result?.state === 'fail') await photograph(windows, task.name);
      for (const window of windows.splice(0)) await window.close();
      const heard = complaints.splice(0).flatMap((each) => each());
      const meant = expected.splice(0);
      expect(heard.filter((complaint) => !meant.some((pattern) => pattern.test(complaint)))).toEqual([]);
    });
    tests({
      get sandbox() {
        return built().sandbox;
      },
      get app() {
        return built().app;
      },
      get url() {
        return built().url();
      },
      happen: (name, input) => built().happenings.make(name, input),
      get web() {
        return built().web;
      },
      async open(path, look = {}) {
        const { browser, url } = built();
        const window = await browser.newContext({ ...DESK, reducedMotion: 'reduce', ...look });
        window.setDefaultTimeout(PATIENCE_MS);
        state.windows.push(window);
        state.complaints.push(watchOver(window, url()).complaints);
        const page = await window.newPage();
        await page.goto(`${url()}${path}`);
        return page;
      },
      expectComplaint: (pattern) => void state.expected.push(pattern),
    });
  });
}

/** What a test that failed had before its eyes: `.tmp/browser/` of the project. */
async function photograph(windows: readonly BrowserContext[], test: string): Promise<void> {
  const pages = windows.flatMap((window) => window.pages());
  const name = test.replaceAll(/[^a-z0-9]+/giu, '-').slice(0, 80);
  for (const [index, page] of pages.entries()) {
    await page.screenshot({ path: join(PROJECT, '.tmp', 'browser', `${name}-${index + 1}.png`) });
  }
}

interface Built extends Pick<Stage, 'sandbox' | 'app' | 'web'> {
  readonly happenings: Happenings;
  readonly browser: Browser;
  readonly url: () => string;
}

async function build(atEnd: (end: () => Promise<unknown>) => void): Promise<Built> {
  const page = makePage();
  const [browser, database, home, sandbox] = await Promise.all([
    openBrowser(),
    freshDatabase(),
    mkdtemp(join(tmpdir(), 'signalbox-stage-')),
    aSandbox({ baseline: true }),
  ]);
  atEnd(() => rm(home, { recursive: true }));
  atEnd(() => database.drop());
  atEnd(() => browser.close());
  atEnd(() => sandbox.close());
  const env = {
    ...sandbox.env,
    DATABASE_URL: database.url,
    PLAYBOOK: join(PROJECT, 'playbook.yaml'),
    DATA_DIR: home,
  };
  const app = createOwnApp({
    boot: (port) => startApp(configFrom({ ...env, PORT: String(port ?? 0) }), { clock: sandbox.clock, log: silentLog }),
    pointAt: sandbox.pointAt,
  });
  atEnd(() => app.stop());
  await app.start();
  await app.settled();
  sandbox.clock.onMove(() => void app.catchUp());
  const tour = createTour(sandbox);
  atEnd(async () => tour.close());
  const records = createRecords(sandbox);
  const happenings = createHappenings({ sandbox, records, app, leadEveryMs: 20_000 });
  const outside = { ...sandbox, app, records, happenings, tour };
  let web = await startWeb({ outside, page, port: 0 });
  atEnd(() => web.close());
  return {
    browser,
    sandbox,
    app,
    happenings,
    url: () => web.url,
    web: {
      stop: () => web.close(),
      async start() {
        web = await startWeb({ outside, page, port: web.port });
      },
    },
  };
}
