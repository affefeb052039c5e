import { createSign, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSalesforceSandbox } from '#sandbox/salesforce/server.ts';
import type { SalesforceSandbox } from '#sandbox/salesforce/server.ts';
import { askToken, movingClock, signIn } from './client.ts';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const strangerKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const clientCredentials = { grant_type: 'client_credentials', client_id: 'app', client_secret: 'secret' };

let sandbox: SalesforceSandbox;
beforeAll(async () => {
  sandbox = await startSalesforceSandbox({
    clock: movingClock(),
    app: {
      clientId: 'app',
      clientSecret: 'secret',
      publicKey: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      preAuthorized: ['ana@acme.test'],
    },
  });
});
afterAll(() => sandbox.close());

function assertion(claims: Readonly<Record<string, unknown>>, key = keys.privateKey): string {
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const standard = {
    iss: 'app',
    sub: 'ana@acme.test',
    aud: sandbox.loginUrl,
    exp: Math.floor(Date.now() / 1000) + 120,
  };
  const text = `${encode({ alg: 'RS256' })}.${encode({ ...standard, ...claims })}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key).toString('base64url')}`;
}

function askWithJwt(token: string) {
  return askToken(sandbox, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: token });
}

describe('signing in', () => {
  it('opens a session for client credentials and names the instance and identity', async () => {
    const { status, body } = await askToken(sandbox, clientCredentials);
    expect(status).toBe(200);
    expect(body).toMatchObject({ instance_url: sandbox.url, token_type: 'Bearer' });
    const identity = await fetch(String(body.id), {
      headers: { authorization: `Bearer ${String(body.access_token)}` },
    });
    expect(await identity.json()).toMatchObject({
      organization_id: sandbox.organizationId,
      username: 'signalbox@acme.test',
    });
  });

  it.each([
    { when: 'the secret is wrong', form: { ...clientCredentials, client_secret: 'no' }, error: 'invalid_client' },
    { when: 'the client is unknown', form: { ...clientCredentials, client_id: 'no' }, error: 'invalid_client_id' },
    { when: 'the grant is unknown', form: { grant_type: 'password' }, error: 'unsupported_grant_type' },
  ])('refuses when $when', async ({ form, error }) => {
    const answer = await askToken(sandbox, form);
    expect(answer).toMatchObject({ status: 400, body: { error } });
  });

  it('opens a session for a person whose JWT is signed and who was pre-authorised', async () => {
    const { status, body } = await askWithJwt(assertion({}));
    expect(status).toBe(200);
    expect(body.id).toContain(sandbox.ownerId('ana@acme.test'));
  });

  it.each([
    {
      when: 'the signature is a stranger’s',
      token: () => assertion({}, strangerKeys.privateKey),
      words: 'invalid assertion',
    },
    { when: 'it is no JWT', token: () => 'nonsense', words: 'invalid assertion' },
    { when: 'it has expired', token: () => assertion({ exp: 1 }), words: 'expired authorization code' },
    {
      when: 'it is for another host',
      token: () => assertion({ aud: 'https://evil.test' }),
      words: 'audience is invalid',
    },
    {
      when: 'the person was not pre-authorised',
      token: () => assertion({ sub: 'bo@acme.test' }),
      words: "user hasn't approved this consumer",
    },
  ])('refuses a JWT when $when', async ({ token, words }) => {
    expect(await askWithJwt(token())).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: words },
    });
  });

  it('answers 401 with an error array once the session has expired', async () => {
    const client = await signIn(sandbox);
    sandbox.expireSessions();
    expect(await client.query('SELECT Id FROM Lead')).toMatchObject({
      status: 401,
      body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
    });
  });
});
