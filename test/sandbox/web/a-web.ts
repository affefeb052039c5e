// The page's server for a test, with Acme's servers behind it and no app; and a page's two sockets, as a program holds them.
import { WebSocket } from 'ws';
import { createStatusBook } from '#sandbox/app-watch.ts';
import type { StatusBook } from '#sandbox/app-watch.ts';
import type { Sandbox, SandboxOptions } from '#sandbox/start-sandbox.ts';
import type { Page } from '#sandbox/web/bundle.ts';
import type { PaneMessage, Snapshot, WorldMessage } from '#sandbox/web/protocol.ts';
import { startWeb } from '#sandbox/web/start-web.ts';
import type { Web, WebOptions } from '#sandbox/web/start-web.ts';
import { createHappenings } from '#sandbox/world/happenings/happenings.ts';
import { createRecords } from '#sandbox/world/records/records.ts';
import { aSandbox } from '../../support/sandbox.ts';
import { eventually } from '../slack/eventually.ts';

/** A page that is compiled in no time. */
const PAGE: Page = {
  kind: 'made',
  script: '/assets/main-1.js',
  style: null,
  assets: new Map([
    [
      '/assets/main-1.js',
      {
        body: Buffer.from('script'),
        type: 'text/javascript; charset=utf-8',
        keep: 'immutable',
        compressed: { br: Buffer.from('br'), gzip: Buffer.from('gzip') },
      },
    ],
  ]),
};

export interface AWeb extends Web {
  readonly sandbox: Sandbox;
  readonly app: StatusBook;
  /** Starts another server over the same sandbox. */
  again(options?: Partial<WebOptions>): Promise<Web>;
}

/** Close it in `afterAll`. */
export async function aWeb(over: Partial<WebOptions> = {}, options: SandboxOptions = {}): Promise<AWeb> {
  const sandbox = await aSandbox(options);
  const app = createStatusBook('ready', 'http://127.0.0.1:1');
  const records = createRecords(sandbox);
  const happenings = createHappenings({ sandbox, records, app: null, leadEveryMs: 60_000 });
  const outside = { ...sandbox, app, records, happenings };
  const again = (more: Partial<WebOptions> = {}): Promise<Web> =>
    startWeb({ outside, page: Promise.resolve(PAGE), port: 0, ...over, ...more });
  const web = await again();
  return {
    ...web,
    sandbox,
    app,
    again,
    async close() {
      await web.close();
      await sandbox.close();
    },
  };
}

/** A message of this kind; one of several kinds in one shape counts as well. */
type Heard<M, Kind> = M extends { readonly kind: infer Known } ? (Kind extends Known ? M : never) : never;

export interface Socket<M extends { readonly kind: string }> {
  /** What came so far, frame by frame. */
  readonly frames: readonly (readonly M[])[];
  /** All messages so far, in order. */
  all(): readonly M[];
  /** Waits for messages of this kind; answers them all. */
  heard<K extends M['kind']>(kind: K, times?: number): Promise<readonly Heard<M, K>[]>;
  readonly line: WebSocket;
  close(): Promise<void>;
}

export interface PaneSocket extends Socket<PaneMessage> {
  snapshot(): Promise<Snapshot>;
}

/** The page of one person, opened and told everything. */
export async function aPane({ url }: Web, as: string): Promise<PaneSocket> {
  const socket = await openSocket<PaneMessage>(url, `/_sandbox/live?as=${as}`);
  const snapshot = async (): Promise<Snapshot> => {
    const all = await socket.heard('snapshot');
    const last = all.at(-1);
    if (last === undefined) throw new Error('no snapshot came');
    return last.snapshot;
  };
  await snapshot();
  return { ...socket, snapshot };
}

export async function aWorldSocket({ url }: Web): Promise<Socket<WorldMessage>> {
  const socket = await openSocket<WorldMessage>(url, '/_sandbox/live/world');
  await socket.heard('overview');
  return socket;
}

async function openSocket<M extends { readonly kind: string }>(url: string, path: string): Promise<Socket<M>> {
  const frames: (readonly M[])[] = [];
  const line = new WebSocket(`${url.replace('http', 'ws')}${path}`);
  line.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString()) as readonly M[]));
  await new Promise((resolve, reject) => {
    line.once('open', resolve);
    line.once('error', reject);
  });
  return {
    frames,
    all: () => frames.flat(),
    heard: (kind, times = 1) =>
      eventually(() => {
        const found = frames.flat().filter((message) => message.kind === kind);
        if (found.length < times) throw new Error(`${kind} came ${found.length} times`);
        return found as never;
      }),
    line,
    close: () =>
      new Promise((resolve) => {
        if (line.readyState === line.CLOSED) return resolve();
        line.once('close', () => resolve());
        line.close();
      }),
  };
}

/** Posts as the app does, with its token. */
export async function appPosts(sandbox: Sandbox, body: Readonly<Record<string, unknown>>): Promise<string> {
  const answer = await fetch(`${sandbox.slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${sandbox.slack.botToken}` },
    body: JSON.stringify(body),
  });
  const { ok, error, ts } = (await answer.json()) as { ok: boolean; error?: string; ts?: string };
  if (!ok || ts === undefined) throw new Error(String(error));
  return ts;
}

export async function post(url: string, body: unknown): Promise<{ readonly status: number; readonly body: unknown }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}
