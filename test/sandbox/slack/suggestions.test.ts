import type { App } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { startBoltWorkspace } from './bolt-workspace.ts';
import type { BoltWorkspace } from './bolt-workspace.ts';

let workspace: BoltWorkspace;
let slack: SlackSandbox;
const ana = () => slack.workspace.as('ana');
const option = (text: string) => ({ text: { type: 'plain_text' as const, text }, value: text });
const menu = (action_id: string) => ({ type: 'external_select' as const, action_id, min_query_length: 1 });
let at: { channel: string; ts: string };

beforeAll(async () => {
  workspace = await startBoltWorkspace(listen);
  slack = workspace.slack;
  const elements = ['who', 'group', 'many', 'silent'].map(menu);
  const blocks = [{ type: 'actions' as const, block_id: 'menus', elements }];
  const { channel = '', ts = '' } = await workspace.app.client.chat.postMessage({
    channel: '#general',
    text: 'x',
    blocks,
  });
  at = { channel, ts };
});
afterAll(() => workspace.close());

function listen(bolt: App): void {
  bolt.error(async () => {});
  bolt.options('who', async ({ ack, payload }) => ack({ options: [option(payload.value)] }));
  bolt.options('group', async ({ ack }) =>
    ack({ option_groups: [{ label: { type: 'plain_text', text: 'Reps' }, options: [option('ana')] }] }),
  );
  bolt.options('many', async ({ ack }) => ack({ options: Array.from({ length: 101 }, (_, n) => option(`${n}`)) }));
  bolt.action('who', async ({ ack }) => ack());
}

describe('an external menu of a message', () => {
  it('asks the app for what is typed, and takes what is chosen', async () => {
    expect(await ana().suggest(at, 'who', 'glo')).toMatchObject({
      kind: 'acknowledged',
      response: { options: [{ value: 'glo' }] },
    });
    expect(workspace.heard.at(-1)).toMatchObject({
      type: 'block_suggestion',
      action_id: 'who',
      block_id: 'menus',
      value: 'glo',
      container: { type: 'message', message_ts: at.ts, channel_id: at.channel },
      channel: { id: at.channel },
      message: { ts: at.ts },
    });
    await ana().click(at.channel, at.ts, 'who', 'glo');
    expect(workspace.heard.at(-1)).toMatchObject({ actions: [{ selected_option: { value: 'glo' } }] });
    expect(ana().chosen()).toMatchObject({ [`${at.channel} ${at.ts}`]: { menus: { who: { selected_option: {} } } } });
  });

  it('takes groups of options', async () => {
    expect(await ana().suggest(at, 'group', 'a')).toMatchObject({ response: { option_groups: [{}] } });
  });

  it.each([
    { when: 'the app offers more than a hundred options', action: 'many', error: 'invalid_options_response' },
    { when: 'the app says nothing', action: 'silent', error: 'operation_timeout' },
  ])('shows nothing and tells nobody when $when', async ({ action, error }) => {
    expect(await ana().suggest(at, action, 'x')).toMatchObject({ kind: 'failed', error });
    expect(ana().inbox()).toEqual([]);
  });
});
