import { afterAll, beforeAll, expect, it } from 'vitest';
import { aWeb } from './a-web.ts';
import type { AWeb } from './a-web.ts';

let web: AWeb;
let calls: Readonly<Record<string, string>>;
beforeAll(async () => {
  web = await aWeb();
  calls = (await (await fetch(`${web.url}/_sandbox/`)).json()) as Record<string, string>;
});
afterAll(() => web.close());

/** What a call says of arguments that are none. */
async function answerTo(call: string): Promise<{ readonly status: number; readonly body: string }> {
  const [method = '', path = ''] = call.split(' ');
  const address = `${web.url}${path.replace('OBJECT', 'Lead').replaceAll(/:\w+/gu, 'nothing')}`;
  const posted = method === 'POST' ? { headers: { 'content-type': 'application/json' }, body: '{}' } : {};
  const answer = await fetch(address, { method, ...posted });
  return { status: answer.status, body: await answer.text() };
}

it('lists calls of the page, of Slack and of both CRMs, each with a sentence', () => {
  const named = Object.keys(calls).join('\n');
  for (const path of ['conversations/', 'crm/', 'world/', 'slack/say', 'hubspot/', 'salesforce/']) {
    expect(named).toContain(`/_sandbox/${path}`);
  }
  expect(Object.values(calls).every((about) => /\w{2,}/u.test(about))).toBe(true);
});

it('lists what answers, and nothing besides', async () => {
  const listed = Object.keys(calls).filter((call) => /^(?:GET|POST) /u.test(call));
  expect(listed.length).toBeGreaterThan(40);
  const unknown: string[] = [];
  for (const call of listed) {
    const { status, body } = await answerTo(call);
    // That a record or an object called "nothing" is not there is an answer; that the call is not there is none.
    if (status === 500 || /see GET|no such act|no control at/iu.test(body)) unknown.push(`${call}: ${status} ${body}`);
  }
  expect(unknown).toEqual([]);
  for (const call of ['GET /_sandbox/weather', 'POST /_sandbox/people', 'GET /_sandbox/slack/weather']) {
    expect(await answerTo(call)).toMatchObject({ status: 404, body: expect.stringContaining('see GET') });
  }
});

it('shows the sockets', () => {
  expect(Object.keys(calls)).toEqual(
    expect.arrayContaining(['WebSocket /_sandbox/live', 'WebSocket /_sandbox/live/world']),
  );
});
