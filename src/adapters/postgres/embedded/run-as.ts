// As whom PostgreSQL runs. It refuses root, so root hands it to another user, by preference one that exists only in a
// user namespace: that one reaches every folder that root reaches, also below a home that others cannot enter.
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { chown, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#kernel/errors.ts';
import { USE_DATABASE_URL } from './binaries.ts';

export type RunAs =
  | { readonly kind: 'self' }
  | { readonly kind: 'namespace' }
  | { readonly kind: 'user'; readonly uid: number; readonly gid: number };

const NOBODY = 65_534;
const NAMESPACE = ['--user', '--map-user=1000', '--map-group=1000'];

/**
 * Decides as whom to run `postgres` on the data of `dataDir`, and gives the folder to that user where needed.
 * @throws Fault `not_configured` when we are root and nobody else can run it.
 */
export async function chooseRunAs(
  dataDir: string,
  cluster: string,
  postgres: string,
  namespacesWork: () => Promise<boolean> = unshareWorks,
): Promise<RunAs> {
  if (process.getuid?.() !== 0) return { kind: 'self' };
  const owner = await ownerOf(cluster);
  if (owner !== null && owner.uid !== 0) return requireReach({ kind: 'user', ...owner }, cluster, postgres);
  if (await namespacesWork()) return { kind: 'namespace' };
  await giveAway(dataDir, NOBODY);
  return requireReach({ kind: 'user', uid: NOBODY, gid: NOBODY }, dataDir, postgres);
}

/** Starts a program as decided. Its own process group, so that Ctrl-C in a terminal reaches us alone. */
export function launch(runAs: RunAs, program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const all: SpawnOptions = { ...options, detached: process.platform !== 'win32', windowsHide: true };
  switch (runAs.kind) {
    case 'self':
      return spawn(program, args, all);
    case 'namespace':
      return spawn('unshare', [...NAMESPACE, program, ...args], all);
    case 'user':
      return spawn(program, args, { ...all, uid: runAs.uid, gid: runAs.gid });
  }
}

async function ownerOf(cluster: string): Promise<{ uid: number; gid: number } | null> {
  try {
    const { uid, gid } = await stat(join(cluster, 'PG_VERSION'));
    return { uid, gid };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function unshareWorks(): Promise<boolean> {
  if (process.platform !== 'linux') return Promise.resolve(false);
  return succeeds('unshare', [...NAMESPACE, 'true'], {});
}

async function requireReach(runAs: RunAs & { kind: 'user' }, folder: string, postgres: string): Promise<RunAs> {
  const probe = ['-c', 'test -w "$0" && "$1" --version', folder, postgres];
  if (await succeeds('/bin/sh', probe, { uid: runAs.uid, gid: runAs.gid, cwd: '/' })) return runAs;
  throw new Fault(
    'not_configured',
    `PostgreSQL does not run as root, and the user with id ${runAs.uid} cannot reach ${folder} or ${postgres}. ` +
      `Start Signalbox as an ordinary user. ${USE_DATABASE_URL}`,
  );
}

function succeeds(program: string, args: readonly string[], options: { uid?: number; gid?: number; cwd?: string }) {
  return new Promise<boolean>((resolve) => {
    execFile(program, args, { ...options, timeout: 10_000 }, (error) => resolve(error === null));
  });
}

async function giveAway(folder: string, id: number): Promise<void> {
  await chown(folder, id, id);
  for (const entry of await readdir(folder, { recursive: true })) await chown(join(folder, entry), id, id);
}

/**
 * What PostgreSQL sees of our environment: where programs and temporary files are, and none of the app's secrets, which
 * every process of the same user could read there.
 */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LD_LIBRARY_PATH, SystemRoot } = process.env;
  const kept = Object.entries({ PATH, HOME, TMPDIR, LD_LIBRARY_PATH, SystemRoot });
  return { ...Object.fromEntries(kept.filter(([, value]) => value !== undefined)), LC_ALL: 'C', TZ: 'UTC' };
}
