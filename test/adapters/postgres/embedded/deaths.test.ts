import { describe, expect, it, vi } from 'vitest';
import { isAlive } from '#adapters/postgres/embedded/postmaster-file.ts';
import { ask, processesOn, useEmbeddedHome } from '../../../support/embedded-home.ts';

const at = useEmbeddedHome();
const isGone = (pid: number) => vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 });

describe('a server that dies', () => {
  it('comes back by itself after its server was killed', async () => {
    await at.usedBefore();
    const server = await at.start();
    await ask(server.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(server.pid, 'SIGKILL');
    await vi.waitFor(async () => expect(await ask(server.url, 'SELECT answer FROM kept')).toEqual({ answer: 42 }), {
      timeout: 15_000,
    });
  });
});

describe('an app that dies', () => {
  it('by kill -9 leaves a server that the next app takes over', async () => {
    await at.usedBefore();
    const app = at.runApp();
    const { url, pid } = await app.ready;
    await ask(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    app.kill('SIGKILL');
    await app.exit;
    expect(isAlive(pid)).toBe(true);
    const next = await at.start();
    expect(next.pid).toBe(pid);
    expect(await ask(next.url, 'SELECT answer FROM kept')).toEqual({ answer: 42 });
    await next.stop();
    await isGone(pid);
  });

  it.each(['crash', 'exit-while-starting'] as const)('by %s leaves no process behind', async (mode) => {
    if (mode === 'crash') await at.usedBefore(); // the other one dies while it makes the cluster
    const app = at.runApp(mode);
    const [code] = await app.exit;
    expect(code).not.toBe(0);
    await vi.waitFor(async () => expect(await processesOn(at.dataDir)).toEqual([]), { timeout: 10_000 });
    const next = await at.start();
    expect(await ask(next.url, 'SELECT 1 AS one')).toEqual({ one: 1 });
  });

  it('by SIGTERM stops its server first', async () => {
    await at.usedBefore();
    const app = at.runApp();
    const { pid } = await app.ready;
    app.kill('SIGTERM');
    expect(await app.exit).toEqual([0, null]);
    expect(isAlive(pid)).toBe(false);
  });
});
