// A process that is measured: started with its own settings, ready when it says where it listens, ended for certain.
// Whoever measures runs in another process, so the two do not share an event loop.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Child {
  readonly pid: number;
  readonly url: string;
  /** Milliseconds from its start until it listened. */
  readonly listenedMs: number;
  /** When it was started, as `performance.now()` has it. */
  readonly startedAt: number;
  /** How often it logged each warning and error so far. */
  readonly complaints: ReadonlyMap<string, number>;
  /** Resolves when it is gone. */
  stop(): Promise<void>;
}

const START_MS = 120_000;
const STOP_MS = 20_000;

/** Runs Node with these arguments: a script that logs JSON lines, one of which is `listening` with its `url`. Rejects when it ends before that. */
export async function startChild(
  script: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<Child> {
  // Only PATH and HOME are handed on: a setting of the real thing must not reach what is measured.
  const { PATH = '', HOME = '' } = process.env;
  const startedAt = performance.now();
  const child = spawn(process.execPath, script, {
    env: { PATH, HOME, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const endWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const complaints = new Map<string, number>();
  const listening = Promise.withResolvers<string>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const entry = readEntry(line);
    if (entry.message === 'listening' && entry.url !== undefined) listening.resolve(entry.url);
    if (entry.level !== 'warn' && entry.level !== 'error') return;
    const what = `${entry.level}: ${entry.message ?? ''}`;
    complaints.set(what, (complaints.get(what) ?? 0) + 1);
  });

  async function stop(): Promise<void> {
    const forced = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
    clearTimeout(forced);
    process.off('exit', endWithUs);
  }

  const late = setTimeout(() => listening.reject(new Error(`${script.at(-1)} did not listen in time`)), START_MS);
  void ended.then(() => listening.reject(new Error(`${script.at(-1)} ended before it listened`)));
  try {
    const url = await listening.promise;
    return { pid: child.pid ?? 0, url, startedAt, listenedMs: performance.now() - startedAt, complaints, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(late);
  }
}

interface LogEntry {
  readonly level?: string;
  readonly message?: string;
  readonly url?: string;
}

function readEntry(line: string): LogEntry {
  try {
    return JSON.parse(line) as LogEntry;
  } catch {
    return {}; // not a log line
  }
}
