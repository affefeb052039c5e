// A line to PostgreSQL that can stall, drop, or be cut for good: to the server an app behind a cut line is one that was
// killed, and to the app the server is one that is gone.
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';

export interface DatabaseLine {
  /** In place of the database's own. */
  readonly url: string;
  /** While it stalls nothing passes, in either direction. */
  setStalled(stalled: boolean): void;
  /** Ends every open connection without a word; new ones are taken. */
  drop(): void;
  /** While it is down connections are refused, and open ones end. */
  setDown(down: boolean): void;
  /** The next transaction that is committed reaches the server, `then` runs, and its answer is lost. */
  ambushCommit(then: () => void): void;
  calm(): void;
  /** Cuts it for good. The port stays taken: whoever still calls it must not reach somebody else. */
  sever(): void;
  close(): Promise<void>;
}

const COMMIT = Buffer.from('COMMIT');

export async function openDatabaseLine(databaseUrl: string): Promise<DatabaseLine> {
  const target = new URL(databaseUrl);
  const folder = target.searchParams.get('host');
  const pairs = new Set<{ readonly near: Socket; readonly far: Socket }>();
  let stalled = false;
  let down = false;
  let severed = false;
  let ambush: (() => void) | null = null;

  const server = createServer((near) => {
    near.on('error', () => undefined);
    if (down) return void near.resetAndDestroy();
    const far = reach();
    const pair = { near, far };
    pairs.add(pair);
    far.on('error', () => near.destroy());
    near.once('close', () => far.destroy());
    far.once('close', () => {
      near.destroy();
      pairs.delete(pair);
    });
    near.on('data', (bytes) => {
      far.write(bytes);
      if (ambush === null || !bytes.includes(COMMIT)) return;
      const spring = ambush;
      ambush = null;
      // What the server makes of it is not heard any more, though it has all of the statement.
      far.removeAllListeners('data');
      far.end();
      near.resetAndDestroy();
      spring();
    });
    far.on('data', (bytes) => void (near.writable && near.write(bytes)));
    if (stalled) pause(pair);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => {
    server.once('listening', resolve);
  });
  const url = new URL(databaseUrl);
  url.search = '';
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);

  const line: DatabaseLine = {
    url: url.href,
    setStalled(next) {
      stalled = next;
      for (const pair of pairs) (next ? pause : resume)(pair);
    },
    drop() {
      for (const { near, far } of pairs) {
        near.resetAndDestroy();
        far.destroy();
      }
    },
    setDown(next) {
      down = next || severed;
      if (next) line.drop();
    },
    ambushCommit: (then) => void (ambush = then),
    calm() {
      ambush = null;
      line.setStalled(false);
      line.setDown(false);
    },
    sever() {
      severed = true;
      line.setDown(true);
    },
    async close() {
      line.sever();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  return line;

  function reach(): Socket {
    const port = target.port === '' ? '5432' : target.port;
    return folder === null ? connect(Number(port), target.hostname) : connect(join(folder, `.s.PGSQL.${port}`));
  }
}

function pause({ near, far }: { readonly near: Socket; readonly far: Socket }): void {
  near.pause();
  far.pause();
}

function resume({ near, far }: { readonly near: Socket; readonly far: Socket }): void {
  near.resume();
  far.resume();
}
