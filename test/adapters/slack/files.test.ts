import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ChannelId, SlackUserId } from '#kernel/ids.ts';
import type { NewFile } from '#ports/messenger.ts';
import { connected } from './connected.ts';
import type { Connected } from './connected.ts';

/** One pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let slack: Connected;
let reports: ChannelId;
let ana: SlackUserId;

beforeAll(async () => {
  slack = await connected({
    users: [{ name: 'ana', realName: 'Ana Ruiz', email: 'ana@acme.test' }],
    channels: [{ name: 'reports' }, { name: 'elsewhere', botIsMember: false }],
  });
  reports = ChannelId.parse(slack.sandbox.workspace.channel('reports').id);
  ana = SlackUserId.parse(slack.sandbox.workspace.users().find(({ name }) => name === 'ana')?.id);
});
afterAll(() => slack.sandbox.close());
beforeEach(() => slack.sandbox.faults.clear());

function aFile(file: Partial<NewFile> = {}): NewFile {
  return { name: 'mqls.csv', title: 'MQLs', bytes: Buffer.from('day,mqls\n2026-11-01,4\n'), ...file };
}

describe('files', () => {
  it('can be shown in a message as soon as the upload of an image is over', async () => {
    const id = await slack.messenger.uploadImage(aFile({ name: 'chart.png', bytes: PIXEL }));
    const outcome = await slack.messenger.post({
      channel: reports,
      message: { text: 'A chart', blocks: [{ type: 'image', slack_file: { id }, alt_text: 'A chart' }] },
      key: 'report:1',
      repeat: false,
    });
    expect(outcome.kind).toBe('posted');
  });

  it('are posted in a channel, or to one person alone', async () => {
    const open = await slack.messenger.sendFile(reports, aFile(), 'As asked');
    const own = await slack.messenger.sendFile({ person: ana }, aFile(), 'As asked');
    expect(open).toEqual({ kind: 'sent', channel: reports });
    expect(own).toMatchObject({ kind: 'sent', channel: expect.stringMatching(/^D/u) });
  });

  it('say why a channel cannot take them', async () => {
    const elsewhere = ChannelId.parse(slack.sandbox.workspace.channel('elsewhere').id);
    expect(await slack.messenger.sendFile(elsewhere, aFile(), 'As asked')).toEqual({
      kind: 'undeliverable',
      because: 'not_in_channel',
    });
  });

  it('fail with a fault when the bytes are not taken', async () => {
    slack.sandbox.faults.next({ method: 'upload', kind: 'status', status: 500 });
    await expect(slack.messenger.uploadImage(aFile({ name: 'chart.png', bytes: PIXEL }))).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
