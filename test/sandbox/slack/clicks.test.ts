import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { card, modal } from './blocks.ts';
import { startBoltWorkspace } from './bolt-workspace.ts';
import type { BoltWorkspace } from './bolt-workspace.ts';
import { eventually } from './eventually.ts';

let workspace: BoltWorkspace;
let slack: SlackSandbox;
let app: App;
let heard: Record<string, unknown>[];
const ana = () => slack.workspace.as('ana');
const general = () => slack.workspace.channel('general').id;
const post = async (text: string, ...actionIds: string[]) => {
  const { ts = '' } = await app.client.chat.postMessage({ channel: general(), text, blocks: card(text, ...actionIds) });
  return ts;
};

beforeAll(async () => {
  workspace = await startBoltWorkspace(listen);
  ({ slack, app, heard } = workspace);
});
afterAll(() => workspace.close());
beforeEach(() => {
  heard.length = 0;
});

function listen(bolt: App): void {
  bolt.error(async () => {});
  bolt.action<BlockAction<ButtonAction>>('claim', async ({ ack, respond, action }) => {
    await ack();
    await respond({ text: `You pressed ${action.value}`, response_type: 'ephemeral', replace_original: false });
  });
  bolt.action('replace', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'Replaced', replace_original: true });
  });
  bolt.action('six', async ({ ack, respond }) => {
    await ack();
    const answers = [1, 2, 3, 4, 5, 6].map(String);
    for (const text of answers) await respond({ text, replace_original: false });
  });
  bolt.action('never', async () => {});
  bolt.command('/lead', async ({ ack, command }) => ack(`You said ${command.text}`));
  bolt.command('/share', async ({ ack }) => ack({ response_type: 'in_channel', text: 'For all' }));
  bolt.command('/broken', async ({ ack }) => ack({ text: 'x', blocks: card('x'.repeat(3_001)) }));
  bolt.command('/late', async ({ command, client }) => {
    const openLate = async () => client.views.open({ trigger_id: command.trigger_id, view: modal('Late') });
    await openLate();
    await openLate();
  });
  bolt.shortcut('new_lead', async ({ ack }) => ack());
  bolt.shortcut('from_message', async ({ ack }) => ack());
}

describe('a click', () => {
  it('reaches the app signed, with the message and a response_url', async () => {
    const ts = await post('A lead', 'claim', 'replace');
    expect(await ana().click('general', ts, 'claim')).toMatchObject({ kind: 'acknowledged' });
    expect(heard[0]).toMatchObject({
      type: 'block_actions',
      user: { id: ana().user.id, username: 'ana' },
      channel: { id: general(), name: 'general' },
      container: { type: 'message', message_ts: ts, is_ephemeral: false },
      message: { ts, text: 'A lead' },
      actions: [{ type: 'button', action_id: 'claim', block_id: 'buttons', value: 'claim-1' }],
    });
    await eventually(() => expect(ana().inbox().at(-1)?.text).toBe('You pressed claim-1'));
    expect(slack.workspace.as('bo').inbox()).toEqual([]);
  });

  it('may replace what was clicked, a message or a private note', async () => {
    const ts = await post('Before', 'replace');
    await ana().click('general', ts, 'replace');
    await eventually(() =>
      expect(slack.workspace.messages('general').find((each) => each.ts === ts)?.text).toBe('Replaced'),
    );
    const { message_ts: note = '' } = await app.client.chat.postEphemeral({
      channel: general(),
      user: ana().user.id,
      text: 'x',
      blocks: card('x', 'replace'),
    });
    await ana().click('general', note, 'replace');
    await eventually(() =>
      expect(
        ana()
          .inbox()
          .find((each) => each.ts === note)?.text,
      ).toBe('Replaced'),
    );
  });

  it('is answered five times and no more', async () => {
    const ts = await post('Many', 'six');
    const before = ana().inbox().length;
    await ana().click('general', ts, 'six');
    await eventually(() => expect(ana().inbox()).toHaveLength(before + 5));
    const url = String(heard[0]?.['response_url']);
    const response = await fetch(url, { method: 'POST', body: '{"text":"seven"}' });
    expect([response.status, await response.text()]).toEqual([404, 'used_url']);
  });

  it('that the app does not acknowledge in time is told to the person, and not sent again', async () => {
    const ts = await post('Slow', 'never');
    expect(await ana().click('general', ts, 'never')).toMatchObject({ kind: 'failed', error: 'operation_timeout' });
    expect(ana().inbox().at(-1)).toMatchObject({
      from: 'slackbot',
      text: 'This app did not respond (error: operation_timeout).',
    });
    expect(heard).toHaveLength(1);
  });

  it('in a thread says which', async () => {
    const thread_ts = await post('Parent');
    const reply = { channel: general(), text: 'Reply', blocks: card('Reply', 'claim'), thread_ts };
    const { ts = '' } = await app.client.chat.postMessage(reply);
    await ana().click('general', ts, 'claim');
    expect(heard[0]).toMatchObject({ container: { message_ts: ts, thread_ts }, message: { thread_ts } });
  });

  it('needs something to press', async () => {
    const ts = await post('Bare', 'claim');
    await expect(ana().click('general', ts, 'release')).rejects.toThrow(
      'There is nothing to press called release; there is: claim.',
    );
  });
});

describe('a command', () => {
  it('is answered to the person alone, or to the channel', async () => {
    await ana().command('/lead', 'mine & yours', 'general');
    expect(ana().inbox().at(-1)?.text).toBe('You said mine & yours');
    await ana().command('/share', '', 'general');
    expect(slack.workspace.messages('general').at(-1)?.text).toBe('For all');
  });

  it('with an answer that Slack refuses says so', async () => {
    expect(await ana().command('/broken', '', 'general')).toMatchObject({
      kind: 'failed',
      error: 'invalid_command_response',
    });
  });

  it('that nobody handles times out', async () => {
    expect(await ana().command('/nobody', '', 'general')).toMatchObject({ kind: 'failed', error: 'operation_timeout' });
  });

  it('opens one modal with its trigger and no second', async () => {
    const failures: unknown[] = [];
    app.error(async (error) => void failures.push(error));
    await ana().command('/late', '', 'general');
    await eventually(() => expect(failures).toHaveLength(1));
    expect(failures[0]).toMatchObject({ data: { error: 'exchanged_trigger_id' } });
  });
});

describe('a shortcut', () => {
  it('reaches the app from anywhere', async () => {
    expect(await ana().shortcut('new_lead')).toMatchObject({ kind: 'acknowledged' });
    expect(heard[0]).toMatchObject({ type: 'shortcut', callback_id: 'new_lead' });
  });

  it('on a message brings the message', async () => {
    const ts = await post('Look at this');
    expect(await ana().messageShortcut('from_message', 'general', ts)).toMatchObject({ kind: 'acknowledged' });
    expect(heard[0]).toMatchObject({ type: 'message_action', message: { text: 'Look at this' }, message_ts: ts });
  });
});
