// One connection of Socket Mode. Reconnecting is ours, because the SDK's own gives up on some failures with an unhandled
// rejection and waits for seconds after a planned disconnect. So is the goodbye: what came in is answered before it.
import { setTimeout as sleep } from 'node:timers/promises';
import { SocketModeReceiver } from '@slack/bolt';
import { z } from 'zod';
import { Fault, messageOf } from '#kernel/errors.ts';
import type { Log } from '#ports/log.ts';
import { webClientOptions } from './client.ts';
import { slackFault } from './errors.ts';
import { sdkLogger } from './sdk-log.ts';

const HELLO_MS = 10_000;
/** How long Slack may take to agree that a connection ends. */
const GOODBYE_MS = 1_000;
/** Slack waits no longer for an answer. */
const ANSWERS_MS = 3_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;
/** Slack takes connections on and sends them away again when there are too many. */
const STOOD_MS = 5_000;

const Goodbye = z.object({ type: z.literal('disconnect') });

export type SocketState =
  | { readonly kind: 'connecting' | 'connected' }
  | { readonly kind: 'failing'; readonly because: string };

export interface SocketLink {
  readonly receiver: SocketModeReceiver;
  state(): SocketState;
  start(): void;
  /** Resolves when the connection has ended, or has been given up on. */
  stop(): Promise<void>;
}

export interface SocketLinkDeps {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly log: Log;
}

export function createSocketLink({ appToken, apiUrl, log }: SocketLinkDeps): SocketLink {
  const stopping = new AbortController();
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    logger: sdkLogger(log),
    installerOptions: { clientOptions: webClientOptions({ apiUrl, log }) },
  });
  const { client } = receiver;
  answerBeforeGoodbye(client);
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
      const began = performance.now();
      try {
        await connectOnce();
        failures = performance.now() - began < STOOD_MS ? failures + 1 : 0;
        state = { kind: 'connecting' };
      } catch (error) {
        failures += 1;
        const fault = slackFault(error ?? new Error('closed before it was open'), 'apps.connections.open');
        if (state.kind !== 'failing') log.warn('no socket to Slack', { error: fault });
        state = { kind: 'failing', because: messageOf(fault) };
      }
      if (failures > 0) await pause(Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS));
    }
  }

  async function pause(planned: number): Promise<void> {
    const wait = planned * (0.5 + Math.random() / 2);
    // The only way this rejects is `stop`.
    await sleep(wait, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
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

/**
 * The SDK hangs up the moment Slack asks for it, and an answer that is still to be given could not be sent any more. So
 * the request reaches it when all that came in is answered, or nobody waits for the answer any longer.
 */
function answerBeforeGoodbye(client: SocketModeReceiver['client']): void {
  const unanswered = new Set<unknown>();
  const idle = new Set<() => void>();
  client.on('slack_event', ({ envelope_id: id }: { readonly envelope_id: unknown }) => unanswered.add(id));
  client.on('outgoing_message', ({ envelope_id: id }: { readonly envelope_id: unknown }) => {
    unanswered.delete(id);
    // It is announced before it is sent.
    if (unanswered.size === 0) for (const done of idle) queueMicrotask(done);
  });
  client.on('disconnected', () => unanswered.clear());
  const handle = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (...message: [unknown, ...unknown[]]) => {
    function pass(): void {
      for (const listener of handle) listener.apply(client, message);
    }
    if (unanswered.size === 0 || !isGoodbye(message[0])) return pass();
    const timer = setTimeout(end, ANSWERS_MS);
    idle.add(end);
    function end(): void {
      clearTimeout(timer);
      idle.delete(end);
      pass();
    }
  });
}

function isGoodbye(data: unknown): boolean {
  if (typeof data !== 'string' || !data.includes('"disconnect"')) return false;
  try {
    return Goodbye.safeParse(JSON.parse(data)).success;
  } catch {
    return false; // the SDK says what it thinks of such a message
  }
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
