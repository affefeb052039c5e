// The page's code for the browser, made of src/sandbox/page when the sandbox starts and kept in memory. There is no build
// that anybody has to run, and nothing is written to disk.
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { BuildOptions, OutputFile, Plugin } from 'esbuild';
import { messageOf } from '#kernel/errors.ts';
import type { Bytes } from './http/answer.ts';

export type Page =
  /** `script` and `style` are addresses; `assets` holds the bytes of each address. */
  | {
      readonly kind: 'made';
      readonly script: string;
      readonly style: string | null;
      readonly assets: ReadonlyMap<string, Bytes>;
    }
  /** `because`: the compiler's own words. */
  | { readonly kind: 'broken'; readonly because: string };

const ENTRY = fileURLToPath(new URL('../page/main.tsx', import.meta.url));
const FOLDER = '/assets/';
/** Browsers of the last two years. */
const BROWSERS = ['chrome131', 'edge131', 'firefox132', 'safari18.1'];
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};
/** Beyond this brotli would take longer than the compiler itself. */
const BROTLI_QUALITY = 6;

/** How many compile now; the compiler's process is shared by all of this one. */
let compiling = 0;

/** Never rejects: a page that cannot be compiled is an outcome, to be said where the page would have been. */
export async function makePage(entry: string = ENTRY): Promise<Page> {
  compiling += 1;
  try {
    // Loaded only here: nobody but the sandbox needs a compiler.
    const { build } = await import('esbuild');
    const { outputFiles } = await build({ ...optionsFor(entry), write: false });
    return await pageOf(outputFiles);
  } catch (error) {
    return { kind: 'broken', because: messageOf(error) };
  } finally {
    compiling -= 1;
    if (compiling === 0) await endCompiler();
  }
}

/** Its process has nothing left to do; one that cannot even be loaded was told of already. */
async function endCompiler(): Promise<void> {
  await import('esbuild').then(({ stop }) => stop()).catch(() => undefined);
}

/** Says at the terminal as well why there is no page. */
export async function warnIfBroken(page: Promise<Page>, write: (text: string) => void): Promise<void> {
  const made = await page;
  if (made.kind === 'broken') write(`The page could not be compiled:\n${made.because}\n`);
}

function optionsFor(entry: string): BuildOptions {
  return {
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: BROWSERS,
    charset: 'utf8',
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    // Only gives the files names: nothing is written.
    outdir: '/',
    publicPath: FOLDER,
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.woff2': 'file', '.svg': 'file', '.png': 'file' },
    plugins: [emojiTable],
    logLevel: 'silent',
  };
}

/** Of gemoji the page needs the names alone, which are a quarter of it. */
const emojiTable: Plugin = {
  name: 'emoji-table',
  setup(build) {
    build.onResolve({ filter: /^gemoji$/ }, () => ({ path: 'gemoji', namespace: 'emoji-table' }));
    build.onLoad({ filter: /^gemoji$/, namespace: 'emoji-table' }, async () => {
      const { nameToEmoji } = await import('gemoji');
      // Parsed as text it costs the browser less than as code.
      const table = JSON.stringify(JSON.stringify(nameToEmoji));
      return { contents: `export const nameToEmoji = JSON.parse(${table});`, loader: 'js' };
    });
  },
};

async function pageOf(files: readonly OutputFile[]): Promise<Page> {
  const assets = await Promise.all(
    files.map(async ({ path, contents }): Promise<[string, Bytes]> => {
      const address = `${FOLDER}${basename(path)}`;
      return [address, await packed(address, Buffer.from(contents))];
    }),
  );
  const addresses = assets.map(([address]) => address);
  const script = addresses.find((address) => address.endsWith('.js'));
  if (script === undefined) return { kind: 'broken', because: 'The compiler made no script of the page.' };
  const style = addresses.find((address) => address.endsWith('.css')) ?? null;
  return { kind: 'made', script, style, assets: new Map(assets) };
}

async function packed(address: string, body: Buffer): Promise<Bytes> {
  const type = TYPES[extname(address)] ?? 'application/octet-stream';
  const bytes: Bytes = { body, type, keep: 'immutable' };
  // Fonts and pictures are compressed already.
  if (!/^text\/|svg/u.test(type)) return bytes;
  const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
  const [br, gz] = await Promise.all([promisify(brotliCompress)(body, { params }), promisify(gzip)(body)]);
  return { ...bytes, compressed: { br, gzip: gz } };
}
