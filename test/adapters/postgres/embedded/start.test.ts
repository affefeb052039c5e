import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAlive } from '#adapters/postgres/embedded/postmaster-file.ts';
import { startEmbedded, visitEmbedded } from '#adapters/postgres/embedded/start.ts';
import { ask, useEmbeddedHome } from '../../../support/embedded-home.ts';
import { silentLog } from '../../../support/silent-log.ts';

const at = useEmbeddedHome();

describe('an embedded server', () => {
  it('is a real PostgreSQL that knows Unicode, listens on a socket only, and keeps its data', async () => {
    const first = await at.start();
    const facts = await ask(
      first.url,
      `SELECT lower('ÄÖ') AS lower, current_setting('listen_addresses') AS listens, current_setting('timezone') AS zone`,
    );
    expect(facts).toEqual({ lower: 'äö', listens: '', zone: 'UTC' });
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await at.start();
    expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual({ answer: 42 });
  });

  it('works below a home that nobody else can enter, and makes its folder private', async () => {
    await chmod(at.home, 0o700);
    await at.usedBefore();
    const server = await at.start();
    expect(await ask(server.url, 'SELECT 1 AS one')).toEqual({ one: 1 });
    expect((await stat(at.dataDir)).mode & 0o077).toBe(0);
  });

  it('works where the path is too long for a socket', async () => {
    const dataDir = join(at.home, 'd'.repeat(120));
    await at.usedBefore(dataDir);
    const server = await at.start({ dataDir });
    expect(await ask(server.url, 'SELECT 1 AS one')).toEqual({ one: 1 });
  });

  it('listens on loopback with a password where sockets do not exist', async () => {
    const server = await at.start({ listen: 'tcp' });
    expect(server.url).toContain('@127.0.0.1:');
    expect(await ask(server.url, 'SELECT 1 AS one')).toEqual({ one: 1 });
    const guessed = server.url.replace(/:[0-9a-f]+@/, ':guess@');
    await expect(ask(guessed, 'SELECT 1')).rejects.toThrow('password');
    await server.stop();
    const again = await at.start({ listen: 'tcp' });
    expect(await ask(again.url, 'SELECT 1 AS one')).toEqual({ one: 1 });
  });

  it('refuses a second app on its folder, and says so', async () => {
    await at.usedBefore();
    const server = await at.start();
    const second = startEmbedded({ dataDir: at.dataDir, log: silentLog });
    await expect(second).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining(`Another Signalbox (process ${process.pid}) is running on`) as string,
    });
    expect(await ask(server.url, 'SELECT 1 AS one')).toEqual({ one: 1 });
  });

  it('lets one of two apps win that start at once on a new folder', async () => {
    const apps = [at.runApp(), at.runApp()];
    const ready = await Promise.any(apps.map(async ({ ready }) => ready));
    const ends = await Promise.race(apps.map(async ({ exit }) => exit));
    expect(ends).toEqual([1, null]);
    expect(await ask(ready.url, 'SELECT 1 AS one')).toEqual({ one: 1 });
  });
});

describe('a folder that cannot be used', () => {
  it('is left alone by a visit where no app has been', async () => {
    await expect(visitEmbedded({ dataDir: at.dataDir, log: silentLog })).rejects.toMatchObject({
      code: 'not_configured',
      message: `There is no database in ${at.dataDir} yet. Start Signalbox there first.`,
    });
    await expect(stat(at.dataDir)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.each([
    { when: 'it is a file', make: () => writeFile(at.dataDir, ''), says: dataDirIn },
    {
      when: 'its data is of another version',
      make: async () => {
        await mkdir(join(at.dataDir, 'postgres'), { recursive: true });
        await writeFile(join(at.dataDir, 'postgres', 'PG_VERSION'), '12\n');
      },
      says: () => 'PostgreSQL 12',
    },
  ])('is named when $when', async ({ make, says }) => {
    await make();
    const failing = startEmbedded({ dataDir: at.dataDir, log: silentLog });
    await expect(failing).rejects.toMatchObject({
      code: 'not_configured',
      message: expect.stringContaining(says()) as string,
    });
  });

  function dataDirIn(): string {
    return at.dataDir;
  }
});
