// Hands a call on to the control API of Slack, HubSpot or Salesforce: what they do is written once, where they are.
import { Fault, messageOf } from '#kernel/errors.ts';
import { escapeTyped, unescapedTyped } from '#sandbox/slack/people/typed-text.ts';
import type { Declared } from '../manifest.ts';
import type { Outside } from '../outside.ts';

export const SERVERS = ['slack', 'hubspot', 'salesforce'] as const;
export type ServerName = (typeof SERVERS)[number];

export interface HandedOn {
  readonly server: ServerName;
  readonly method: string;
  /** Below the server's own `/_sandbox/`, with its query. */
  readonly path: string;
  readonly body: unknown;
}

export interface ServerAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Longer than Slack gives an app, and than an act that waits for several answers takes. */
const PATIENCE_MS = 20_000;

/** Answers as the server does, its error as a sentence. Throws Fault `unavailable` where it does not answer. */
export async function handOn(outside: Outside, declared: Declared, call: HandedOn): Promise<ServerAnswer> {
  const { server, method, path } = call;
  const isCommand = server === 'slack' && path === 'command';
  const body = isCommand ? asSlackSends(outside, declared, call.body) : call.body;
  try {
    const answer = await fetch(`${outside[server].url}/_sandbox/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
    });
    const said: unknown = await answer.json();
    return answer.ok
      ? { status: 200, body: said }
      : { status: errorStatus(answer.status), body: { error: sentence(said) } };
  } catch (error) {
    throw new Fault('unavailable', `The sandbox's ${server} does not answer: ${messageOf(error)}`, { cause: error });
  }
}

/** The calls of one server with their sentences, as it lists them itself. */
export async function callsOf(
  outside: Outside,
  declared: Declared,
  server: ServerName,
): Promise<Record<string, string>> {
  const { status, body } = await handOn(outside, declared, { server, method: 'GET', path: '', body: null });
  if (status !== 200 || typeof body !== 'object' || body === null) return {};
  const calls = Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(calls.map(([call, about]) => [call.replace('/_sandbox/', `/_sandbox/${server}/`), about]));
}

/** Whoever types a command types names; whether the app gets ids in their place says its manifest. */
function asSlackSends({ slack }: Outside, { escaping }: Declared, body: unknown): unknown {
  const { command, text } = (body ?? {}) as { command?: unknown; text?: unknown };
  if (typeof command !== 'string' || typeof text !== 'string') return body;
  const send = escaping.has(command) ? escapeTyped : unescapedTyped;
  return { ...(body as object), text: send(text, slack.workspace) };
}

function errorStatus(status: number): number {
  return [400, 403, 404, 409].includes(status) ? status : 409;
}

function sentence(said: unknown): string {
  const { error, message } = (said ?? {}) as { error?: unknown; message?: unknown };
  if (typeof error === 'string') return error;
  return typeof message === 'string' ? message : JSON.stringify(said);
}
