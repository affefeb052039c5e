/* oxlint-disable unicorn/require-post-message-target-origin -- Slack's chat.postMessage is not a window's. */
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import type { BlockAction, ButtonAction } from '@slack/bolt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SlackSandbox } from '#sandbox/slack/slack-sandbox.ts';
import { startSlackSandbox } from '#sandbox/slack/start-slack-sandbox.ts';
import type { Change } from '#sandbox/slack/world/changes.ts';
import { card, modal } from './blocks.ts';
import { eventually } from './eventually.ts';
import { quiet } from './quiet.ts';

let slack: SlackSandbox;
let app: App;
let receiver: HTTPReceiver;
const heard: { type: string; body: Record<string, unknown> }[] = [];
const general = () => slack.workspace.channel('general').id;
const ana = () => slack.workspace.as('ana');
const post = async (text: string, ...actionIds: string[]) => {
  const { ts = '' } = await app.client.chat.postMessage({ channel: general(), text, blocks: card(text, ...actionIds) });
  return ts;
};
const openedModal = async (command: string) => {
  const before = ana().modal()?.id;
  await ana().command(command, '', 'general');
  return eventually(() => {
    const view = ana().modal();
    if (!view || view.id === before) throw new Error('no modal yet');
    return view;
  });
};

beforeAll(async () => {
  slack = await startSlackSandbox({
    rateLimits: 'off',
    ackDeadlineMs: 1_000,
    redeliveryDelaysMs: [0, 20],
    users: [{ name: 'ana', email: 'ana@acme.test' }, { name: 'bo' }],
    unfurlDomains: ['app.hubspot.com'],
  });
  receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logger: quiet });
  app = new App({
    token: slack.botToken,
    receiver,
    logger: quiet,
    deferInitialization: true,
    clientOptions: { slackApiUrl: slack.apiUrl },
  });
  await app.init();
  listen(app);
  const server = await receiver.start({ port: 0, host: '127.0.0.1' });
  slack.setRequestUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
});
afterAll(async () => {
  await slack.close();
  await receiver.stop();
});
beforeEach(() => {
  heard.length = 0;
});

function listen(bolt: App): void {
  bolt.use(async ({ body, next }) => {
    const wire = body as unknown as { type?: string; command?: string };
    heard.push({ type: wire.type ?? wire.command ?? '', body: body as unknown as Record<string, unknown> });
    await next();
  });
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
  for (const name of ['/errors', '/push', '/update', '/clear', '/wrong', '/told']) {
    bolt.command(name, async ({ ack, command, client }) => {
      await ack();
      await client.views.open({
        trigger_id: command.trigger_id,
        view: modal(name, { callback_id: name, notify_on_close: name === '/told' }),
      });
    });
  }
  bolt.view('/errors', async ({ ack }) => ack({ response_action: 'errors', errors: { note: 'Too short' } }));
  bolt.view('/push', async ({ ack }) =>
    ack({ response_action: 'push', view: modal('Second', { callback_id: '/clear' }) }),
  );
  bolt.view('/update', async ({ ack }) => ack({ response_action: 'update', view: modal('Updated') }));
  bolt.view('/clear', async ({ ack }) => ack({ response_action: 'clear' }));
  bolt.view('/wrong', async ({ ack }) => ack({ response_action: 'errors', errors: { nowhere: 'x' } }));
  bolt.view('a_modal', async ({ ack }) => ack());
  bolt.view({ callback_id: '/told', type: 'view_closed' }, async ({ ack }) => ack());
  bolt.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: card(`Hello`, 'claim') } });
  });
  bolt.event('app_mention', async ({ event, say }) => {
    await say({ text: 'Yes?', thread_ts: event.ts });
  });
  bolt.event('link_shared', async ({ event, client }) => {
    const unfurls = Object.fromEntries(event.links.map(({ url }) => [url, { blocks: card('A lead') }]));
    await client.chat.unfurl({ channel: event.channel, ts: event.message_ts, unfurls });
  });
  bolt.options('who', async ({ ack, payload }) =>
    ack({ options: [{ text: { type: 'plain_text', text: payload.value }, value: 'found' }] }),
  );
  bolt.shortcut('new_lead', async ({ ack }) => ack());
}

describe('a click', () => {
  it('reaches the app signed, with the message and a response_url', async () => {
    const ts = await post('A lead', 'claim', 'replace');
    expect(await ana().click('general', ts, 'claim')).toMatchObject({ kind: 'acknowledged' });
    expect(heard[0]?.body).toMatchObject({
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
    const url = String(heard[0]?.body['response_url']);
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

describe('a modal', () => {
  it('is not sent before its required fields are filled', async () => {
    const view = await openedModal('/errors');
    heard.length = 0;
    expect(await ana().submit(view.id)).toEqual({
      kind: 'refused',
      errors: { note: 'Please complete this required field.' },
    });
    expect(heard).toEqual([]);
  });

  it('stays open with the errors that the app found', async () => {
    const view = await openedModal('/errors');
    expect(await ana().submit(view.id, { text: 'no', pick: 'budget' })).toEqual({
      kind: 'refused',
      errors: { note: 'Too short' },
    });
    expect(heard.at(-1)?.body).toMatchObject({
      type: 'view_submission',
      view: {
        id: view.id,
        state: {
          values: {
            note: { text: { type: 'plain_text_input', value: 'no' } },
            reason: { pick: { type: 'static_select', selected_option: { value: 'budget' } } },
          },
        },
      },
    });
    expect(ana().modal()?.id).toBe(view.id);
  });

  it('grows a stack, and is cleared with all of it', async () => {
    const view = await openedModal('/push');
    await ana().submit(view.id, { text: 'x' });
    const second = ana().modal();
    expect(second).toMatchObject({ title: { text: 'Second' }, previous_view_id: view.id, root_view_id: view.id });
    await ana().submit(second?.id ?? '', { text: 'y' });
    expect(ana().modal()).toBeUndefined();
  });

  it('is updated in place and closes when acknowledged', async () => {
    const view = await openedModal('/update');
    await ana().submit(view.id, { text: 'x' });
    expect(ana().modal()).toMatchObject({ id: view.id, title: { text: 'Updated' } });
    await ana().submit(view.id, { text: 'again' });
    expect(ana().modal()).toBeUndefined();
  });

  it('with errors for a block that it does not have is in trouble', async () => {
    const view = await openedModal('/wrong');
    expect(await ana().submit(view.id, { text: 'x' })).toMatchObject({
      kind: 'failed',
      error: 'invalid_view_response',
    });
  });

  it('tells the app when it is closed, if the app asked', async () => {
    const view = await openedModal('/told');
    await ana().closeModal(view.id);
    expect(heard.at(-1)?.body).toMatchObject({ type: 'view_closed', is_cleared: false, view: { id: view.id } });
    expect(ana().modal()).toBeUndefined();
  });

  it('is updated only by who knows its latest hash', async () => {
    const view = await openedModal('/told');
    const update = (hash: string) => app.client.views.update({ view_id: view.id, view: modal('New'), hash });
    await update(view.hash);
    await expect(update(view.hash)).rejects.toMatchObject({ data: { error: 'hash_conflict' } });
    await ana().closeModal(view.id);
  });

  it('that Slack would refuse is refused with the reasons', async () => {
    const view = modal('T', { title: { type: 'plain_text', text: 'x'.repeat(25) } });
    await expect(app.client.views.publish({ user_id: ana().user.id, view })).rejects.toMatchObject({
      data: {
        error: 'invalid_arguments',
        response_metadata: {
          messages: [
            '[ERROR] failed to match all allowed schemas [json-pointer:/view]',
            '[ERROR] must be less than 25 characters [json-pointer:/view/title/text]',
          ],
        },
      },
    });
  });

  it('cannot be opened with a trigger that Slack did not give', async () => {
    const open = app.client.views.open({ trigger_id: '1.2.nope', view: modal('T') });
    await expect(open).rejects.toMatchObject({ data: { error: 'invalid_trigger_id' } });
  });

  it('offers what the app suggests for what is typed', async () => {
    const view = await openedModal('/told');
    const label = { type: 'plain_text' as const, text: 'Who' };
    const element = { type: 'external_select' as const, action_id: 'who', min_query_length: 1 };
    await app.client.views.update({
      view_id: view.id,
      view: modal('T', { blocks: [{ type: 'input', block_id: 'w', label, element }] }),
    });
    expect(await ana().suggest(view.id, 'who', 'glo')).toMatchObject({ response: { options: [{ value: 'found' }] } });
    await ana().closeModal(view.id);
  });
});

describe('events', () => {
  it('bring the Home tab to life, whose buttons work', async () => {
    await ana().openHome();
    await eventually(() => expect(ana().home()?.blocks).toHaveLength(2));
    heard.length = 0;
    await ana().clickInView(ana().home()?.id ?? '', 'claim');
    expect(heard[0]?.body).toMatchObject({ container: { type: 'view' }, view: { type: 'home' } });
  });

  it('tell of mentions, joins and links', async () => {
    const bot = slack.workspace.users().find(({ isBot }) => isBot)?.id ?? '';
    const said = ana().say('general', `<@${bot}> are you there?`);
    await eventually(() => expect(slack.workspace.thread('general', said.ts)[0]?.text).toBe('Yes?'));
    const shared = ana().say('general', 'see <https://app.hubspot.com/contacts/1|this>');
    await eventually(() => {
      const message = slack.workspace.messages('general').find(({ ts }) => ts === shared.ts);
      expect(message?.unfurls).toHaveProperty(['https://app.hubspot.com/contacts/1']);
    });
    await slack.idle();
    expect(heard.map(({ body }) => (body['event'] as { type: string }).type)).toEqual(['app_mention', 'link_shared']);
  });

  it('are sent again with the same id when the app fails', async () => {
    const retries: unknown[] = [];
    const { createServer } = await import('node:http');
    const failing = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { event_id } = JSON.parse(Buffer.concat(chunks).toString()) as { event_id: string };
        retries.push([event_id, request.headers['x-slack-retry-num'], request.headers['x-slack-retry-reason']]);
        response.writeHead(500).end();
      });
    });
    await new Promise<void>((resolve) => failing.listen(0, '127.0.0.1', resolve));
    const before = (receiver as unknown as { server: { address: () => AddressInfo } }).server.address().port;
    slack.setRequestUrl(`http://127.0.0.1:${(failing.address() as AddressInfo).port}/`);
    await ana().openHome();
    slack.setRequestUrl(`http://127.0.0.1:${before}/slack/events`);
    failing.closeAllConnections();
    await new Promise((resolve) => failing.close(resolve));
    const [id] = retries[0] as [string];
    expect(retries).toEqual([
      [id, undefined, undefined],
      [id, '1', 'http_error'],
      [id, '2', 'http_error'],
    ]);
  });

  it('are told to whoever watches the workspace', async () => {
    const changes: Change[] = [];
    const stop = slack.workspace.onChange((change) => changes.push(change));
    await post('watched');
    stop();
    await post('unwatched');
    expect(changes).toMatchObject([{ kind: 'message_posted', message: { text: 'watched' } }]);
  });

  it('come only to an address that answers the challenge', async () => {
    expect(await slack.verifyRequestUrl()).toBe(true);
  });

  it('say when the app is removed', async () => {
    await slack.workspace.uninstall();
    expect(heard.map(({ body }) => (body['event'] as { type: string }).type)).toEqual([
      'tokens_revoked',
      'app_uninstalled',
    ]);
    slack.workspace.setTokenRevoked(slack.botToken, false);
  });
});
