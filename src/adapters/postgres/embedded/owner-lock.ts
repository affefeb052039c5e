// One app a data folder: the app that holds this session lock of the server owns it. The lock goes with the app's
// connection, so a killed app never leaves it behind.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { Fault } from '#kernel/errors.ts';

/** Any number that nothing else locks in the database `postgres`. */
const OWNER_KEY = 7_406_254;
const OWNER_NAME = 'signalbox-owner-';
/** How long the server may take to notice that a killed owner's connection is gone. */
const GRACE_MS = 1000;

export interface OwnerLock {
  release(): Promise<void>;
}

/**
 * Takes the folder for this process.
 * @param onLost called once when the connection, and with it the lock, is lost.
 * @throws Fault `refused` when another app has it.
 */
export async function takeOwnership(url: string, dataDir: string, onLost: () => void): Promise<OwnerLock> {
  const client = new Client({ connectionString: url, application_name: `${OWNER_NAME}${process.pid}` });
  let releasing = false;
  client.on('error', () => undefined); // 'end' follows
  try {
    await client.connect();
    if (!(await tryLock(client))) throw await taken(client, dataDir);
  } catch (error) {
    await client.end().catch(() => undefined); // what went wrong is told already
    throw error;
  }
  client.once('end', () => {
    if (!releasing) onLost();
  });
  return {
    async release() {
      releasing = true;
      await client.end();
    },
  };
}

async function tryLock(client: Client): Promise<boolean> {
  const deadline = performance.now() + GRACE_MS;
  for (;;) {
    const { rows } = await client.query<{ ours: boolean }>('SELECT pg_try_advisory_lock($1) AS ours', [OWNER_KEY]);
    if (rows[0]?.ours) return true;
    if (performance.now() > deadline) return false;
    await sleep(50);
  }
}

async function taken(client: Client, dataDir: string): Promise<Fault> {
  const owner = await ownerOf(client);
  return new Fault(
    'refused',
    `Another Signalbox${owner ? ` (process ${owner})` : ''} is running on ${dataDir}. Stop it first, give this one ` +
      'another DATA_DIR, or give both the same DATABASE_URL to run as replicas.',
  );
}

async function ownerOf(client: Client): Promise<string | null> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT a.application_name AS name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE l.locktype = 'advisory' AND l.objid = $1 AND l.granted`,
    [OWNER_KEY],
  );
  const name = rows[0]?.name;
  return name?.startsWith(OWNER_NAME) ? name.slice(OWNER_NAME.length) : null;
}
