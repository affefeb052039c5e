// What the app shows to one person: modals, their Home tab, menus in messages. The app's place is taken by a server that
// opens a modal whenever something is pressed.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../slack/eventually.ts';
import { aPane, appPosts, aWeb, post } from './a-web.ts';
import type { AWeb, PaneSocket } from './a-web.ts';

let web: AWeb;
let app: Server;
const heard: Record<string, string>[] = [];
const open: PaneSocket[] = [];

beforeAll(async () => {
  web = await aWeb();
  app = createServer((request, response) => {
    void (async () => {
      let text = '';
      for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
      const sent = Object.fromEntries(new URLSearchParams(text));
      heard.push(sent);
      response.end();
      const { type, trigger_id: trigger, view } = JSON.parse(sent['payload'] ?? '{}') as Record<string, unknown>;
      const method = view === undefined ? 'views.open' : 'views.push';
      if (type === 'block_actions') await call(method, { trigger_id: trigger, view: modal(method) });
    })();
  });
  app.listen(0, '127.0.0.1');
  await once(app, 'listening');
  web.sandbox.slack.setRequestUrl(`http://127.0.0.1:${(app.address() as AddressInfo).port}/slack/events`);
});
afterAll(async () => {
  await web.close();
  app.closeAllConnections();
  await new Promise((resolve) => app.close(resolve));
});
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function paneOf(as: string): Promise<PaneSocket> {
  const opened = await aPane(web, as);
  open.push(opened);
  return opened;
}

function call(method: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${web.sandbox.slack.botToken}` };
  return fetch(`${web.sandbox.slack.apiUrl}${method}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

const BUTTON = { type: 'button', action_id: 'more', text: { type: 'plain_text', text: 'More' } };
const MENU = {
  type: 'static_select',
  action_id: 'when',
  placeholder: { type: 'plain_text', text: 'When?' },
  options: [{ text: { type: 'plain_text', text: 'Now' }, value: 'now' }],
};
const ACTIONS = [{ type: 'actions', block_id: 'acts', elements: [BUTTON, MENU] }];

function modal(title: string): unknown {
  return { type: 'modal', title: { type: 'plain_text', text: title }, blocks: ACTIONS };
}

async function aCard(): Promise<{ readonly channel: string; readonly ts: string }> {
  const channel = web.sandbox.slack.workspace.channel('inbound-leads').id;
  return { channel, ts: await appPosts(web.sandbox, { channel, text: 'A lead', blocks: ACTIONS }) };
}

function titlesIn(pane: PaneSocket): unknown {
  const last = pane.all().findLast(({ kind }) => kind === 'modals');
  return last?.kind === 'modals' ? last.modals.map(({ title }) => title?.['text']) : null;
}

describe('A modal', () => {
  it('is shown to whoever asked for it, with those below it', async () => {
    const [ana, bo] = [await paneOf('ana'), await paneOf('bo')];
    await post(`${web.url}/_sandbox/slack/click`, { as: 'ana', ...(await aCard()), action_id: 'more' });
    await eventually(() => expect(titlesIn(ana)).toEqual(['views.open']));
    const [{ id } = { id: '' }] = (await ana.heard('modals')).at(-1)?.modals ?? [];
    await post(`${web.url}/_sandbox/slack/click-in-view`, { as: 'ana', view_id: id, action_id: 'more' });
    await eventually(() => expect(titlesIn(ana)).toEqual(['views.open', 'views.push']));
    expect((await (await paneOf('ana')).snapshot()).modals).toHaveLength(2);
    const top = (await ana.heard('modals')).at(-1)?.modals.at(-1)?.id;
    await post(`${web.url}/_sandbox/slack/close-modal`, { as: 'ana', view_id: top });
    await eventually(() => expect(titlesIn(ana)).toEqual(['views.open']));
    expect(titlesIn(bo)).toBeNull();
  });
});

describe('The Home tab', () => {
  it('is shown to the person that it was made for', async () => {
    const [ana, bo] = [await paneOf('ana'), await paneOf('bo')];
    const { id } = web.sandbox.slack.workspace.as('ana').user;
    await call('views.publish', { user_id: id, view: { type: 'home', blocks: ACTIONS } });
    const [home] = await ana.heard('home');
    expect(home?.home.blocks).toHaveLength(1);
    expect((await (await paneOf('ana')).snapshot()).home).not.toBeNull();
    expect((await bo.snapshot()).home).toBeNull();
  });
});

describe('What a person chose in a message', () => {
  it('is still chosen when they come back, for them alone', async () => {
    const card = await aCard();
    await post(`${web.url}/_sandbox/slack/click`, { as: 'ana', ...card, action_id: 'when', value: 'now' });
    const { chosen } = await (await paneOf('ana')).snapshot();
    expect(chosen[`${card.channel} ${card.ts}`]).toMatchObject({
      acts: { when: { selected_option: { value: 'now' } } },
    });
    expect((await (await paneOf('bo')).snapshot()).chosen).toEqual({});
  });
});

describe('A command', () => {
  it('is sent with ids in place of names, where the manifest says so', async () => {
    const { id } = web.sandbox.slack.workspace.as('bo').user;
    const typed = { as: 'ana', command: '/lead', text: 'hand over R&D @bo', channel: 'inbound-leads' };
    expect(await post(`${web.url}/_sandbox/slack/command`, typed)).toMatchObject({ status: 200 });
    expect(heard.at(-1)).toMatchObject({ command: '/lead', text: `hand over R&amp;D <@${id}|bo>` });
  });
});
