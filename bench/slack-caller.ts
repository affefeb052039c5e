// Sends what Slack sends when somebody types a command or presses a button, and times both answers: the HTTP one, which
// Slack wants within three seconds, and the one at the response_url.
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';

interface Call {
  /** Milliseconds to the HTTP answer. */
  readonly ackMs: number;
  /** Milliseconds to the first answer at the response_url. */
  readonly answered: Promise<number>;
}

export interface SlackCaller {
  command(command: string, text: string): Promise<Call>;
  click(action: string, value: string): Promise<Call>;
  close(): Promise<void>;
}

/** In the name of the workspace's first person, in its first channel. */
export async function openSlackCaller(
  { workspace, signingSecret }: SlackSandbox,
  appUrl: string,
): Promise<SlackCaller> {
  const waiting = new Map<string, () => void>();
  const answers = createServer((request, response) => {
    request.resume();
    request.once('end', () => {
      waiting.get(request.url ?? '')?.();
      response.end('ok');
    });
  });
  answers.listen(0, '127.0.0.1');
  await once(answers, 'listening');
  const { port } = answers.address() as AddressInfo;
  const person = workspace.users().find(({ isBot }) => !isBot);
  const channel = workspace.channels()[0];
  if (!person || !channel) throw new Error('the workspace is empty');
  const team = 'T0BENCH';

  async function send(form: (responseUrl: string, trigger: string) => Readonly<Record<string, string>>): Promise<Call> {
    const path = `/${randomUUID()}`;
    const heard = Promise.withResolvers<number>();
    const body = new URLSearchParams(form(`http://127.0.0.1:${port}${path}`, randomUUID())).toString();
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    const began = performance.now();
    waiting.set(path, () => {
      waiting.delete(path);
      heard.resolve(performance.now() - began);
    });
    const response = await fetch(`${appUrl}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${signature}`,
      },
      body,
    });
    const ackMs = performance.now() - began;
    const text = await response.text();
    if (response.status !== 200) throw new Error(`the app answered ${response.status} ${text}`);
    return { ackMs, answered: heard.promise };
  }

  return {
    command: (command, text) =>
      send((responseUrl, trigger) => ({
        command,
        text,
        user_id: person.id,
        user_name: person.name,
        team_id: team,
        team_domain: 'bench',
        channel_id: channel.id,
        channel_name: channel.name,
        api_app_id: 'A0BENCH',
        trigger_id: trigger,
        response_url: responseUrl,
      })),
    click: (action, value) =>
      send((responseUrl, trigger) => ({
        payload: JSON.stringify({
          type: 'block_actions',
          team: { id: team, domain: 'bench' },
          user: { id: person.id, username: person.name, team_id: team },
          api_app_id: 'A0BENCH',
          token: '',
          channel: { id: channel.id, name: channel.name },
          container: { type: 'message', channel_id: channel.id, message_ts: '1.000001' },
          trigger_id: trigger,
          response_url: responseUrl,
          actions: [{ type: 'button', action_id: action, block_id: 'b', value, action_ts: '1.000001' }],
        }),
      })),
    async close() {
      answers.closeAllConnections();
      answers.close();
      await once(answers, 'close');
    },
  };
}
