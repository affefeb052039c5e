// Finds a browser: the Chromium of an npm package where it runs, or else an installed Chrome. Downloads nothing.
import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflate } from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import type { Browser, LaunchOptions } from 'playwright-core';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const PACKAGE = join(PROJECT, 'node_modules', '@sparticuz', 'chromium');
const CACHE = join(PROJECT, 'node_modules', '.cache', 'signalbox-chromium');

export const NO_BROWSER =
  'no browser here: @sparticuz/chromium runs on Linux on x64 alone, and no Google Chrome is installed; CHROMIUM_PATH names another one';

let found: Promise<LaunchOptions | null> | null = null;

/** How to start the browser of this machine; null where there is none. Looked for once a process. */
export function findBrowser(): Promise<LaunchOptions | null> {
  return (found ??= lookForBrowser());
}

/** Whoever opens it closes it. Throws where there is none. */
export async function openBrowser(): Promise<Browser> {
  const options = await findBrowser();
  if (options === null) throw new Error(NO_BROWSER);
  return chromium.launch(options);
}

async function lookForBrowser(): Promise<LaunchOptions | null> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined) return launchable({ executablePath: named });
  if (process.platform === 'linux' && process.arch === 'x64') return launchable(await packedBrowser());
  return (await starts({ channel: 'chrome' })) ? { channel: 'chrome' } : null;
}

/** Chromium's own sandbox cannot be had by root, and some machines do not grant it to others either. */
async function launchable(options: LaunchOptions): Promise<LaunchOptions> {
  const quick = { ...options, args: ['--disable-gpu', '--force-color-profile=srgb'] };
  const guarded = { ...quick, chromiumSandbox: true };
  return process.getuid?.() !== 0 && (await starts(guarded)) ? guarded : quick;
}

async function starts(options: LaunchOptions): Promise<boolean> {
  try {
    await (await chromium.launch(options)).close();
    return true;
  } catch {
    // Why it does not start is of no use to anybody: the next way is tried, or the tests say that there is no browser.
    return false;
  }
}

async function packedBrowser(): Promise<LaunchOptions> {
  const folder = await unpack();
  const libraries = [join(folder, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  return {
    executablePath: join(folder, 'chromium'),
    // Its libraries and a font come with it; a machine with nothing but Node has neither.
    env: { ...setVariables(), LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  };
}

function setVariables(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

/** Answers the folder with the unpacked browser. Others may do the same at once: the first one's is kept. */
async function unpack(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8')) as { version: string };
  const folder = join(CACHE, version);
  if (await exists(folder)) return folder;
  await mkdir(CACHE, { recursive: true });
  const staging = await mkdtemp(join(CACHE, 'unpacking-'));
  try {
    await unpackTo(staging);
    await writeFile(join(staging, 'fonts.conf'), fontsOf(folder));
    // What is unpacked is for its maker alone; somebody else may run the tests of this clone.
    for (const path of [staging, join(staging, 'chromium')]) await chmod(path, 0o755);
    await rename(staging, folder);
  } catch (error) {
    if (!(await exists(folder))) throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return folder;
}

/** The package unpacks into the folder for temporary files, whatever that is at the moment. */
async function unpackTo(folder: string): Promise<void> {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    for (const part of ['chromium.br', 'fonts.tar.br', 'al2023.tar.br']) await inflate(join(PACKAGE, 'bin', part));
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

function fontsOf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
</fontconfig>
`;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
