// A bare client of the sandbox for its own tests: signs in and sends what it is told, without any library's manners.
import type { SalesforceSandbox } from '#sandbox/salesforce/server.ts';

export interface Answer {
  readonly status: number;
  readonly body: any; // oxlint-disable-line typescript/no-explicit-any -- a test reads whatever the API answers
  readonly headers: Headers;
}

export interface Client {
  send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  query(soql: string, resource?: 'query' | 'queryAll'): Promise<Answer>;
}

/** Asks for a token with this form. */
export async function askToken(sandbox: SalesforceSandbox, form: Readonly<Record<string, string>>): Promise<Answer> {
  const answer = await fetch(`${sandbox.loginUrl}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return { status: answer.status, body: await answer.json(), headers: answer.headers };
}

/** Signs in as the integration user. */
export async function signIn(sandbox: SalesforceSandbox): Promise<Client> {
  const { body } = await askToken(sandbox, {
    grant_type: 'client_credentials',
    client_id: sandbox.app.clientId,
    client_secret: sandbox.app.clientSecret,
  });
  const token = String(body.access_token);
  async function send(
    method: string,
    path: string,
    payload?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const url = path.startsWith('/services/') ? path : `/services/data/v67.0${path}`;
    const answer = await fetch(sandbox.url + url, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(payload === undefined ? {} : { body: JSON.stringify(payload) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : JSON.parse(text), headers: answer.headers };
  }
  return {
    send,
    query: (soql, resource = 'query') => send('GET', `/${resource}?q=${encodeURIComponent(soql)}`),
  };
}

/** A clock that a test moves. */
export function movingClock(start = '2026-11-22T08:00:00.000Z'): { now(): Date; advance(ms: number): void } {
  let at = Date.parse(start);
  return {
    now: () => new Date(at),
    advance(ms) {
      at += ms;
    },
  };
}
