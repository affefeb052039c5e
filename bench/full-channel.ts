// A sandbox whose channel holds a thousand messages, as after a busy month: cards of leads and talk. No app behind it:
// what is pressed is taken by a bare server, so that the page alone is measured.
import { fileURLToPath } from 'node:url';
import { startBareApp } from './bare-page.ts';
import type { AtEnd } from './house.ts';
import { startSandboxProcess } from './sandbox-process.ts';

export const MESSAGES = 1_000;
const CHANNEL = 'enterprise-leads';
const MAIN = fileURLToPath(new URL('../src/sandbox/main.ts', import.meta.url));
const AT_ONCE = 20;

/** The address of the full channel as Ana sees it. */
export async function fillChannel(atEnd: AtEnd): Promise<string> {
  const app = await startBareApp(atEnd);
  const { url, printed } = await startSandboxProcess([MAIN, '--no-past', '--app', app, '--page', '0'], {}, atEnd);
  await post(`${url}/_sandbox/slack/rate-limits`, { limits: 'off' });
  const token = printed.get('SLACK_BOT_TOKEN') ?? '';
  const api = printed.get('SLACK_API_URL') ?? '';
  for (let first = 0; first < MESSAGES; first += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, at) => first + at);
    await Promise.all(numbers.map((number) => post(`${api}chat.postMessage`, message(number), token)));
  }
  return `${url}/?as=ana&channel=${CHANNEL}`;
}

function message(number: number): unknown {
  const text = `Message ${number}: the call with Northwind went well, they want to see a quote by Friday.`;
  return number % 2 === 0 ? { channel: CHANNEL, text } : { channel: CHANNEL, text, blocks: cardOf(number) };
}

/** Like the card of a lead. */
function cardOf(number: number): readonly unknown[] {
  const field = (label: string, value: string): unknown => ({ type: 'mrkdwn', text: `*${label}*\n${value}` });
  const button = (text: string, action: string): unknown => ({
    type: 'button',
    text: { type: 'plain_text', text },
    action_id: `leads.${action}`,
    value: String(number),
  });
  return [
    { type: 'context', elements: [{ type: 'mrkdwn', text: ':red_circle: *High priority* · enterprise' }] },
    {
      type: 'section',
      text: { type: 'mrkdwn', text: `*Lead ${number}* · VP Operations\n*Northwind* · 1,200 employees` },
    },
    {
      type: 'section',
      fields: [field('Score', '97 (CRM score 92)'), field('Stage', 'Lead'), field('E-mail', 'lead@northwind.example')],
    },
    { type: 'section', text: { type: 'mrkdwn', text: '*Offered* to Ana Ruiz' } },
    { type: 'actions', elements: [button('Claim', 'claim'), button('Not a fit', 'not_a_fit'), button('Why?', 'why')] },
  ];
}

async function post(url: string, body: unknown, token = ''): Promise<void> {
  const authorization = token === '' ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { readonly ok?: boolean; readonly error?: string };
  if (!response.ok || answer.ok === false) throw new Error(`${url} answered ${response.status} ${answer.error ?? ''}`);
}
