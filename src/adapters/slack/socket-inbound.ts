// Socket Mode: keeps two connections to Slack, which sends each payload to one of them. So while Slack recycles one, the
// other goes on.
import type { App, Receiver } from '@slack/bolt';
import type { Log } from '#ports/log.ts';
import { createSocketLink } from './socket-link.ts';
import type { SocketState } from './socket-link.ts';

/** Slack allows ten an app, over all of its processes: apps of up to five processes are within that. */
const CONNECTIONS = 2;

export interface SocketInbound {
  readonly receiver: Receiver;
  /** Connected while one of the connections is. */
  state(): SocketState;
  start(): void;
  /** Resolves when all connections have ended, or have been given up on. */
  stop(): Promise<void>;
}

export interface SocketInboundDeps {
  readonly appToken: string;
  readonly apiUrl: string;
  readonly log: Log;
}

export function createSocketInbound(deps: SocketInboundDeps): SocketInbound {
  const links = Array.from({ length: CONNECTIONS }, (_, index) =>
    createSocketLink({ ...deps, log: deps.log.with({ connection: index + 1 }) }),
  );
  async function stop(): Promise<void> {
    await Promise.all(links.map((link) => link.stop()));
  }
  function start(): void {
    for (const link of links) link.start();
  }
  return {
    receiver: {
      init(app: App) {
        for (const { receiver } of links) receiver.init(app);
      },
      start: () => Promise.resolve(start()),
      stop,
    },
    state() {
      const states = links.map((link) => link.state());
      const of = (kind: SocketState['kind']): SocketState | undefined => states.find((state) => state.kind === kind);
      return of('connected') ?? of('failing') ?? { kind: 'connecting' };
    },
    start,
    stop,
  };
}
