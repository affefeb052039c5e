// `npm run sandbox` as a process: what it prints, that it is there, and that a signal ends it.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('../../src/sandbox/main.ts', import.meta.url));

let child: ChildProcess;
afterEach(() => {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
});

function run(...words: readonly string[]): { printed: () => string; ended: Promise<unknown[]> } {
  let printed = '';
  child = spawn(process.execPath, [MAIN, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  return { printed: () => printed, ended: once(child, 'exit') };
}

describe('npm run sandbox', () => {
  it('starts all three, prints the settings to paste, and ends on SIGTERM', async () => {
    const { printed, ended } = run('--no-past');
    await vi.waitFor(() => expect(printed()).toContain('There is no prompt here'), 30_000);
    const settings = [...printed().matchAll(/^([A-Z_]+)=(.+)$/gmu)].map(([, name]) => name);
    expect(settings).toContain('SLACK_BOT_TOKEN');
    expect(settings).toContain('HUBSPOT_BASE_URL');
    expect(settings).toContain('SALESFORCE_LOGIN_URL');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it('starts one of them alone, with its control API', async () => {
    const { printed, ended } = run('slack', '--app', 'http://127.0.0.1:4321/');
    await vi.waitFor(() => expect(printed()).toContain('It calls the app at http://127.0.0.1:4321\n'), 30_000);
    expect(printed()).not.toContain('HUBSPOT');
    const control = /Control API: (\S+)/u.exec(printed())?.[1] ?? '';
    expect((await fetch(control)).status).toBe(200);
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
  });

  it('says how it is used when asked for something else', async () => {
    const { printed, ended } = run('pipedrive');
    expect(await ended).toEqual([2, null]);
    expect(printed()).toContain('slack, hubspot or salesforce');
  });
});
