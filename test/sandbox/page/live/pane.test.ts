// A pane and the world outside as the browser holds them, against the page's real server.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createPane } from '#sandbox/page/live/create-pane.ts';
import { createWorld } from '#sandbox/page/live/create-world.ts';
import type { Pane, PaneEvent } from '#sandbox/page/live/pane.ts';
import type { OutsideWorld } from '#sandbox/page/live/world.ts';
import { eventually } from '../../slack/eventually.ts';
import { aWeb } from '../../web/a-web.ts';
import type { AWeb } from '../../web/a-web.ts';
import { pretendPageOf } from '../support/a-browser.ts';

let web: AWeb;
const open: (Pane | OutsideWorld)[] = [];

beforeAll(async () => {
  web = await aWeb();
  pretendPageOf(web.url);
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await web.close();
});
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

async function paneOf(as: string): Promise<Pane> {
  const pane = createPane(as);
  open.push(pane);
  await eventually(() => expect(pane.snapshot.value).not.toBeNull());
  return pane;
}

function channel(name: string): string {
  return web.sandbox.slack.workspace.channel(name).id;
}

function says(as: string, name: string, text: string, threadTs?: string): string {
  return web.sandbox.slack.workspace.as(as).say(name, text, threadTs).ts;
}

async function textsOf(shown: ReturnType<Pane['conversation']>, count: number): Promise<readonly string[]> {
  return eventually(() => {
    const texts = (shown.value?.messages ?? []).map(({ text }) => text);
    expect(texts.length).toBeGreaterThanOrEqual(count);
    return texts;
  });
}

describe('A pane', () => {
  it('shows a conversation and what is said in it from then on, each message once', async () => {
    says('bo', 'general', 'before');
    const ana = await paneOf('ana');
    const shown = ana.conversation(channel('general'));
    // Said while the page of messages is under way: it may be in the page, in the socket, or in both.
    says('bo', 'general', 'meanwhile');
    await textsOf(shown, 2);
    says('bo', 'general', 'after');
    expect(await textsOf(shown, 3)).toEqual(['before', 'meanwhile', 'after']);
  });

  it('says, joins and reads as its person', async () => {
    const ana = await paneOf('ana');
    const id = channel('revops');
    await ana.acts.join(id);
    await eventually(() => expect(ana.snapshot.value?.conversations.map(({ name }) => name)).toContain('revops'));
    await ana.acts.say(id, 'hello');
    expect(await textsOf(ana.conversation(id), 1)).toEqual(['hello']);
    const ts = says('oskar', 'revops', 'welcome');
    const unread = (): number | undefined => ana.snapshot.value?.conversations.find((each) => each.id === id)?.unread;
    await eventually(() => expect(unread()).toBe(1));
    await ana.acts.read(id, ts);
    await eventually(() => expect(unread()).toBe(0));
  });

  it('shows a thread, and its figures on the message that it hangs on', async () => {
    const parent = says('bo', 'general', 'parent');
    const ana = await paneOf('ana');
    const id = channel('general');
    const thread = ana.thread(id, parent);
    expect(await textsOf(thread, 1)).toEqual(['parent']);
    await ana.acts.say(id, 'reply', parent);
    expect(await textsOf(thread, 2)).toEqual(['parent', 'reply']);
    await eventually(() => {
      expect(ana.conversation(id).value?.messages.find(({ ts }) => ts === parent)?.reply_count).toBe(1);
    });
  });

  it('fetches older messages page by page, until there are no more', async () => {
    for (let count = 0; count < 130; count += 1) says('bo', 'inbound-leads', `${count}`);
    const ana = await paneOf('ana');
    const id = channel('inbound-leads');
    const shown = ana.conversation(id);
    await textsOf(shown, 100);
    expect(shown.value?.more).toBe(true);
    await Promise.all([ana.loadOlder(id), ana.loadOlder(id)]);
    expect(shown.value?.messages.map(({ text }) => text)).toEqual(Array.from({ length: 130 }, (_, at) => `${at}`));
    expect(shown.value?.more).toBe(false);
  });

  it('tells what a phone would, and what did not work', async () => {
    const ana = await paneOf('ana');
    const heard: PaneEvent[] = [];
    const stop = ana.listen((event) => heard.push(event));
    const self = ana.snapshot.value?.as.id ?? '';
    says('bo', 'general', `look here <@${self}>`);
    await eventually(() => expect(heard.map(({ kind }) => kind)).toEqual(['notification']));
    await expect(ana.acts.say('C0NOWHERE', 'x')).rejects.toThrow('C0NOWHERE');
    const pressed = await ana.acts.press({ channel: channel('general'), ts: '1.1' }, 'leads.claim');
    expect(pressed).toMatchObject({ kind: 'failed' });
    expect(heard.map(({ kind }) => kind)).toEqual(['notification', 'trouble', 'trouble']);
    stop();
  });

  it('says why a conversation is not there', async () => {
    const gus = await paneOf('gus');
    const id = channel('revops');
    gus.conversation(id);
    await eventually(() => expect(gus.missing.value.get(id)).toBeTruthy());
    expect(gus.conversation(id).value).toBeNull();
  });

  it('comes back by itself when the server was away, and has what happened meanwhile', async () => {
    const away = await web.again();
    pretendPageOf(away.url);
    const ana = await paneOf('ana');
    const shown = ana.conversation(channel('enterprise-leads'));
    await eventually(() => expect(shown.value).not.toBeNull());
    await away.close();
    await eventually(() => expect(ana.link.value).toBe('lost'));
    says('bo', 'enterprise-leads', 'while you were away');
    expect(shown.value?.messages).toEqual([]);
    const back = await web.again({ port: away.port });
    expect(await textsOf(shown, 1)).toEqual(['while you were away']);
    expect(ana.link.value).toBe('live');
    ana.close();
    await back.close();
    pretendPageOf(web.url);
  });
});

describe('The world outside', () => {
  it('has the CRMs’ records, and puts what changes first', async () => {
    const world = createWorld();
    open.push(world);
    await eventually(() => expect(world.crms.value.map(({ crm }) => crm)).toEqual(['hubspot', 'salesforce']));
    const contacts = world.records('hubspot', 'contacts');
    const { id } = web.sandbox.hubspot.createContact({ email: 'new@prospect.test', firstname: 'Nia' });
    await eventually(() => expect(contacts.value?.[0]?.id).toBe(id));
    await world.edit('hubspot', 'contacts', id, { firstname: 'Nia Maria' }, 'ana');
    await eventually(() => expect(contacts.value?.[0]?.values['firstname']).toBe('Nia Maria'));
    expect(world.changes.value[0]).toMatchObject({ what: 'updated', row: { id } });
    expect(await world.history('hubspot', 'contacts', id)).not.toEqual([]);
    await expect(world.make('nothing_like_it')).rejects.toThrow(/nothing_like_it/u);
  });
});
