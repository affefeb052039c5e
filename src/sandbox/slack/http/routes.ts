// Which part of the sandbox answers a request: Web API, response_urls, file bytes, control API.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Fault, messageOf } from '#kernel/errors.ts';
import { handleControl } from '../control/control-api.ts';
import type { Faults } from '../faults.ts';
import type { SlackSandbox } from '../slack-sandbox.ts';
import { storeUpload } from '../web-api/files.ts';
import { handleCall } from '../web-api/handle-call.ts';
import type { HandleCallDeps } from '../web-api/handle-call.ts';
import { findChannel, namesOf } from '../world/conversations.ts';
import { imageType } from '../world/image-type.ts';
import type { ResponseUrls } from '../world/response-urls.ts';
import type { World } from '../world/world.ts';
import { readBody, readFileBytes, sendJson, sendText } from './request.ts';
import { suffer } from './suffer.ts';

export interface RouteDeps {
  readonly world: World;
  readonly faults: Faults;
  readonly responseUrls: ResponseUrls;
  readonly calls: HandleCallDeps;
  readonly sandbox: SlackSandbox;
}

export function createRequestListener(deps: RouteDeps): RequestListener {
  return (request, response) => {
    route(deps, request, response).catch((error: unknown) => {
      const status = error instanceof Fault && error.code === 'invalid_input' ? 400 : 500;
      if (response.headersSent) response.destroy();
      else sendJson(response, status, { ok: false, error: 'internal_error', message: messageOf(error) });
    });
  };
}

async function route(deps: RouteDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', deps.sandbox.url);
  const [, area = '', ...rest] = pathname.split('/');
  if (area === 'api') return handleCall(deps.calls, rest.join('/'), request, response);
  if (area === 'actions' || area === 'commands') return respond(deps, pathname, request, response);
  if (area === 'upload') return upload(deps, rest.at(-1) ?? '', request, response);
  if (area === 'files') return download(deps, rest[0] ?? '', response);
  if (area === '_sandbox') return handleControl(deps.sandbox, rest.join('/'), request, response);
  sendJson(response, 404, { ok: false, error: 'not_found' });
}

async function respond(
  deps: RouteDeps,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bytes = await readBody(request);
  const channel = findChannel(deps.world, deps.responseUrls.channelOf(path) ?? '');
  const remaining = await suffer(response, deps.faults.takeForCall('response_url', namesOf(channel)));
  if (remaining === 'nothing') return;
  const answer = deps.responseUrls.use(path, bytes);
  if (remaining === 'work_unanswered') response.destroy();
  else sendText(response, answer.status, answer.body);
}

async function upload(deps: RouteDeps, id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const bytes = await readFileBytes(request, await readBody(request));
  const remaining = await suffer(response, deps.faults.takeForCall('upload', []));
  if (remaining === 'nothing') return;
  const stored = storeUpload(deps.world, id, bytes);
  if (remaining === 'work_unanswered') response.destroy();
  else if (stored) sendText(response, 200, `OK - ${bytes.length}`);
  else sendText(response, 400, 'upload_failed');
}

function download(deps: RouteDeps, id: string, response: ServerResponse): void {
  const file = deps.world.files.get(id);
  if (!file?.bytes || !file.processed) return sendText(response, 404, 'file_not_found');
  const type = imageType(file.bytes) ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'x-content-type-options': 'nosniff' });
  response.end(file.bytes);
}
