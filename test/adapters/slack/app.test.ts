import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { botScopes } from '#adapters/slack/methods.ts';
import { actions, input, modal, section } from '#blockkit/blocks.ts';
import { button, textInput } from '#blockkit/elements.ts';
import { escape } from '#blockkit/mrkdwn.ts';
import { privately } from '#blockkit/replies.ts';
import { Fault } from '#kernel/errors.ts';
import { ChannelId } from '#kernel/ids.ts';
import type { Listeners } from '#ports/listeners.ts';
import { runningApp } from './running-app.ts';
import type { RunningApp } from './running-app.ts';

const aModal = modal({
  title: 'Not a fit',
  submit: 'Send',
  callbackId: 'leads.note',
  blocks: [
    input({ label: 'Note', blockId: 'note', element: textInput({ action: 'note' }) }),
    actions([button({ action: 'leads.broken', text: 'Break', value: '1' })]),
  ],
});

let held = Promise.withResolvers<void>();
const seen: string[] = [];

function listen(listeners: Listeners): void {
  listeners.command('/lead', async ({ ack, command, client, respond }) => {
    switch (command.text) {
      case 'hello':
        return ack(privately({ text: 'Hello' }));
      case 'modal':
        await ack();
        await client.views.open({ trigger_id: command.trigger_id, view: aModal });
        return undefined;
      case 'defect':
        throw new TypeError('undefined is not a lead');
      case 'late':
        await ack();
        throw new Fault('rate_limited', 'slow down', { retryAfterMs: 30_000 });
      case 'sdk':
        await ack();
        await client.views.open({ trigger_id: 'nonsense', view: aModal });
        return undefined;
      case 'hold':
        await ack();
        seen.push('held');
        await held.promise;
        await respond(privately({ text: 'Finished' }));
        return undefined;
      default:
        throw new Fault('not_found', `there is no lead called ${command.text}`);
    }
  });
  listeners.action('leads.claim', async ({ ack, respond }) => {
    await ack();
    await respond(privately({ text: 'Yours' }));
  });
  listeners.action('leads.broken', () => Promise.reject(new Fault('unavailable', 'the database does not answer')));
  listeners.view('leads.note', ({ view, ack }) => {
    if (view.state.values['note']?.['note']?.value === 'bad')
      return Promise.reject(new Fault('refused', 'HubSpot wants a reason'));
    return ack();
  });
  listeners.event('app_mention', ({ event }) => {
    seen.push(`mention ${event.text}`);
    return event.text.includes('fail') ? Promise.reject(new Error('defect')) : Promise.resolve();
  });
}

const aCard = [
  section(escape('A lead')),
  actions([
    button({ action: 'leads.claim', text: 'Claim', value: '1' }),
    button({ action: 'leads.broken', text: 'Break', value: '1' }),
  ]),
];

function eventually<T>(look: () => T): Promise<T> {
  return vi.waitFor(look, { timeout: 8_000, interval: 10 });
}

describe.each(['http', 'socket'] as const)('the Slack app over %s', (over) => {
  let slack: RunningApp;
  const ana = () => slack.sandbox.workspace.as('ana');
  const lastNote = () => ana().inbox().at(-1)?.text;

  beforeAll(async () => {
    slack = await runningApp(over, listen);
    await vi.waitUntil(() => slack.app.state().kind === 'ready', 8_000);
  });
  afterAll(() => slack.close());
  beforeEach(() => {
    held = Promise.withResolvers<void>();
    seen.length = 0;
    slack.logged.length = 0;
  });

  async function postCard(): Promise<string> {
    const channel = ChannelId.parse(slack.sandbox.workspace.channel('leads').id);
    const message = { text: 'A lead', blocks: aCard };
    const outcome = await slack.messenger.post({ channel, message, key: crypto.randomUUID(), repeat: false });
    if (outcome.kind !== 'posted') throw new Error(outcome.because);
    return outcome.ts;
  }

  function openModal() {
    return eventually(() => {
      const view = ana().modal();
      if (view === undefined) throw new Error('no modal yet');
      return view;
    });
  }

  it('answers a command', async () => {
    await ana().command('/lead', 'hello', 'leads');
    expect(lastNote()).toBe('Hello');
  });

  it('hears a command as it was typed', async () => {
    await ana().command('/lead', 'A &amp; B', 'leads');
    expect(lastNote()).toBe('There is no lead called A &amp; B.');
  });

  it('answers a click', async () => {
    await ana().click('leads', await postCard(), 'leads.claim');
    await eventually(() => expect(lastNote()).toBe('Yours'));
  });

  it('hears events', async () => {
    ana().say('leads', `<@${slack.sandbox.workspace.users().find(({ isBot }) => isBot)?.id}> hi`);
    await eventually(() => expect(seen.join()).toContain('hi'));
  });

  describe('tells the person privately in plain words', () => {
    it('when a command fails before it was acknowledged', async () => {
      await ana().command('/lead', 'show Nobody', 'leads');
      expect(lastNote()).toBe('There is no lead called show Nobody.');
      expect(slack.logged).toEqual(['info a listener was refused']);
    });

    it('when a command fails after it was acknowledged', async () => {
      await ana().command('/lead', 'late', 'leads');
      await eventually(() =>
        expect(lastNote()).toBe('Too much is going on right now. Please try again in 30 seconds.'),
      );
    });

    it('when there is a defect, without its words but with a reference', async () => {
      await ana().command('/lead', 'defect', 'leads');
      expect(lastNote()).toMatch(/^Something went wrong on our side.*in the log it is [0-9a-f]{8}\.$/u);
      expect(slack.logged).toEqual(['error a listener failed']);
    });

    it('when Slack refused a call of the listener’s own', async () => {
      await ana().command('/lead', 'sdk', 'leads');
      await eventually(() => expect(lastNote()).toContain('invalid_trigger_id'));
    });

    it('when a click fails', async () => {
      await ana().click('leads', await postCard(), 'leads.broken');
      await eventually(() =>
        expect(lastNote()).toBe('The database does not answer. Nothing was changed. Please try again in a minute.'),
      );
    });

    it('when a modal’s submission fails', async () => {
      await ana().command('/lead', 'modal', 'leads');
      const view = await openModal();
      await ana().submit(view.id, { note: 'bad' });
      expect(JSON.stringify(ana().modal())).toContain('HubSpot wants a reason.');
      await ana().closeModal(ana().modal()?.id ?? '');
    });

    it('when a click in a modal fails', async () => {
      await ana().command('/lead', 'modal', 'leads');
      const view = await openModal();
      await ana().clickInView(view.id, 'leads.broken');
      await eventually(() => expect(JSON.stringify(ana().modal())).toContain('That did not work'));
    });

    it('by a direct message when the response_url does not answer', async () => {
      slack.sandbox.faults.next({ method: 'response_url', kind: 'status', times: 1 });
      await ana().command('/lead', 'late', 'leads');
      await eventually(() => {
        const messages = slack.sandbox.workspace.messages(ana().directMessages().id);
        expect(messages.at(-1)?.text).toContain('Too much is going on');
      });
    });
  });

  it('logs an event that fails, and lives on', async () => {
    ana().say('leads', `<@${slack.sandbox.workspace.users().find(({ isBot }) => isBot)?.id}> fail`);
    await eventually(() => expect(slack.logged).toContain('error a listener failed'));
    await ana().command('/lead', 'hello', 'leads');
    expect(lastNote()).toBe('Hello');
  });

  it('waits for running listeners when drained', async () => {
    await ana().command('/lead', 'hold', 'leads');
    await eventually(() => expect(seen).toEqual(['held']));
    expect(await slack.app.drain(20)).toBe(false);
    const drained = slack.app.drain(5_000);
    held.resolve();
    expect(await drained).toBe(true);
    expect(lastNote()).toBe('Finished');
  });

  it('says why it is not ready, still answers clicks, and recovers by itself', async () => {
    const { workspace, botToken } = slack.sandbox;
    workspace.setTokenRevoked(botToken, true);
    const because = 'token_revoked: the token was revoked';
    await eventually(() => expect(slack.app.state()).toEqual({ kind: 'failing', because }));
    await ana().command('/lead', 'hello', 'leads');
    expect(lastNote()).toBe('Hello');
    workspace.setTokenRevoked(botToken, false);
    await eventually(() => expect(slack.app.state().kind).toBe('ready'));
    expect(slack.logged).toEqual([`warn Slack does not take us: ${because}`, 'info connected to Slack']);
  });

  it('names the scopes that are missing', async () => {
    const { workspace, botToken } = slack.sandbox;
    workspace.setScopes(botToken, ['chat:write', 'commands', 'im:write', 'users:read', 'users:read.email']);
    await eventually(() =>
      expect(slack.app.state()).toEqual({
        kind: 'failing',
        because:
          'missing_scope: the token lacks app_mentions:read, channels:history, channels:read, files:read, files:write, groups:history, groups:read, im:history, usergroups:read',
      }),
    );
    workspace.setScopes(botToken, [...botScopes()]);
    await eventually(() => expect(slack.app.state().kind).toBe('ready'));
  });
});

describe('requests to /slack/events', () => {
  let slack: RunningApp;
  beforeAll(async () => {
    slack = await runningApp('http', listen);
  });
  afterAll(() => slack.close());

  function send(options: { at?: number; secret?: string; type?: string; body?: string } = {}): Promise<Response> {
    const body =
      options.body ??
      new URLSearchParams({
        command: '/lead',
        text: 'hello',
        user_id: 'U0ANA',
        team_id: 'T0SANDBOX1',
        channel_id: 'C1',
      }).toString();
    const seconds = Math.floor((options.at ?? Date.now()) / 1000);
    const secret = options.secret ?? slack.sandbox.signingSecret;
    return fetch(slack.eventsUrl, {
      method: 'POST',
      body,
      headers: {
        'content-type': options.type ?? 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(seconds),
        'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex')}`,
      },
    });
  }

  it('are taken when signed now', async () => {
    expect((await send()).status).toBe(200);
    expect(await slack.sandbox.verifyRequestUrl()).toBe(true);
  });

  it('are taken as a form with a charset', async () => {
    expect((await send({ type: 'application/x-www-form-urlencoded; charset=utf-8' })).status).toBe(200);
  });

  it.each([
    { when: 'signed with another secret', secret: 'other', status: 401 },
    { when: 'older than five minutes', at: Date.now() - 6 * 60_000, status: 401 },
    { when: 'from the future', at: Date.now() + 6 * 60_000, status: 401 },
    { when: 'not readable', type: 'application/json', body: '{', status: 400 },
  ])('are refused when $when', async ({ status, ...options }) => {
    expect((await send(options)).status).toBe(status);
  });

  it('are refused without a signature', async () => {
    expect((await fetch(slack.eventsUrl, { method: 'POST', body: 'payload={}' })).status).toBe(401);
  });
});

describe('sockets', () => {
  const joined = ({ logged }: RunningApp) => logged.filter((line) => line.includes('over a socket')).length;

  it('are two, and are opened again after Slack closes them', async () => {
    const slack = await runningApp('socket', listen);
    await eventually(() => expect(slack.sandbox.socketConnections()).toBe(2));
    expect(slack.app.state().kind).toBe('ready');
    slack.sandbox.refreshSockets();
    await eventually(() => expect(joined(slack)).toBe(4));
    await slack.sandbox.workspace.as('ana').command('/lead', 'hello', 'leads');
    expect(slack.sandbox.workspace.as('ana').inbox().at(-1)?.text).toBe('Hello');
    await slack.close();
  });

  it('lose nothing that people do while one of them is renewed', async () => {
    const slack = await runningApp('socket', listen);
    await eventually(() => expect(slack.sandbox.socketConnections()).toBe(2));
    const ana = slack.sandbox.workspace.as('ana');
    const outcomes = [];
    for (let renewals = 1; renewals <= 2; renewals += 1) {
      const before = Array.from({ length: 4 }, () => ana.command('/lead', 'hello', 'leads'));
      slack.sandbox.refreshSockets(1);
      const during = Array.from({ length: 4 }, () => ana.command('/lead', 'hello', 'leads'));
      outcomes.push(...(await Promise.all([...before, ...during])));
      await eventually(() => expect(joined(slack)).toBe(2 + renewals));
      await eventually(() => expect(slack.sandbox.socketConnections()).toBe(2));
    }
    expect(outcomes.filter(({ kind }) => kind === 'acknowledged')).toHaveLength(16);
    expect(slack.app.state().kind).toBe('ready');
    await slack.close();
  });

  it('that cannot be opened are tried again; only when none is left it is said', async () => {
    const slack = await runningApp('socket', listen);
    await eventually(() => expect(slack.sandbox.socketConnections()).toBe(2));
    slack.sandbox.faults.next({ method: 'apps.connections.open', kind: 'status', status: 503 });
    slack.sandbox.refreshSockets(1);
    await eventually(() => expect(slack.logged).toContain('warn no socket to Slack'));
    expect(slack.app.state().kind).toBe('ready');
    await eventually(() => expect(slack.sandbox.socketConnections()).toBe(2));

    slack.sandbox.faults.next({ method: 'apps.connections.open', kind: 'status', status: 503, times: 2 });
    slack.sandbox.refreshSockets();
    await eventually(() => expect(slack.app.state().kind).toBe('failing'));
    await eventually(() => expect(slack.app.state().kind).toBe('ready'));
    expect(await slack.app.stop(1_000)).toBe(true);
    await eventually(() => expect(slack.sandbox.socketConnections()).toBe(0));
    await slack.close();
  });

  it('are at most ten an app: who is too many is sent away and the others go on', async () => {
    const slack = await runningApp('socket', listen);
    await eventually(() => expect(slack.sandbox.socketConnections()).toBe(2));
    const others = Array.from({ length: 9 }, () => aSocket(slack));
    await Promise.all(others);
    slack.sandbox.refreshSockets(1);
    await eventually(() => expect(joined(slack)).toBeGreaterThan(3));
    expect(slack.app.state().kind).toBe('ready');
    await slack.close();
  });
});

/** A connection of some other process. */
async function aSocket({ sandbox }: RunningApp): Promise<void> {
  const link = await fetch(`${sandbox.apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.appToken}` },
  });
  const { url } = (await link.json()) as { url: string };
  const socket = new WebSocket(url);
  await new Promise((resolve) => {
    socket.addEventListener('message', resolve, { once: true });
  });
}
