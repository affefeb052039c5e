// The token endpoint: client credentials and the signed-JWT grant, with Salesforce's refusals, and the sessions that
// they open. Knows nothing of records.
import { createVerify, randomBytes } from 'node:crypto';
import type { Row } from './fields.ts';
import type { Org } from './org.ts';
import { table } from './org.ts';

export interface ConnectedApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Username that client credentials run as; null: the flow is not enabled. */
  readonly runAs: string | null;
  /** PEM of the certificate's public key for the JWT grant; null: none uploaded. */
  readonly publicKey: string | null;
  /** Usernames that an admin has pre-authorised for the JWT grant. */
  readonly preAuthorized: readonly string[];
}

export interface TokenAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Open sessions: token -> user id. */
export type Sessions = Map<string, string>;

interface TokenRequest {
  readonly form: URLSearchParams;
  readonly url: string;
  readonly org: Org;
  readonly app: ConnectedApp;
  readonly sessions: Sessions;
}

/** Answers POST /services/oauth2/token. */
export function answerToken(request: TokenRequest): TokenAnswer {
  switch (request.form.get('grant_type')) {
    case 'client_credentials':
      return clientCredentials(request);
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      return jwtBearer(request);
    case null:
    default:
      return refused('unsupported_grant_type', 'grant type not supported');
  }
}

function clientCredentials(request: TokenRequest): TokenAnswer {
  const { form, app, org } = request;
  if (form.get('client_id') !== app.clientId) return refused('invalid_client_id', 'client identifier invalid');
  if (form.get('client_secret') !== app.clientSecret) return refused('invalid_client', 'invalid client credentials');
  if (app.runAs === null) return refused('invalid_grant', 'no client credentials user enabled');
  const user = findUser(org, app.runAs);
  return user === undefined ? refused('invalid_grant', 'no client credentials user enabled') : opened(request, user);
}

function jwtBearer(request: TokenRequest): TokenAnswer {
  const { form, app, org, url } = request;
  const [header, payload, signature, ...rest] = (form.get('assertion') ?? '').split('.');
  if (!header || !payload || !signature || rest.length > 0) return refused('invalid_grant', 'invalid assertion');
  const claims = readClaims(payload);
  if (claims === null) return refused('invalid_grant', 'invalid assertion');
  if (claims['iss'] !== app.clientId) return refused('invalid_client_id', 'client identifier invalid');
  if (!isSigned(app.publicKey, `${header}.${payload}`, signature)) return refused('invalid_grant', 'invalid assertion');
  // Wall-clock time on purpose: an assertion's life is a matter of the protocol, not of the business.
  const left = Number(claims['exp']) - Date.now() / 1000;
  if (!(left > 0 && left <= 305)) return refused('invalid_grant', 'expired authorization code');
  if (claims['aud'] !== url && claims['aud'] !== 'https://login.salesforce.com') {
    return refused('invalid_grant', 'audience is invalid');
  }
  const username = String(claims['sub']);
  const user = findUser(org, username);
  if (user === undefined || !app.preAuthorized.includes(username)) {
    return refused('invalid_grant', "user hasn't approved this consumer");
  }
  return opened(request, user);
}

function readClaims(payload: string): Record<string, unknown> | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? { ...claims } : null;
  } catch {
    return null;
  }
}

function isSigned(publicKey: string | null, text: string, signature: string): boolean {
  if (publicKey === null) return false;
  return createVerify('RSA-SHA256').update(text).verify(publicKey, Buffer.from(signature, 'base64url'));
}

function findUser(org: Org, username: string): Row | undefined {
  return [...table(org, 'User').values()].find((user) => user['Username'] === username && user['IsActive'] === true);
}

function opened({ org, sessions, url }: TokenRequest, user: Row): TokenAnswer {
  const userId = String(user['Id']);
  const token = `${org.id.slice(0, 15)}!${randomBytes(24).toString('base64url')}`;
  sessions.set(token, userId);
  const body = {
    access_token: token,
    instance_url: url,
    id: `${url}/id/${org.id}/${userId}`,
    token_type: 'Bearer',
    scope: 'api id',
    issued_at: String(Date.now()),
  };
  return { status: 200, body };
}

function refused(error: string, description: string): TokenAnswer {
  return { status: 400, body: { error, error_description: description } };
}
