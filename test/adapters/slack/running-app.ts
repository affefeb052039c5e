// Our Slack app on a sandbox workspace, over HTTP behind our own server or over a socket.
import { createMetrics } from '#adapters/observe/metrics.ts';
import { createSlackApp } from '#adapters/slack/app.ts';
import type { SlackApp } from '#adapters/slack/app.ts';
import { createListenerBook } from '#adapters/slack/listener-book.ts';
import { startServer } from '#adapters/server/server.ts';
import type { Listeners } from '#ports/listeners.ts';
import type { Log, LogFields } from '#ports/log.ts';
import { connected, silent } from './connected.ts';
import type { Connected } from './connected.ts';

export interface RunningApp extends Connected {
  readonly app: SlackApp;
  /** `level message` of each line so far. */
  readonly logged: string[];
  /** Where Slack's requests go; '' over a socket. */
  readonly eventsUrl: string;
  close(): Promise<void>;
}

export async function runningApp(over: 'http' | 'socket', listen: (listeners: Listeners) => void): Promise<RunningApp> {
  const slack = await connected({
    ackDeadlineMs: 2_000,
    redeliveryDelaysMs: [0],
    channels: [{ name: 'leads' }],
    subscriptions: ['app_home_opened', 'app_mention'],
  });
  const { sandbox, client } = slack;
  const logged: string[] = [];
  const book = createListenerBook();
  listen(book.listeners);
  const app = createSlackApp({
    botToken: sandbox.botToken,
    apiUrl: sandbox.apiUrl,
    inbound:
      over === 'http'
        ? { kind: 'http', signingSecret: sandbox.signingSecret }
        : { kind: 'socket', appToken: sandbox.appToken },
    slack: client,
    book,
    log: recording(logged),
    checkEveryMs: 50,
  });
  await app.start();
  const server = app.handle === null ? null : await serve(app.handle);
  if (server !== null) sandbox.setRequestUrl(server.eventsUrl);
  return {
    ...slack,
    app,
    logged,
    eventsUrl: server?.eventsUrl ?? '',
    async close() {
      await server?.close();
      await app.stop(1_000);
      await sandbox.close();
    },
  };
}

async function serve(slack: NonNullable<SlackApp['handle']>): Promise<{ eventsUrl: string; close(): Promise<void> }> {
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    log: silent,
    metrics: createMetrics(),
    publicUrl: null,
    slack,
    api: null,
    hubspot: null,
    salesforce: null,
    receive: (events) => Promise.resolve(events.length),
    checks: {},
  });
  return { eventsUrl: `${server.url}/slack/events`, close: () => server.close(1_000) };
}

function recording(lines: string[]): Log {
  const say =
    (level: string) =>
    (message: string, fields: LogFields = {}) => {
      const { because } = fields;
      if (level !== 'debug') lines.push(`${level} ${message}${typeof because === 'string' ? `: ${because}` : ''}`);
    };
  const log: Log = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error'), with: () => log };
  return log;
}
