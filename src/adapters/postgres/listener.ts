// Hears the database's notifications on a connection of its own. A notification only says "look now": whoever waits for
// one also polls, so a lost connection costs time and nothing else.
import { Client } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '#kernel/errors.ts';
import type { Log } from '#ports/log.ts';

export type Channel = 'inbox' | 'outbox';

export interface Listener {
  /** Calls `wake` after each notification and after each reconnection. Returns how to stop. */
  listen(channel: Channel, wake: () => void): () => void;
  /** Wakes whoever listens, as a notification would. */
  wakeAll(): void;
  close(): Promise<void>;
}

const CHANNELS: readonly Channel[] = ['inbox', 'outbox'];
const LONGEST_PAUSE_MS = 5000;

/** Connects in the background and again whenever the connection is lost. */
export function createListener(url: string, log: Log): Listener {
  const wakers: Record<Channel, Set<() => void>> = { inbox: new Set(), outbox: new Set() };
  const closing = new AbortController();
  let current: Client | null = null;
  const running = keepListening();

  return {
    listen(channel, wake) {
      wakers[channel].add(wake);
      return () => void wakers[channel].delete(wake);
    },
    wakeAll: () => wake(CHANNELS),
    async close() {
      closing.abort();
      await current?.end().catch(() => undefined);
      await running;
    },
  };

  async function keepListening(): Promise<void> {
    for (let failures = 0; !closing.signal.aborted; failures += 1) {
      try {
        await listenOnce(() => (failures = 0));
      } catch (error) {
        if (failures === 0) log.warn('the connection for notifications was lost', { error: messageOf(error) });
      }
      if (!closing.signal.aborted) await pause(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** failures));
    }
  }

  async function listenOnce(onReady: () => void): Promise<void> {
    const client = new Client({ connectionString: url, application_name: 'signalbox-listen', keepAlive: true });
    const ended = new Promise<void>((resolve) => {
      client.on('error', () => undefined); // 'end' follows
      client.once('end', resolve);
    });
    current = client;
    try {
      await client.connect();
      client.on('notification', ({ channel }) => wake(CHANNELS.filter((name) => name === channel)));
      for (const channel of CHANNELS) await client.query(`LISTEN ${channel}`);
      onReady();
      wake(CHANNELS);
      await ended;
    } finally {
      current = null;
      await client.end().catch(() => undefined);
    }
  }

  function wake(channels: readonly Channel[]): void {
    for (const channel of channels) for (const wakeOne of wakers[channel]) wakeOne();
  }

  async function pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: closing.signal }).catch(() => undefined);
  }
}
