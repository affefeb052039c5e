import { beforeEach, describe, expect, it } from 'vitest';
import { postMessage, showNote } from '#sandbox/slack/world/messages.ts';
import { createResponseUrls } from '#sandbox/slack/world/response-urls.ts';
import type { ResponseUrls } from '#sandbox/slack/world/response-urls.ts';
import { seedWorld } from '#sandbox/slack/world/seed.ts';
import type { World } from '#sandbox/slack/world/world.ts';

let world: World;
let urls: ResponseUrls;
let channelId: string;
let userId: string;
const use = (path: string, body: unknown) => urls.use(path, Buffer.from(JSON.stringify(body)));
const messages = () => world.messages.get(channelId) ?? [];
const notes = () => [...world.notes.values()];

beforeEach(() => {
  world = seedWorld({});
  urls = createResponseUrls(world);
  channelId = [...world.channels.keys()][0] ?? '';
  userId = [...world.users.values()].find(({ isBot }) => !isBot)?.id ?? '';
});

describe('a response_url', () => {
  it('answers in private unless told, in a thread if told', () => {
    const { ts } = postMessage(world, { channel: channelId, user: userId, text: 'parent' });
    const path = urls.issue({ userId, channelId });
    use(path, { text: 'for you', thread_ts: ts });
    use(path, { text: 'for all', thread_ts: ts, response_type: 'in_channel' });
    expect(notes()).toMatchObject([{ text: 'for you', user: userId, from: 'app', thread_ts: ts }]);
    expect(messages().at(-1)).toMatchObject({ text: 'for all', thread_ts: ts });
  });

  it('takes the message or private note away that was clicked', () => {
    const { ts } = postMessage(world, { channel: channelId, user: userId, text: 'here' });
    const note = showNote(world, { channel: channelId, user: userId, from: 'app', text: 'a note' });
    use(urls.issue({ userId, channelId, original: ts }), { delete_original: true });
    use(urls.issue({ userId, channelId, original: note.ts }), { delete_original: true });
    expect([messages(), notes()]).toEqual([[], []]);
    const gone = urls.issue({ userId, channelId, original: ts });
    expect(use(gone, { delete_original: true })).toEqual({ status: 404, body: 'message_not_found' });
  });

  it('takes JSON in a form as well, and nothing else', () => {
    const path = urls.issue({ userId, channelId });
    urls.use(path, Buffer.from(new URLSearchParams({ payload: '{"text":"form"}' }).toString()));
    expect(notes().at(-1)?.text).toBe('form');
    for (const body of ['{', '[]', 'payload={']) {
      expect(urls.use(path, Buffer.from(body))).toEqual({ status: 400, body: 'invalid_payload' });
    }
  });

  it('refuses blocks that Slack would refuse, and nothing at all', () => {
    const path = urls.issue({ userId, channelId });
    expect(use(path, { blocks: [{ type: 'foo' }] })).toMatchObject({
      status: 400,
      body: expect.stringContaining('unsupported type: foo [json-pointer:/blocks/0/type]'),
    });
    expect(use(path, {}).body).toContain('no_text');
  });

  it('is over after its time', () => {
    const short = createResponseUrls(world, -1);
    const answer = short.use(short.issue({ userId, channelId }), Buffer.from('{"text":"late"}'));
    expect(answer).toEqual({ status: 404, body: 'expired_url' });
  });

  it('cannot be made up', () => {
    expect(use('/actions/T1/1/nope', { text: 'x' })).toEqual({ status: 404, body: 'invalid_url' });
  });
});
