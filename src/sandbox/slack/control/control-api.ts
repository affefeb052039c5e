// The HTTP control API under /_sandbox/: the workspace for a driver in another process. GET /_sandbox/ lists it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import { readBody, readJson, sendJson } from '../http/request.ts';
import type { SlackSandbox } from '../slack-sandbox.ts';
import { ACTIONS } from './actions.ts';
import { stateOf } from './state.ts';

const READS: Readonly<Record<string, string>> = {
  '': 'This list',
  state:
    'Everything there is to see: team, app, users, groups, channels with their messages and whom they ping, private notes, ' +
    'modals, Home tabs, what people chose and have read, files, scheduled messages, tokens, subscriptions, limits, faults',
  changes: 'What changed, oldest first: ?after=SEQ',
};

/** Answers 200 `{ result }`, 400 for arguments that cannot be right, 404 for what is not there, 403 and 409 for what may not be. */
export async function handleControl(
  sandbox: SlackSandbox,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    // Drivers are programs; a browser names where a page comes from, and no page may drive a workspace past the sandbox's own.
    if (request.headers.origin !== undefined) throw new Fault('forbidden', 'The control API is not for web pages.');
    const body = readJson(await readBody(request));
    const action = Object.hasOwn(ACTIONS, path) ? ACTIONS[path] : undefined;
    if (request.method === 'POST' && action) {
      return sendJson(response, 200, { result: (await action.run(sandbox, body)) ?? null });
    }
    if (request.method === 'GET' && Object.hasOwn(READS, path))
      return sendJson(response, 200, read(sandbox, path, request));
    sendJson(response, 404, { error: `There is no ${request.method ?? ''} /_sandbox/${path}; see GET /_sandbox/.` });
  } catch (error) {
    if (error instanceof z.ZodError) return sendJson(response, 400, { error: z.prettifyError(error) });
    if (!(error instanceof Fault)) throw error;
    const status = { not_found: 404, forbidden: 403, refused: 409 }[error.code as string] ?? 400;
    sendJson(response, status, { error: error.message });
  }
}

function read(sandbox: SlackSandbox, path: string, request: IncomingMessage): unknown {
  if (path === 'state') return stateOf(sandbox);
  if (path === 'changes') {
    const after = new URL(request.url ?? '/', sandbox.url).searchParams.get('after');
    return { changes: sandbox.workspace.changes(Number(after ?? 0)) };
  }
  const writes = Object.entries(ACTIONS).map(([name, { about }]) => [`POST /_sandbox/${name}`, about]);
  const reads = Object.entries(READS).map(([name, about]) => [`GET /_sandbox/${name}`, about]);
  return Object.fromEntries([...reads, ...writes]);
}
