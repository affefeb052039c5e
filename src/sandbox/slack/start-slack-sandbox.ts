// A Slack workspace on loopback over Slack's own protocols. Composes the parts; holds no rule of its own.
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LIMITS } from '#blockkit/limits.ts';
import { createDeliver } from './delivery/deliver.ts';
import { createHttpTransport } from './delivery/http-transport.ts';
import { createSocketMode } from './delivery/socket-mode.ts';
import { forwardEvents } from './delivery/events.ts';
import { FEWEST_ATTEMPTS, createSubscriptions } from './delivery/subscriptions.ts';
import type { Transport } from './delivery/transport.ts';
import { createFaults } from './faults.ts';
import { createRequestListener } from './http/routes.ts';
import type { Scene } from './people/scene.ts';
import type { SlackSandbox } from './slack-sandbox.ts';
import { createRateLimits } from './web-api/rate-limits.ts';
import { createWorkspace } from './workspace.ts';
import { postWhenDue } from './world/scheduled.ts';
import { DEFAULT_SUBSCRIPTIONS } from './world/options.ts';
import type { SlackSandboxOptions } from './world/options.ts';
import { createResponseUrls } from './world/response-urls.ts';
import { putBack, touchedBy } from './world/touched.ts';
import { restoreSlack, saveSlack } from './world/saved-world.ts';
import { seedWorld } from './world/seed.ts';
import { createTriggers } from './world/triggers.ts';
import type { Json } from './world/wire.ts';

const REDELIVERY_MS: readonly number[] = [0, 60_000, 300_000];

/** Listens on 127.0.0.1 and a free port unless told otherwise. Rejects if the port is taken. */
export async function startSlackSandbox(options: SlackSandboxOptions = {}): Promise<SlackSandbox> {
  const world = seedWorld(options);
  const faults = createFaults();
  const triggers = createTriggers();
  const responseUrls = createResponseUrls(world);
  const closing = new AbortController();
  const ackDeadlineMs = options.ackDeadlineMs ?? LIMITS.interaction.ackMs;
  const server = createServer();
  const url = await listen(server, options);
  const sockets = createSocketMode({ server, appId: world.identity.appId, ackDeadlineMs });
  const { signingSecret } = world.identity;
  let requestUrl = options.requestUrl;

  const transport: Transport = {
    send: (delivery) => {
      if (sockets.connections() > 0 || requestUrl === undefined) return sockets.send(delivery);
      return createHttpTransport({ requestUrl, signingSecret, ackDeadlineMs }).send(delivery);
    },
  };
  const redeliveryDelaysMs = options.redeliveryDelaysMs ?? REDELIVERY_MS;
  const subscriptions = createSubscriptions({
    world,
    events: options.subscriptions ?? DEFAULT_SUBSCRIPTIONS,
    fewestAttempts: options.fewestAttempts ?? FEWEST_ATTEMPTS,
  });
  const sending = { world, faults, transport, subscriptions, redeliveryDelaysMs, closing: closing.signal };
  const deliver = createDeliver(sending);
  const scene: Scene = { world, deliver, triggers, responseUrls, url, chosenInMessages: new Map() };
  forwardEvents({ world, deliver, unfurlDomains: options.unfurlDomains ?? [] });
  const stopPosting = postWhenDue(world);
  const rateLimits = createRateLimits(options.rateLimits ?? 'slack');

  const sandbox: SlackSandbox = {
    url,
    apiUrl: `${url}/api/`,
    botToken: world.identity.botToken,
    appToken: options.appToken ?? 'xapp-sandbox',
    signingSecret,
    workspace: createWorkspace(scene),
    faults,
    rateLimits,
    subscriptions,
    requestUrl: () => requestUrl,
    setRequestUrl: (next) => {
      requestUrl = next;
    },
    verifyRequestUrl: async () => {
      const challenge = world.mintId('challenge');
      const payload = { token: 'sandbox-verification-token', challenge, type: 'url_verification' };
      const ack = await transport.send({ kind: 'events_api', payload });
      return ack.kind === 'acknowledged' && (ack.body as { challenge?: string } | undefined)?.challenge === challenge;
    },
    socketConnections: sockets.connections,
    refreshSockets: sockets.refresh,
    idle: deliver.idle,
    save: () => saveSlack(world, scene.chosenInMessages),
    restore: (saved) => restoreSlack(world, scene.chosenInMessages, saved),
    onTouch: (listener) => sandbox.workspace.onChange((change) => touchedBy(world, change).forEach(listener)),
    putBack: (puts) => putBack(world, puts),
    close: async () => {
      closing.abort();
      stopPosting();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const calls = {
    world,
    triggers,
    url,
    faults,
    rateLimits,
    openSocketLink: sockets.openLink,
    tellApp: (event: Json) => void deliver.event(event),
    fileProcessingMs: options.fileProcessingMs ?? 300,
    closing: closing.signal,
  };
  server.on('request', createRequestListener({ world, faults, responseUrls, calls, sandbox }));
  return sandbox;
}

function listen(server: Server, { host = '127.0.0.1', port = 0 }: SlackSandboxOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(`http://${host}:${(server.address() as AddressInfo).port}`);
    });
  });
}
