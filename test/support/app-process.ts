// Apps in processes of their own: started on given settings with the test's clock, killed with -9, ended in order.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Environment } from '#config.ts';
import type { MovableClock } from '#sandbox/clock.ts';

const MAIN = join(import.meta.dirname, 'app-process-main.ts');
/** Node's options in `npm start`. */
const AS_STARTED = ['--max-semi-space-size=8', '--max-old-space-size=512'];
/** Types are stripped once and not at each start. */
const COMPILED = join(import.meta.dirname, '../../node_modules/.cache/signalbox-test');

export type FromProcess =
  | { readonly kind: 'listening'; readonly url: string }
  | { readonly kind: 'error'; readonly line: string }
  | { readonly kind: 'memory'; readonly memory: Memory };
export type ToProcess =
  | { readonly kind: 'clock'; readonly ms: number }
  | { readonly kind: 'catch_up' }
  | { readonly kind: 'weigh' };

/** Bytes, measured after the collector has run. */
export interface Memory {
  readonly heap: number;
  readonly resident: number;
}

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface AppProcess {
  readonly url: string;
  readonly pid: number;
  /** Resolves when the process is gone, for whatever reason. */
  readonly exited: Promise<Exit>;
  /** As `RunningApp.catchUp`, though it does not wait for it. */
  catchUp(): void;
  weigh(): Promise<Memory>;
  /** Kills it with SIGKILL; resolves when it is gone. */
  kill9(): Promise<void>;
  /** Ends it with SIGTERM; resolves when it is gone. Throws when it did not end in order. */
  stop(): Promise<void>;
}

export interface AppProcessOptions {
  /** All of its settings; of the test's own environment it sees only where programs are found. */
  readonly env: Environment;
  readonly clock: MovableClock;
  /** Told each error line of its log. */
  readonly onError: (line: string) => void;
}

/** Resolves when it listens; throws with what it said when it ends before. */
export async function startAppProcess({ env, clock, onError }: AppProcessOptions): Promise<AppProcess> {
  const aheadMs = clock.now().getTime() - Date.now();
  const child = fork(MAIN, [String(aheadMs)], {
    env: { ...env, NODE_ENV: 'test', PATH: process.env['PATH'], LOG_LEVEL: 'error', NODE_COMPILE_CACHE: COMPILED },
    execArgv: AS_STARTED,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const said = child.stderr ? text(child.stderr) : Promise.resolve('');
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const tell = (message: ToProcess): void => {
    // Who has just died does not hear it, which is no news: `exited` says so.
    if (child.connected) child.send(message, () => undefined);
  };
  const stopFollowing = clock.onMove((ms) => tell({ kind: 'clock', ms }));
  void exited.then(stopFollowing);
  const waiting: ((memory: Memory) => void)[] = [];
  const listening = new Promise<string>((resolve) => {
    child.on('message', (message: FromProcess) => {
      switch (message.kind) {
        case 'listening':
          return resolve(message.url);
        case 'error':
          return onError(message.line);
        case 'memory':
          return waiting.shift()?.(message.memory);
      }
    });
  });
  const failed = exited.then(async (exit) => {
    throw new Error(`the app ended while it started, ${JSON.stringify(exit)}: ${await said}`);
  });
  const url = await Promise.race([listening, failed]);
  failed.catch(() => undefined);
  return {
    url,
    pid: child.pid ?? 0,
    exited,
    catchUp: () => tell({ kind: 'catch_up' }),
    async weigh() {
      const weighed = new Promise<Memory>((resolve) => {
        waiting.push(resolve);
      });
      tell({ kind: 'weigh' });
      return Promise.race([weighed, failed]);
    },
    async kill9() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      child.kill('SIGTERM');
      const { code, signal } = await exited;
      if (code !== 0) throw new Error(`the app did not end in order: ${String(code ?? signal)}: ${await said}`);
    },
  };
}
