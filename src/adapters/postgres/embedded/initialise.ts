// Makes a new cluster. It is made beside its place and renamed into it, so that a half-made one is never started.
import { once } from 'node:events';
import { chown, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, messageOf } from '#kernel/errors.ts';
import type { Address } from './address.ts';
import { SUPERUSER, passwordFile } from './address.ts';
import type { Binaries } from './binaries.ts';
import { USE_DATABASE_URL } from './binaries.ts';
import type { Folders } from './folders.ts';
import { isAlive } from './postmaster-file.ts';
import type { RunAs } from './run-as.ts';
import { launch, plainEnvironment } from './run-as.ts';
import { startTrouble } from './trouble.ts';

/** The PostgreSQL version that the packages bring and that data folders are made with. */
const MAJOR = '18';
const HALF_MADE = '.initdb-';

/** True when a cluster had to be made. Throws Fault `not_configured` when it cannot be, or is of another version. */
export async function ensureCluster(
  folders: Folders,
  binaries: Binaries,
  runAs: RunAs,
  address: Address,
): Promise<boolean> {
  const version = await clusterVersion(folders.cluster);
  if (version === MAJOR) return false;
  if (version !== null) {
    throw new Fault(
      'not_configured',
      `The data in ${folders.cluster} was written by PostgreSQL ${version}, and this version of Signalbox brings ` +
        `${MAJOR}. Start the version of Signalbox that wrote it and dump it first. ${USE_DATABASE_URL}`,
    );
  }
  await removeHalfMade(folders.dataDir);
  const beside = join(folders.dataDir, `${HALF_MADE}${process.pid}`);
  try {
    await runInitdb(beside, folders, binaries, runAs, address);
    await rename(beside, folders.cluster);
    return true;
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    // Another app was faster with the same folder; which of the two may stay is decided by the owner's lock.
    if ((await clusterVersion(folders.cluster)) === MAJOR) return false;
    throw error instanceof Fault ? error : startTrouble(folders.cluster, messageOf(error), error);
  }
}

async function clusterVersion(cluster: string): Promise<string | null> {
  try {
    return (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw startTrouble(cluster, String(error), error);
  }
}

async function removeHalfMade(dataDir: string): Promise<void> {
  for (const entry of await readdir(dataDir)) {
    if (!entry.startsWith(HALF_MADE)) continue;
    const maker = Number(entry.slice(HALF_MADE.length));
    if (maker !== process.pid && isAlive(maker)) continue;
    await rm(join(dataDir, entry), { recursive: true, force: true });
  }
}

async function runInitdb(
  target: string,
  folders: Folders,
  binaries: Binaries,
  runAs: RunAs,
  address: Address,
): Promise<void> {
  await mkdir(target, { mode: 0o700 });
  if (runAs.kind === 'user') await chown(target, runAs.uid, runAs.gid);
  // C.UTF-8 of PostgreSQL's own provider: with the plain C locale lower('ÄÖ') stays 'ÄÖ', and the machine's locales vary.
  const args = [
    `--pgdata=${target}`,
    `--username=${SUPERUSER}`,
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(address.kind === 'tcp'
      ? ['--auth=scram-sha-256', `--pwfile=${passwordFile(folders.dataDir)}`]
      : ['--auth=trust']),
  ];
  const child = launch(runAs, binaries.initdb, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folders.dataDir,
    env: plainEnvironment(),
  });
  const onExit = (): void => void child.kill('SIGTERM');
  process.once('exit', onExit);
  try {
    let written = '';
    child.stdout?.on('data', (chunk: Buffer) => (written += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (written += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw startTrouble(folders.cluster, written);
  } finally {
    process.removeListener('exit', onExit);
  }
}
