import { request } from 'node:http';
import type { IncomingHttpHeaders, RequestOptions } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../slack/eventually.ts';
import { aWeb, post } from './a-web.ts';
import type { AWeb } from './a-web.ts';

let web: AWeb;
beforeAll(async () => {
  web = await aWeb();
});
afterAll(() => web.close());

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** As a browser might be made to, with any header. */
function ask(path: string, { body, ...options }: RequestOptions & { readonly body?: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: web.port, path, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

const SAY = JSON.stringify({ as: 'ana', channel: 'general', text: 'hello' });
const JSON_TYPE = { 'content-type': 'application/json' };

describe('The page’s server', () => {
  it('shows the page at every address that is no file', async () => {
    for (const path of ['/', '/?as=ana&channel=general', '/somewhere/else']) {
      const { status, headers, body } = await ask(path);
      expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/html; charset=utf-8' });
      expect(body).toContain('<div id="page"></div>');
      expect(body).toContain('<script type="module" src="/assets/main-1.js">');
    }
    expect(await ask('/missing.js')).toMatchObject({ status: 404 });
  });

  it('has the landing pages of campaigns, and none of a draft', async () => {
    const { status, headers, body } = await ask('/pages/spring-launch');
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/html; charset=utf-8' });
    expect(body).toContain('<h1>Spring launch</h1>');
    expect(await ask('/pages/spring-launch', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    for (const path of ['/pages/draft-summer', '/pages/', '/pages/%3Cscript%3E']) {
      expect(await ask(path)).toMatchObject({ status: 404 });
    }
  });

  it('lets the page load nothing from elsewhere, nor be framed', async () => {
    const { headers } = await ask('/');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
  });

  it('gives a piece of the page once, compressed', async () => {
    const first = await ask('/assets/main-1.js', { headers: { 'accept-encoding': 'gzip, br' } });
    expect(first).toMatchObject({ status: 200, body: 'br' });
    expect(first.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
    expect(first.headers['cache-control']).toContain('immutable');
    const etag = first.headers.etag ?? '';
    expect(await ask('/assets/main-1.js', { headers: { 'if-none-match': etag } })).toMatchObject({ status: 304 });
    const plain = await ask('/assets/main-1.js', { headers: { 'accept-encoding': 'br;q=0, identity' } });
    expect(plain).toMatchObject({ body: 'script' });
  });

  it.each([
    { when: 'a name that was made to point here', headers: { host: 'evil.test' } },
    { when: 'that name with our port', headers: { host: 'evil.test:PORT' } },
    { when: 'another port', headers: { host: '127.0.0.1:1' } },
  ])('answers nothing under $when', async ({ headers: { host } }) => {
    const asked = { headers: { host: host.replace('PORT', String(web.port)) } };
    expect(await ask('/', asked)).toMatchObject({ status: 403 });
    expect(await ask('/_sandbox/slack/state', asked)).toMatchObject({ status: 403 });
  });

  it('answers under every name of loopback', async () => {
    for (const name of ['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST']) {
      expect(await ask('/', { headers: { host: `${name}:${web.port}` } })).toMatchObject({ status: 200 });
    }
  });

  it('lets no other site act', async () => {
    const asked = { method: 'POST', body: SAY };
    const path = '/_sandbox/slack/say';
    const foreign = { ...JSON_TYPE, origin: 'https://evil.test' };
    expect(await ask(path, { ...asked, headers: foreign })).toMatchObject({ status: 403 });
    expect(await ask(path, { ...asked, headers: { ...JSON_TYPE, origin: 'null' } })).toMatchObject({ status: 403 });
    expect(await ask(path, { ...asked, headers: { 'content-type': 'text/plain' } })).toMatchObject({ status: 400 });
    const own = { ...JSON_TYPE, host: `localhost:${web.port}`, origin: `http://localhost:${web.port}` };
    expect(await ask(path, { ...asked, headers: own })).toMatchObject({ status: 200 });
  });

  it('lets no other site look over anybody’s shoulder', async () => {
    const address = `${web.url.replace('http', 'ws')}/_sandbox/live?as=ana`;
    const refused = new WebSocket(address, { origin: 'https://evil.test' });
    await expect(new Promise((resolve, reject) => refused.once('open', resolve).once('error', reject))).rejects.toThrow(
      '403',
    );
  });

  it.each([
    { when: 'what is sent is no JSON', path: '/_sandbox/slack/say', body: '{', status: 400 },
    { when: 'an argument is missing', path: '/_sandbox/slack/say', body: '{}', status: 400 },
    { when: 'nobody is called so', path: '/_sandbox/slack/say', body: SAY.replace('ana', 'zoe'), status: 404 },
    { when: 'nothing is called so', path: '/_sandbox/slack/sing', body: '{}', status: 404 },
    { when: 'nothing can be made to happen by that name', path: '/_sandbox/world/rain', body: '{}', status: 404 },
    { when: 'it may not be', path: '/_sandbox/slack/say', body: SAY.replace('general', 'revops'), status: 409 },
    { when: 'a part of the address is none', path: '/_sandbox/world/%ff', body: '{}', status: 400 },
  ])('says in a sentence that $when', async ({ path, body, status }) => {
    const answer = await ask(path, { method: 'POST', headers: JSON_TYPE, body });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toEqual({ error: expect.stringMatching(/\w/u) });
  });

  it('takes the next port where the one that was asked for is taken', async () => {
    const next = await web.again({ port: web.port });
    try {
      expect(next.port).toBeGreaterThan(web.port);
      expect((await fetch(next.url)).status).toBe(200);
    } finally {
      await next.close();
    }
  });

  it('says in the page why it could not be compiled', async () => {
    const broken = await web.again({ page: Promise.resolve({ kind: 'broken', because: 'line 3: <b> expected' }) });
    try {
      const answer = await fetch(broken.url);
      expect(answer.status).toBe(500);
      expect(await answer.text()).toContain('line 3: &lt;b&gt; expected');
    } finally {
      await broken.close();
    }
  });
});

describe('A file of Slack', () => {
  it.each([
    {
      what: 'a picture',
      name: 'chart.bin',
      bytes: Buffer.from('89504e470d0a1a0a00', 'hex'),
      type: 'image/png',
      alone: true,
    },
    {
      what: 'a drawing',
      name: 'a.svg',
      bytes: Buffer.from('<svg xmlns="x"></svg>'),
      type: 'image/svg+xml',
      alone: true,
    },
    {
      what: 'a page',
      name: 'a.png',
      bytes: Buffer.from('<html></html>'),
      type: 'application/octet-stream',
      alone: false,
    },
  ])('that is $what is sent as $type', async ({ name, bytes, type, alone }) => {
    const id = await uploaded(name, bytes);
    const { headers } = await eventually(async () => {
      const answer = await ask(`/files/${id}`);
      expect(answer.status).toBe(200);
      return answer;
    });
    expect(headers['content-type']).toBe(type);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    // A picture is drawn, with an origin of its own and without scripts; everything else is a download.
    expect(headers['content-security-policy']?.includes('; sandbox')).toBe(alone);
    expect(headers['content-disposition'] === undefined).toBe(alone);
  });

  it('that is not there is not found', async () => {
    expect(await ask('/files/F404')).toMatchObject({ status: 404 });
  });
});

describe('A conversation', () => {
  it('is read in portions, the newest first', async () => {
    const bo = web.sandbox.slack.workspace.as('bo');
    const said = Array.from({ length: 5 }, (_, number) => bo.say('enterprise-leads', `line ${number}`).ts);
    bo.say('enterprise-leads', 'in a thread', said[0]);
    const newest = await page('conversations/enterprise-leads?as=ana&limit=2');
    expect(newest).toMatchObject({ more: true, messages: [{ ts: said[3] }, { ts: said[4] }] });
    const oldest = await page(`conversations/enterprise-leads?as=ana&limit=3&before=${said[3]}`);
    expect(oldest).toMatchObject({ more: false, messages: [{ ts: said[0], reply_count: 1 }, {}, { ts: said[2] }] });
    const thread = await page(`threads/enterprise-leads/${said[0]}?as=ana`);
    expect(thread).toMatchObject({ parent: { ts: said[0] }, replies: [{ text: 'in a thread' }], notes: [] });
  });

  it('shows a person their own private notes, and nobody else’s', async () => {
    await post(`${web.url}/_sandbox/slack/command`, { as: 'bo', command: '/lead', channel: 'inbound-leads' });
    expect(await page('conversations/inbound-leads?as=bo')).toMatchObject({ notes: [{ from: 'slackbot' }] });
    expect(await page('conversations/inbound-leads?as=ana')).toMatchObject({ notes: [] });
  });

  it('is not there for a guest who is not in it', async () => {
    const { status } = await ask('/_sandbox/conversations/enterprise-leads?as=gus');
    expect(status).toBe(404);
  });

  it.each([
    { when: 'nobody is named', query: '', status: 400 },
    { when: 'the portion is none', query: '?as=ana&limit=0', status: 400 },
    { when: 'the person is a stranger', query: '?as=zoe', status: 404 },
  ])('is refused where $when', async ({ query, status }) => {
    expect(await ask(`/_sandbox/conversations/general${query}`)).toMatchObject({ status });
  });
});

async function page(path: string): Promise<unknown> {
  return JSON.parse((await ask(`/_sandbox/${path}`)).body);
}

/** A file as the app uploads it; answers its id. */
async function uploaded(name: string, bytes: Buffer): Promise<string> {
  const { apiUrl, botToken, workspace } = web.sandbox.slack;
  const scopes = workspace.inside().tokens.get(botToken)?.scopes ?? [];
  workspace.setScopes(botToken, [...scopes, 'files:write']);
  const call = async (method: string, form: Record<string, string>): Promise<Record<string, string>> => {
    const headers = { authorization: `Bearer ${botToken}` };
    const answer = await fetch(`${apiUrl}${method}`, { method: 'POST', headers, body: new URLSearchParams(form) });
    return (await answer.json()) as Record<string, string>;
  };
  const { upload_url: to = '', file_id: id = '' } = await call('files.getUploadURLExternal', {
    filename: name,
    length: String(bytes.length),
  });
  await fetch(to, { method: 'POST', body: new Uint8Array(bytes) });
  await call('files.completeUploadExternal', { files: JSON.stringify([{ id }]) });
  return id;
}
