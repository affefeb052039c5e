// A sandbox in a process of its own, as a person starts it, with the page's address as soon as the terminal names it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { AtEnd } from './house.ts';

export interface SandboxProcess {
  /** Of the page, without a slash at the end. */
  readonly url: string;
  /** What it was started at, as `performance.now()` has it. */
  readonly startedAt: number;
  /** Settings that it has printed so far, for an app in another terminal. */
  readonly printed: ReadonlyMap<string, string>;
}

const ADDRESS_MS = 60_000;

/** Ports are free ones unless `settings` names some. Ended `atEnd`. */
export async function startSandboxProcess(
  script: readonly string[],
  settings: Readonly<Record<string, string>>,
  atEnd: AtEnd,
): Promise<SandboxProcess> {
  const { PATH = '', HOME = '' } = process.env;
  const startedAt = performance.now();
  const child = spawn(process.execPath, script, {
    env: { PATH, HOME, PORT: '0', SANDBOX_PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const endWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  atEnd(async () => {
    child.kill('SIGTERM');
    await ended;
    process.off('exit', endWithUs);
  });
  const printed = new Map<string, string>();
  const named = Promise.withResolvers<string>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [, setting, value] = /^([A-Z_]+)=(.+)$/u.exec(line) ?? [];
    if (setting !== undefined && value !== undefined) printed.set(setting, value);
    const [, url] = /^Open (http:\S+)/u.exec(line) ?? [];
    if (url !== undefined) named.resolve(url);
  });
  const late = setTimeout(() => named.reject(new Error('the sandbox named no address')), ADDRESS_MS);
  void ended.then(() => named.reject(new Error('the sandbox ended before it named an address')));
  const url = await named.promise.finally(() => clearTimeout(late));
  return { url, startedAt, printed };
}
