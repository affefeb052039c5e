// Slack's signed requests over HTTP: our server hands them over with their raw body, Bolt verifies and dispatches them.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import type { Log } from '#ports/log.ts';
import { sdkLogger } from './sdk-log.ts';

/** Bolt refuses older timestamps but takes any from the future, which could then be replayed for as long. */
const AHEAD_MS = 5 * 60_000;
const FORM = 'application/x-www-form-urlencoded';

export const SLACK_EVENTS_PATH = '/slack/events';

export interface HttpInbound {
  readonly receiver: HTTPReceiver;
  /** Answers the request. The body has been read and its size checked. */
  readonly handle: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;
}

export function createHttpInbound(signingSecret: string, log: Log): HttpInbound {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: SLACK_EVENTS_PATH,
    logger: sdkLogger(log),
    unhandledRequestHandler: ({ response }) => {
      log.warn('no listener acknowledged a Slack request in time');
      if (!response.headersSent) response.writeHead(404).end();
    },
  });

  function handle(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    response.once('finish', () => {
      if (response.statusCode === 401) log.warn('a request to the Slack route was refused: signature or timestamp');
    });
    const sent = Number(request.headers['x-slack-request-timestamp']) * 1000;
    // A signature's age is a matter of real time, whatever clock business sees.
    if (sent > Date.now() + AHEAD_MS) {
      response.writeHead(401).end();
      return;
    }
    const type = request.headers['content-type'];
    // Bolt reads forms only under their bare name; some proxies add a charset.
    if (type?.toLowerCase().startsWith(`${FORM};`)) request.headers['content-type'] = FORM;
    receiver.requestListener(Object.assign(request, { rawBody: body }), response);
  }

  return { receiver, handle };
}
