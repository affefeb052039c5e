// Finds the page's server a port on loopback: the one that was asked for, or the next that is free.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Fault } from '#kernel/errors.ts';

const LOOPBACK = '127.0.0.1';
const TRIES = 20;
const HIGHEST_PORT = 65_535;

/** Answers the port; 0 asks for any free one. Throws Fault `not_configured` where this and the next ones are taken. */
export async function listenOnLoopback(server: Server, port: number): Promise<number> {
  const last = port === 0 ? 0 : Math.min(port + TRIES - 1, HIGHEST_PORT);
  for (let candidate = port; candidate <= last; candidate += 1) {
    if (await tryPort(server, candidate)) return (server.address() as AddressInfo).port;
  }
  throw new Fault('not_configured', `The ports ${port} to ${last} are all taken: SANDBOX_PORT names another one.`);
}

function tryPort(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    function refused(error: NodeJS.ErrnoException): void {
      server.off('listening', listening);
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    }
    function listening(): void {
      server.off('error', refused);
      resolve(true);
    }
    server.once('error', refused);
    server.once('listening', listening);
    server.listen(port, LOOPBACK);
  });
}
