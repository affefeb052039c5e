// The disk under PostgreSQL fills up while leads come in, and is freed again. Needs root, for a small disk of its own.
import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { startEmbedded } from '#adapters/postgres/embedded/start.ts';
import { handsOn } from '../support/crm-hands.ts';
import { aHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { silentLog } from '../support/silent-log.ts';
import { patiently } from './patience.ts';

const DISK = '260m';
const CHUNK = Buffer.alloc(1024 * 1024, 'x');
/** Leads at once: each is worth some pages of the database. */
const BURST = 20;
const PATIENCE_MS = 180_000;

export interface DiskFigures {
  /** That came in before, while and after the disk was full; each has its card in the end. */
  readonly leads: number;
  /** Webhooks that were sent away, to come again. */
  readonly sentAway: number;
}

export async function fillTheDisk(): Promise<DiskFigures> {
  const disk = await mkdtemp(join(tmpdir(), 'signalbox-disk-'));
  execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', disk]);
  chmodSync(disk, 0o755);
  try {
    const server = await startEmbedded({ dataDir: join(disk, 'data'), log: silentLog, settings: { fsync: 'off' } });
    try {
      return await onThisDisk(disk, server.url);
    } finally {
      await server.stop();
    }
  } finally {
    execFileSync('/bin/umount', [disk]);
    await rm(disk, { recursive: true });
  }
}

async function onThisDisk(disk: string, url: string): Promise<DiskFigures> {
  const house = await aHouse({ crms: ['hubspot'], database: { url, drop: () => Promise.resolve() } });
  try {
    const names: string[] = [];
    await enter(house, names);
    const filler = await fill(disk);
    await patiently(PATIENCE_MS, async () => {
      await enter(house, names);
      expect(sentAway(house)).toBeGreaterThan(0);
    });
    expect((await fetch(`${house.url}/healthz`)).status).toBe(200);
    await rm(filler);
    await patiently(PATIENCE_MS, async () => {
      const shown = await house.rows('SELECT 1 FROM lead WHERE card_ts IS NOT NULL');
      expect(shown).toHaveLength(names.length);
    });
    return { leads: names.length, sentAway: sentAway(house) };
  } finally {
    await house.close();
  }
}

async function enter(house: House, names: string[]): Promise<void> {
  for (let lead = 0; lead < BURST; lead += 1) {
    const name = `Disk Lead${names.length + 1}`;
    handsOn(house, 'hubspot').createLead({ name, score: 50 });
    names.push(name);
  }
  await house.webhooks.settled().catch(() => undefined);
}

function sentAway(house: House): number {
  return house.webhooks.deliveries().filter(({ status }) => status === 503).length;
}

/** Takes all that is left; answers the file that has it. */
async function fill(disk: string): Promise<string> {
  const path = join(disk, 'filler');
  const file = await open(path, 'w');
  try {
    for (;;) await file.write(CHUNK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    return path;
  } finally {
    await file.close();
  }
}
