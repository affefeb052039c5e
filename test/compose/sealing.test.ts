import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMetrics } from '#adapters/observe/metrics.ts';
import { createSealing, HEADS_FILE } from '../../src/compose/sealing.ts';
import type { Sealing, SealingDeps } from '../../src/compose/sealing.ts';
import { aSealedLog, write } from '../support/audit-log.ts';
import { useDatabase } from '../support/database.ts';
import { noon } from '../support/lead-builder.ts';
import { silentLog } from '../support/silent-log.ts';

const clock = { now: () => noon };
const db = useDatabase(clock);
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sealing-'));
});
afterAll(() => rm(dataDir, { recursive: true }));
beforeEach(async () => {
  await rm(join(dataDir, HEADS_FILE), { force: true });
  await aSealedLog(db, 0);
});

const heads = () => readFile(join(dataDir, HEADS_FILE), 'utf8');

function aSealing(over: Partial<SealingDeps> = {}): { sealing: Sealing; errors: string[]; scrape(): Promise<string> } {
  const errors: string[] = [];
  const metrics = createMetrics();
  const log = { ...silentLog, error: (message: string) => void errors.push(message) };
  const { seals } = db.database;
  const sealing = createSealing({ seals, dataDir, fresh: false, clock, log, metrics, ...over });
  return { sealing, errors, scrape: async () => (await metrics.render()).body };
}

describe('sealing in the background', () => {
  it('seals what is written while it runs, shows how far it is, and publishes at the latest when it ends', async () => {
    const { sealing, scrape, errors } = aSealing();
    await write(db, 2);
    expect(await scrape()).toContain('signalbox_audit_unsealed_rows 2');
    await sealing.start();
    await expect.poll(scrape, { timeout: 10_000 }).toContain('signalbox_audit_unsealed_rows 0');
    expect(await scrape()).toContain('signalbox_audit_sealed_rows 2');
    expect(await scrape()).toContain('signalbox_audit_unsealed_seconds 0');
    await write(db, 1, 3);
    await sealing.stop();
    expect(await heads()).toMatch(/ 3:[0-9a-f]{64}\n$/u);
    expect(sealing.health()).toEqual({ ok: true });
    expect(errors).toEqual([]);
  });

  it('says once why it cannot, and goes on when it can', async () => {
    const { seals } = db.database;
    const state = { away: true };
    const { sealing, errors } = aSealing({
      seals: {
        ...seals,
        extend: (limit, chain) =>
          state.away ? Promise.reject(new Error('the disk is full')) : seals.extend(limit, chain),
      },
    });
    await write(db, 1);
    await sealing.start();
    await expect.poll(() => sealing.health()).toEqual({ ok: false, because: 'the disk is full' });
    state.away = false;
    await sealing.stop();
    expect(sealing.health()).toEqual({ ok: true });
    expect(errors).toEqual(['the audit log cannot be sealed']);
  });

  it('takes clicks all the same when the head cannot be published, and says so once', async () => {
    const file = join(dataDir, 'no-folder');
    await writeFile(file, '');
    const { sealing, errors, scrape } = aSealing({ dataDir: join(file, 'data') });
    await write(db, 1);
    await sealing.start();
    await sealing.stop();
    expect(sealing.health()).toEqual({ ok: true });
    expect(errors).toEqual(['the head of the audit log cannot be published']);
    expect(await scrape()).toContain('signalbox_audit_published_rows 0');
  });

  it('tells that the log is not the one whose head was published', async () => {
    await writeFile(join(dataDir, HEADS_FILE), `2026-03-02T12:00:00.000Z 7:${'ab'.repeat(32)}\n`);
    const { sealing, errors, scrape } = aSealing();
    await sealing.start();
    await expect.poll(scrape, { timeout: 10_000 }).toContain('signalbox_audit_head_disagrees 1');
    await sealing.stop();
    expect(errors[0]).toBe('the audit log is not the one whose head was published');
    expect(await heads()).toContain(' 7:abab');
  });

  it('begins anew with a database that does', async () => {
    await writeFile(join(dataDir, HEADS_FILE), `2026-03-02T12:00:00.000Z 7:${'ab'.repeat(32)}\n`);
    await write(db, 1);
    const { sealing, errors } = aSealing({ fresh: true });
    await sealing.start();
    await sealing.stop();
    expect(await heads()).toMatch(/^\S+ 1:[0-9a-f]{64}\n$/u);
    expect(errors).toEqual([]);
  });
});
