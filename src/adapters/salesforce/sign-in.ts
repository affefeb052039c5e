// Opens sessions: one token request at a time, by client credentials or a signed JWT. Knows nothing of records.
import { createSign } from 'node:crypto';
import { z } from 'zod';
import { statusFault } from '#adapters/http/faults.ts';
import type { HttpPolicy } from '#adapters/http/policy.ts';
import { Fault, messageOf } from '#kernel/errors.ts';
import type { SalesforceSettings } from './settings.ts';

export interface Session {
  readonly accessToken: string;
  readonly instanceUrl: string;
  readonly userId: string;
  readonly organizationId: string;
}

export interface SignIn {
  /** The open session, or a new one. Throws Fault `unauthorized` with Salesforce's words when it refuses. */
  session(): Promise<Session>;
  /** A session other than the one that has expired. */
  renew(expired: Session): Promise<Session>;
  /** The session if one was ever opened. */
  known(): Session | null;
}

const Token = z.object({
  access_token: z.string().min(1),
  instance_url: z.url(),
  id: z.string().regex(/\/id\/\w{15,18}\/\w{15,18}$/),
});
const Refusal = z.object({ error: z.string(), error_description: z.string().optional() });

const JWT_LIFE_S = 180;

export function createSignIn(settings: SalesforceSettings, policy: HttpPolicy): SignIn {
  let open: Session | null = null;
  let opening: Promise<Session> | null = null;

  // Many calls find the session expired at once; one of them asks for a token, the others wait for it.
  function start(): Promise<Session> {
    opening ??= policy
      .run({ kind: 'authorize', effect: 'idempotent', urgency: 'claim' }, (signal) => askToken(settings, signal))
      .then((session) => (open = session))
      .finally(() => (opening = null));
    return opening;
  }

  return {
    session: () => (open === null ? start() : Promise.resolve(open)),
    renew: (expired) => (open === null || open.accessToken === expired.accessToken ? start() : Promise.resolve(open)),
    known: () => open,
  };
}

async function askToken(settings: SalesforceSettings, signal: AbortSignal): Promise<Session> {
  const url = new URL('/services/oauth2/token', settings.loginUrl);
  const answer = await fetch(url, { method: 'POST', body: tokenForm(settings), signal });
  const body: unknown = await answer.json().catch((cause: unknown) => {
    throw statusFault(answer.ok ? 502 : answer.status, {
      effect: 'idempotent',
      message: 'Salesforce answered the sign-in with something that is not JSON',
      cause,
    });
  });
  if (!answer.ok) throw refusedSignIn(answer.status, body);
  const token = Token.safeParse(body);
  if (!token.success) throw new Fault('unavailable', `unreadable answer to the sign-in: ${token.error.message}`);
  const [organizationId = '', userId = ''] = token.data.id.split('/').slice(-2);
  return {
    accessToken: token.data.access_token,
    instanceUrl: new URL(token.data.instance_url).origin,
    userId,
    organizationId,
  };
}

function refusedSignIn(status: number, body: unknown): Fault {
  const refusal = Refusal.safeParse(body);
  const words = refusal.success
    ? `${refusal.data.error_description ?? ''} (${refusal.data.error})`.trim()
    : `status ${status}`;
  if (status >= 500 || status === 429) {
    return statusFault(status, { effect: 'idempotent', message: `Salesforce cannot sign us in now: ${words}` });
  }
  return new Fault('unauthorized', `Salesforce refuses our credentials: ${words}`);
}

function tokenForm({ clientId, grant, loginUrl }: SalesforceSettings): URLSearchParams {
  switch (grant.kind) {
    case 'client_credentials':
      return new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: grant.clientSecret,
      });
    case 'jwt':
      return new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: signJwt({ iss: clientId, sub: grant.username, aud: new URL(loginUrl).origin }, grant.privateKey),
      });
  }
}

/** Throws Fault `not_configured` when the key cannot sign. */
function signJwt(
  claims: { readonly iss: string; readonly sub: string; readonly aud: string },
  privateKey: string,
): string {
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
  // Wall-clock time, not the clock port: Salesforce compares it with its own.
  const exp = Math.floor(Date.now() / 1000) + JWT_LIFE_S;
  const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ ...claims, exp })}`;
  try {
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey).toString('base64url')}`;
  } catch (cause) {
    throw new Fault('not_configured', `the Salesforce private key cannot sign: ${messageOf(cause)}`, { cause });
  }
}
