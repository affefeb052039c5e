import type { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { clientFor, refusal, startAcme } from './acme-workspace.ts';

let slack: SlackSandbox;
let client: WebClient;
const general = () => slack.workspace.channel('#general').id;

beforeAll(async () => {
  slack = await startAcme();
  client = clientFor(slack);
});
afterAll(() => slack.close());

describe('tokens and scopes', () => {
  it('tell who the bot is and what it may do', async () => {
    const { user_id, team_id, response_metadata } = await client.auth.test();
    expect(user_id).toMatch(/^U/u);
    expect(team_id).toMatch(/^T/u);
    expect(response_metadata?.scopes).toContain('chat:write');
  });

  it.each([
    { when: 'there is no token', token: '', error: 'not_authed' },
    { when: 'the token is unknown', token: 'xoxb-nobody', error: 'invalid_auth' },
    { when: 'it is the wrong kind of token', token: 'xapp-sandbox', error: 'not_allowed_token_type' },
  ])('refuse when $when', async ({ token, error }) => {
    expect(await refusal(clientFor(slack, token).auth.test())).toMatchObject({ ok: false, error });
  });

  it('name the scope that is missing, and those there are', async () => {
    slack.workspace.setScopes(slack.botToken, ['users:read', 'commands']);
    const answer = await refusal(client.chat.postMessage({ channel: general(), text: 'hi' }));
    slack.workspace.setScopes(slack.botToken, [
      'chat:write',
      'chat:write.public',
      'channels:read',
      'channels:history',
      'groups:read',
      'im:write',
      'users:read',
      'users:read.email',
      'usergroups:read',
      'team:read',
      'files:read',
      'files:write',
      'channels:join',
      'reactions:write',
      'links:write',
      'im:history',
    ]);
    expect(answer).toMatchObject({ error: 'missing_scope', needed: 'chat:write', provided: 'users:read,commands' });
  });

  it('stop working when revoked', async () => {
    slack.workspace.setTokenRevoked(slack.botToken, true);
    expect(await refusal(client.auth.test())).toMatchObject({ error: 'token_revoked' });
    slack.workspace.setTokenRevoked(slack.botToken, false);
  });

  it('are given for a code', async () => {
    const answer = await client.oauth.v2.access({
      client_id: '1.1',
      client_secret: 'sandbox-client-secret',
      code: 'x',
    });
    expect(answer).toMatchObject({ access_token: slack.botToken, token_type: 'bot' });
    const wrong = client.oauth.v2.access({ client_id: '1.1', client_secret: 'no', code: 'x' });
    expect(await refusal(wrong)).toMatchObject({ error: 'bad_client_secret' });
  });

  it('are given for a code once, and made good again by who installs the app anew', async () => {
    const install = (code: string) =>
      client.oauth.v2.access({ client_id: '1.1', client_secret: 'sandbox-client-secret', code });
    await client.auth.revoke();
    expect(await refusal(client.auth.test())).toMatchObject({ error: 'token_revoked' });
    await install('anew');
    await client.auth.test();
    expect(await refusal(install('anew'))).toMatchObject({ error: 'code_already_used' });
  });

  it('are not even looked at where a body is no JSON', async () => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${slack.botToken}` };
    const answer = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST', headers, body: '{' });
    expect([answer.status, await answer.json()]).toEqual([200, { ok: false, error: 'invalid_json' }]);
  });

  it('do not help with a method that Slack does not have', async () => {
    expect(await refusal(client.apiCall('chat.shout'))).toMatchObject({ error: 'unknown_method' });
  });
});
