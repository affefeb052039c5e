// postmaster.pid: which server holds a cluster. A killed app leaves its server running, and this is how it is found.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** '' when it listens on no Unix socket. */
  readonly socketFolder: string;
}

export function postmasterFile(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}

/** What the file says; null when there is none or the server has not written all of it yet. */
export async function readPostmaster(cluster: string): Promise<Postmaster | null> {
  let lines: readonly string[];
  try {
    lines = (await readFile(postmasterFile(cluster), 'utf8')).split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  // Lines: pid, data folder, start time, port, socket folder, listen address, shared memory, state.
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port) || port <= 0) return null;
  return { pid, port, socketFolder: lines[4]?.trim() ?? '' };
}

/** Whether a process with this id runs; one that ended and waits to be reaped does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return linuxState(pid)?.state !== 'Z';
}

/** False only where the machine says that the process is something else: ids are used again after a restart. */
export function mayBePostgres(pid: number): boolean {
  const state = linuxState(pid);
  return state === null || state.program === 'postgres';
}

function linuxState(pid: number): { program: string; state: string } | null {
  if (process.platform !== 'linux') return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const nameEnd = stat.lastIndexOf(')');
    return { program: stat.slice(stat.indexOf('(') + 1, nameEnd), state: stat.charAt(nameEnd + 2) };
  } catch {
    return null; // gone meanwhile, or /proc is hidden: then what kill(2) said stands
  }
}
