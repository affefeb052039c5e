// Which part of the page's server answers a request: the control API, a file, a landing page, a piece of the
// page, or the page itself.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Fault, messageOf } from '#kernel/errors.ts';
import type { Log } from '#ports/log.ts';
import type { Page } from '../bundle.ts';
import { answerControl } from '../control/answer-control.ts';
import type { Declared } from '../manifest.ts';
import type { Outside } from '../outside.ts';
import { sendBytes, sendError } from './answer.ts';
import { fileBytes } from './files.ts';
import { isOurHost, isOurOrigin } from './guards.ts';
import { landingPage } from './landing-page.ts';
import { shellOf } from './shell.ts';

export interface RequestDeps {
  readonly outside: Outside;
  readonly declared: Declared;
  /** Still being made when the first requests come. */
  readonly page: Promise<Page>;
  readonly port: () => number;
  readonly log: Log;
}

/** Answers every request, whatever goes wrong. */
export async function answerRequest(
  deps: RequestDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    refuseStrangers(request, deps.port());
    await route(deps, request, response);
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    if (!isExpected(error)) deps.log.error('the page could not be answered', { error: messageOf(error) });
    sendError(response, error);
  }
}

/** Throws Fault `forbidden` for a request that neither this page nor a program on this machine would send. */
export function refuseStrangers({ headers, method }: IncomingMessage, port: number): void {
  if (!isOurHost(headers.host, port)) throw new Fault('forbidden', 'The sandbox answers on this machine alone.');
  const looksOnly = method === 'GET' || method === 'HEAD';
  if (!looksOnly && !isOurOrigin(headers)) throw new Fault('forbidden', 'Another site may not act in the sandbox.');
}

async function route(deps: RequestDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { outside, declared } = deps;
  const { pathname } = new URL(request.url ?? '/', 'http://sandbox');
  if (pathname.startsWith('/_sandbox/')) {
    return answerControl(outside, declared, pathname.slice('/_sandbox/'.length), request, response);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new Fault('not_found', `There is no ${request.method ?? ''} ${pathname}.`);
  }
  const [, area, id = ''] = pathname.split('/');
  if (area === 'files') {
    return sendBytes(request, response, 200, fileBytes(outside.slack.workspace.file(id), id));
  }
  if (area === 'pages') return sendBytes(request, response, 200, landingPage(id));
  const page = await deps.page;
  const asset = page.kind === 'made' ? page.assets.get(pathname) : undefined;
  if (asset !== undefined) return sendBytes(request, response, 200, asset);
  if (pathname.includes('.')) throw new Fault('not_found', `There is no ${pathname}.`);
  const { status, bytes } = shellOf(page, request.headers.host ?? '');
  sendBytes(request, response, status, bytes);
}

function isExpected(error: unknown): boolean {
  return error instanceof Error && (error.name === 'ZodError' || (error instanceof Fault && error.code !== 'internal'));
}
