// The app that the sandbox itself started: stopped, started again and restarted at its first address while the servers
// around it go on. What happens in between waits in them, or fails, as it would in reality.
import { Fault, messageOf } from '#kernel/errors.ts';
import { waitUntilReady } from './await-app.ts';
import { createStatusBook } from './app-watch.ts';
import type { AppWatch } from './app-watch.ts';

/** What of a running app is needed here; the app's own type has it all. */
interface RunningApp {
  readonly url: string;
  catchUp(): Promise<void>;
  stop(): Promise<void>;
}

export interface OwnAppDeps {
  /** Starts it; `port` is null at the first time, afterwards the one it had. */
  readonly boot: (port: number | null) => Promise<RunningApp>;
  /** Directs Slack and the CRMs at it, once it has an address. */
  readonly pointAt: (url: string) => void;
}

export interface OwnApp extends AppWatch {
  /** Resolves when it listens. Rejects with what kept it from starting; later on as a Fault `refused`. */
  start(): Promise<void>;
  stop(): Promise<void>;
  restart(): Promise<void>;
  /** Ends it, lets `renew` make the world around it a new one, and starts it again as at the first time. */
  beginAnew(renew: () => void): Promise<void>;
  running(): boolean;
  /** Resolves once it said that it is ready, or 30 s are over, or it was stopped. */
  settled(): Promise<void>;
  /** Does now what otherwise comes round by the minute. */
  catchUp(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;

export function createOwnApp({ boot, pointAt }: OwnAppDeps): OwnApp {
  const book = createStatusBook('stopped');
  let app: RunningApp | null = null;
  let waiting = new AbortController();
  let settled: Promise<void> = Promise.resolve();
  let before: Promise<unknown> = Promise.resolve();

  /** One after the other, whoever asks. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = before.then(work);
    before = done.catch(() => undefined);
    return done;
  }

  async function bring(): Promise<void> {
    const known = book.url();
    try {
      app = await boot(known === '' ? null : Number(new URL(known).port));
    } catch (error) {
      book.set('stopped');
      throw error;
    }
    // What the CRMs still have to deliver goes to the same address: a new target would begin without it.
    if (known === '') pointAt(app.url);
    book.set(book.status(), app.url);
    waiting = new AbortController();
    settled = untilReady(app, known !== '', waiting.signal);
  }

  /** Goes on looking at an app that is not ready in time: its trouble may pass. */
  async function untilReady(running: RunningApp, isBack: boolean, signal: AbortSignal): Promise<void> {
    const readiness = await waitUntilReady(running.url, READY_WITHIN_MS, signal);
    if (signal.aborted) return;
    if (readiness.kind === 'not_ready') {
      book.set('unreachable');
      void untilReady(running, isBack, signal);
      return;
    }
    book.set('ready');
    // Whoever watches it come back need not wait for the minute to see what came meanwhile; that comes round in any case.
    if (isBack) await running.catchUp().catch(() => undefined);
  }

  async function end(): Promise<void> {
    waiting.abort();
    const ending = app;
    app = null;
    await ending?.stop();
  }

  /** For whoever pressed a button: what kept it from starting, as a sentence. */
  async function again(status: 'starting' | 'restarting', work: () => Promise<void>): Promise<void> {
    book.set(status);
    try {
      await work();
    } catch (error) {
      book.set('stopped');
      throw new Fault('refused', `Signalbox did not start again: ${messageOf(error)}`, { cause: error });
    }
  }

  return {
    ...book,
    start: () =>
      inTurn(async () => {
        if (app !== null) return;
        if (book.url() !== '') return again('starting', bring);
        book.set('starting');
        await bring();
      }),
    stop: () =>
      inTurn(async () => {
        book.set('stopped');
        await end();
      }),
    restart: () =>
      inTurn(() =>
        again('restarting', async () => {
          await end();
          await bring();
        }),
      ),
    beginAnew: (renew) =>
      inTurn(() =>
        again('restarting', async () => {
          await end();
          renew();
          await bring();
          // What the servers still had to deliver was of the world before.
          pointAt(book.url());
        }),
      ),
    running: () => app !== null,
    settled: () => settled,
    async catchUp() {
      await app?.catchUp();
    },
    close() {
      waiting.abort();
      book.close();
    },
  };
}
