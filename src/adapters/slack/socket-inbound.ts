// Socket Mode: keeps one connection to Slack. Reconnecting is ours, because the SDK's own gives up on some failures with
// an unhandled rejection and waits for seconds after a planned disconnect.
import { setTimeout as sleep } from 'node:timers/promises';
import { SocketModeReceiver } from '@slack/bolt';
import { Fault, messageOf } from '#kernel/errors.ts';
import type { Log } from '#ports/log.ts';
import { webClientOptions } from './client.ts';
import { slackFault } from './errors.ts';
import { sdkLogger } from './sdk-log.ts';

const HELLO_MS = 10_000;
/** How long Slack may take to agree that a connection ends. */
const GOODBYE_MS = 1_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

type SocketState =
  | { readonly kind: 'connecting' | 'connected' }
  | { readonly kind: 'failing'; readonly because: string };

export interface SocketInbound {
  readonly receiver: SocketModeReceiver;
  state(): SocketState;
  start(): void;
  /** Resolves when the connection has ended, or has been given up on. */
  stop(): Promise<void>;
}

export interface SocketInboundDeps {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly log: Log;
}

export function createSocketInbound({ appToken, apiUrl, log }: SocketInboundDeps): SocketInbound {
  const stopping = new AbortController();
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    logger: sdkLogger(log),
    installerOptions: { clientOptions: webClientOptions({ apiUrl, log }) },
  });
  const { client } = receiver;
  let state: SocketState = { kind: 'connecting' };
  let keeping: Promise<void> = Promise.resolve();

  /** Resolves when a connection that stood has ended; throws when none came about. */
  async function connectOnce(): Promise<void> {
    let ended = (): void => undefined;
    const gone = new Promise<void>((resolve) => {
      ended = resolve;
    });
    client.on('disconnected', ended);
    try {
      await within(HELLO_MS, receiver.start());
      if (stopping.signal.aborted) return await receiver.stop();
      state = { kind: 'connected' };
      log.info('connected to Slack over a socket');
      await gone;
    } catch (error) {
      // What opened halfway must not stay behind.
      await receiver.stop();
      throw error;
    } finally {
      client.off('disconnected', ended);
    }
  }

  async function keepConnected(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted;) {
      try {
        await connectOnce();
        failures = 0;
        state = { kind: 'connecting' };
      } catch (error) {
        failures += 1;
        const fault = slackFault(error ?? new Error('closed before it was open'), 'apps.connections.open');
        if (state.kind !== 'failing') log.warn('no socket to Slack', { error: fault });
        state = { kind: 'failing', because: messageOf(fault) };
        const wait = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS) * (0.5 + Math.random() / 2);
        // The only way this rejects is `stop`.
        await sleep(wait, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      }
    }
  }

  return {
    receiver,
    state: () => state,
    start() {
      keeping = keepConnected();
    },
    async stop() {
      stopping.abort();
      await receiver.stop();
      await Promise.race([keeping, sleep(GOODBYE_MS, undefined, { ref: false })]);
    },
  };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const deadline = new AbortController();
  const late = sleep(ms, undefined, { signal: deadline.signal, ref: false }).then(() => {
    throw new Fault('timeout', 'Slack opened a socket and said nothing');
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    deadline.abort();
  }
}
