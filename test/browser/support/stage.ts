// A stage for tests in a browser: the sandbox, the app and the page's server on free ports, and one browser. Each test
// gets windows of its own, and fails when one of them complained.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Sandbox, SandboxOptions } from '#sandbox/start-sandbox.ts';
import { freshDatabase } from '../../support/database.ts';
import { aSandbox } from '../../support/sandbox.ts';
import { silentLog } from '../../support/silent-log.ts';
import { PROJECT } from '../../support/source-files.ts';
import { findBrowser, NO_BROWSER, openBrowser } from './chromium.ts';
import { openPlace } from './place.ts';
import type { Place } from './place.ts';
import { watchOver } from './watch.ts';
import type { Watch } from './watch.ts';

export type Look = Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'hasTouch' | 'isMobile'>;

export interface Stage extends Pick<Place, 'app' | 'web' | 'url'> {
  /** No browser here: whatever needs one is to be left out. */
  readonly absent: boolean;
  readonly sandbox: Sandbox;
  /** A window of its own, as on another person's machine; at `/?as=ana` for example. */
  open(path: string, look?: Look): Promise<Page>;
  /** A complaint of this test's windows that is meant to be. */
  expectComplaint(pattern: RegExp): void;
}

const DESK = { viewport: { width: 1280, height: 800 } } as const;
const PATIENCE_MS = 20_000;

/** For the top of a test file: a stage for its tests, built before them and taken down after them. */
export async function useStage(options: SandboxOptions = {}): Promise<Stage> {
  const absent = (await findBrowser()) === null;
  if (absent) process.stderr.write(`The tests in a browser are left out: ${NO_BROWSER}.\n`);
  const ends: (() => Promise<unknown>)[] = [];
  const windows: Window[] = [];
  const expected: RegExp[] = [];
  let onStage: Built | null = null;
  function built(): Built {
    if (onStage === null) throw new Error('the stage is not built yet');
    return onStage;
  }
  beforeAll(async () => {
    if (!absent) onStage = await build(options, (end) => ends.push(end));
  });
  afterAll(async () => {
    for (let end = ends.pop(); end; end = ends.pop()) await end();
  });
  afterEach(async ({ task }) => {
    const open = windows.splice(0);
    const meant = expected.splice(0);
    if (task.result?.state === 'fail') await photograph(open, task.name);
    for (const { context } of open) await context.close();
    const heard = open.flatMap(({ watch }) => watch.complaints());
    expect(heard.filter((complaint) => !meant.some((pattern) => pattern.test(complaint)))).toEqual([]);
  });
  return {
    absent,
    get sandbox() {
      return built().sandbox;
    },
    get app() {
      return built().place.app;
    },
    get url() {
      return built().place.url;
    },
    get web() {
      return built().place.web;
    },
    async open(path, look = {}) {
      const { browser, place } = built();
      const context = await browser.newContext({ ...DESK, reducedMotion: 'reduce', ...look });
      context.setDefaultTimeout(PATIENCE_MS);
      windows.push({ context, watch: watchOver(context, place.url) });
      const page = await context.newPage();
      await page.goto(`${place.url}${path}`);
      return page;
    },
    expectComplaint: (pattern) => void expected.push(pattern),
  };
}

interface Window {
  readonly context: BrowserContext;
  readonly watch: Watch;
}

/** What a test that failed had before its eyes: `.tmp/browser/` of the project. */
async function photograph(windows: readonly Window[], test: string): Promise<void> {
  const pages = windows.flatMap(({ context }) => context.pages());
  const name = test.replaceAll(/[^a-z0-9]+/giu, '-').slice(0, 80);
  for (const [index, page] of pages.entries()) {
    await page.screenshot({ path: join(PROJECT, '.tmp', 'browser', `${name}-${index + 1}.png`) });
  }
}

interface Built {
  readonly browser: Browser;
  readonly sandbox: Sandbox;
  readonly place: Place;
}

async function build(options: SandboxOptions, atEnd: (end: () => Promise<unknown>) => void): Promise<Built> {
  const [browser, database, home, sandbox] = await Promise.all([
    openBrowser(),
    freshDatabase(),
    mkdtemp(join(tmpdir(), 'signalbox-stage-')),
    aSandbox({ baseline: true, ...options }),
  ]);
  atEnd(() => rm(home, { recursive: true }));
  atEnd(() => database.drop());
  atEnd(() => browser.close());
  atEnd(() => sandbox.close());
  const settings = { DATABASE_URL: database.url, PLAYBOOK: join(PROJECT, 'playbook.yaml'), DATA_DIR: home };
  return { browser, sandbox, place: await openPlace({ sandbox, settings, log: silentLog }, atEnd) };
}
