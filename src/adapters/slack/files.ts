// Files: an upload URL, the bytes, completion. Slack looks at a file before it can be shown, so an image is waited for.
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Fault, messageOf } from '#kernel/errors.ts';
import type { ChannelId, SlackUserId } from '#kernel/ids.ts';
import type { FileOutcome, NewFile } from '#ports/messenger.ts';
import type { SlackClient } from './client.ts';
import { deliverable, openDirect } from './post.ts';
import type { PostDeps } from './post.ts';

const UploadUrl = z.object({ upload_url: z.url(), file_id: z.string() });
const Completed = z.object({ files: z.array(z.object({ id: z.string() })) });
/** Empty until Slack has looked at it. */
const Info = z.object({ file: z.object({ mimetype: z.string().optional() }) });

type FileTarget = ChannelId | { readonly person: SlackUserId };

const UPLOAD_MS = 30_000;
const LOOK_MS = 250;
const LOOKS = 80;

/** Uploads an image and answers with its id once a message can show it. Throws Fault `timeout` after 20 s. */
export async function uploadImage({ slack }: PostDeps, file: NewFile): Promise<string> {
  const id = await upload(slack, file);
  await slack.call('files.completeUploadExternal', { files: [{ id, title: file.title }] }, Completed);
  for (let look = 0; look < LOOKS; look += 1) {
    const { file: seen } = await slack.call('files.info', { file: id }, Info);
    if (seen.mimetype !== undefined && seen.mimetype !== '') return id;
    await pause(LOOK_MS);
  }
  throw new Fault('timeout', 'Slack took the image and has not made it ready');
}

/** Uploads a file and posts it, with a few words. */
export function sendFile(deps: PostDeps, to: FileTarget, file: NewFile, comment: string): Promise<FileOutcome> {
  const known = typeof to === 'string' ? to : null;
  return deliverable(deps, known, async (): Promise<FileOutcome> => {
    const channel = typeof to === 'string' ? to : await openDirect(deps, to.person);
    const id = await upload(deps.slack, file);
    await deps.slack.call(
      'files.completeUploadExternal',
      { files: [{ id, title: file.title }], channel_id: channel, initial_comment: comment },
      Completed,
    );
    return { kind: 'sent', channel };
  });
}

async function upload(slack: SlackClient, { name, bytes }: NewFile): Promise<string> {
  const asked = { filename: name, length: bytes.byteLength };
  const { upload_url, file_id } = await slack.call('files.getUploadURLExternal', asked, UploadUrl);
  const response = await sendBytes(upload_url, bytes);
  if (!response.ok) throw new Fault('unavailable', `Slack did not take the file: HTTP ${response.status}`);
  return file_id;
}

async function sendBytes(url: string, bytes: Uint8Array): Promise<Response> {
  try {
    const body = new Uint8Array(bytes);
    return await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(UPLOAD_MS) });
  } catch (error) {
    throw new Fault('unavailable', `Slack did not take the file: ${messageOf(error)}`, { cause: error });
  }
}
