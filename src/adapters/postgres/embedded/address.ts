// How to reach an embedded server: a Unix socket without port or password, or loopback TCP where sockets do not exist.
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { RunAs } from './run-as.ts';
import { prepareSocketFolder } from './folders.ts';

export type Address =
  | { readonly kind: 'socket'; readonly folder: string }
  | { readonly kind: 'tcp'; readonly port: number; readonly password: string };

export const SUPERUSER = 'signalbox';
const SOCKET_PORT = 5432;

/** The address that a server of this data folder is to listen on. */
export async function chooseAddress(
  dataDir: string,
  runAs: RunAs,
  kind: Address['kind'] = process.platform === 'win32' ? 'tcp' : 'socket',
): Promise<Address> {
  if (kind === 'socket') return { kind, folder: await prepareSocketFolder(dataDir, runAs) };
  return { kind, port: await freePort(), password: await passwordOf(dataDir) };
}

/** The address of a server that runs already, from what its postmaster.pid says. */
export function movedTo(address: Address, port: number, socketFolder: string): Address {
  return address.kind === 'tcp' ? { ...address, port } : { ...address, folder: socketFolder };
}

/** Server options that make it listen there and nowhere else. */
export function listenOptions(address: Address): readonly string[] {
  if (address.kind === 'tcp') return ['-c', 'listen_addresses=127.0.0.1', '-c', `port=${address.port}`];
  return [
    '-c',
    'listen_addresses=',
    '-c',
    `port=${SOCKET_PORT}`,
    '-c',
    `unix_socket_directories=${address.folder}`,
    '-c',
    'unix_socket_permissions=0700',
  ];
}

/** A URL that pg, pg-boss and the Prisma tools read alike. */
export function urlOf(address: Address, database: string): string {
  if (address.kind === 'tcp') {
    return `postgresql://${SUPERUSER}:${address.password}@127.0.0.1:${address.port}/${database}`;
  }
  return `postgresql://${SUPERUSER}@localhost:${SOCKET_PORT}/${database}?host=${encodeURIComponent(address.folder)}`;
}

/** Where the password of a TCP server is kept; initdb reads it from there. */
export function passwordFile(dataDir: string): string {
  return join(dataDir, 'postgres.password');
}

async function passwordOf(dataDir: string): Promise<string> {
  const file = passwordFile(dataDir);
  const fresh = randomBytes(24).toString('hex');
  try {
    await writeFile(file, fresh, { mode: 0o600, flag: 'wx' });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(file, 'utf8')).trim();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
