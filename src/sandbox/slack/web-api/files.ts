// files.*: an upload URL, the bytes, completion; a file is usable only after Slack has looked at it.
import { setTimeout as pause } from 'node:timers/promises';
import { postMessage } from '../world/messages.ts';
import type { Json, StoredFile } from '../world/wire.ts';
import { announce } from '../world/world.ts';
import type { World } from '../world/world.ts';
import { ApiError, invalid, json, optional, required } from './method.ts';
import type { Call, Methods } from './method.ts';

export const fileMethods: Methods = {
  'files.getUploadURLExternal': { tier: 'tier4', token: 'bot', scope: 'files:write', run: uploadUrl },
  'files.completeUploadExternal': { tier: 'tier4', token: 'bot', scope: 'files:write', run: complete },
  'files.info': { tier: 'tier4', token: 'bot', scope: 'files:read', run: info },
};

function uploadUrl(call: Call): Json {
  const name = required(call, 'filename');
  const size = Number(required(call, 'length'));
  if (!Number.isInteger(size) || size < 1) throw invalid('invalid_arguments', ['invalid `length`'], false);
  const id = call.world.mintId('F');
  call.world.files.set(id, { id, name, title: name, size, processed: false });
  return { upload_url: `${call.url}/upload/v1/${id}`, file_id: id };
}

/** Takes the bytes of an announced file; false if there is no such file or the length is not the announced one. */
export function storeUpload(world: World, fileId: string, bytes: Buffer): boolean {
  const file = world.files.get(fileId);
  if (!file || file.size !== bytes.length) return false;
  world.files.set(fileId, { ...file, bytes });
  return true;
}

function complete(call: Call): Json {
  const files = json(call, 'files', 'invalid_arguments') as readonly { id: string; title?: string }[] | undefined;
  if (!Array.isArray(files) || files.length === 0)
    throw invalid('invalid_arguments', ['missing required field: files'], false);
  const stored = files.map(({ id, title }): StoredFile => {
    const file = call.world.files.get(id);
    if (!file?.bytes) throw new ApiError('file_not_found');
    return { ...file, title: title ?? file.title };
  });
  const channel = optional(call, 'channel_id');
  if (channel !== undefined && !call.world.channels.has(channel)) throw new ApiError('channel_not_found');
  for (const file of stored) call.world.files.set(file.id, file);
  void process(call, stored, channel);
  return { files: stored.map(({ id, title }) => ({ id, title })) };
}

// Slack answers before it has looked at the bytes and posts to the channel afterwards.
async function process(call: Call, files: readonly StoredFile[], channel: string | undefined): Promise<void> {
  const { world, closing } = call;
  await pause(call.fileProcessingMs, undefined, { ref: false, signal: closing }).catch(() => undefined);
  if (closing.aborted) return;
  for (const file of files) {
    world.files.set(file.id, { ...file, processed: true });
    announce(world, { kind: 'file_processed', file: file.id });
  }
  if (channel === undefined) return;
  postMessage(world, {
    channel,
    user: world.identity.botUserId,
    text: optional(call, 'initial_comment') ?? '',
    threadTs: optional(call, 'thread_ts'),
    subtype: 'file_share',
    files: files.map((file) => shown(call, { ...file, processed: true })),
  });
}

function info(call: Call): Json {
  const file = call.world.files.get(required(call, 'file'));
  if (!file) throw new ApiError('file_not_found');
  return { file: shown(call, file), comments: [], response_metadata: { next_cursor: '' } };
}

const MIME: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  csv: 'text/csv',
  pdf: 'application/pdf',
};

/** Type and thumbnails are empty until the file is processed, which is how an app can tell. */
function shown(call: Call, file: StoredFile): Json {
  const extension = file.name.split('.').at(-1) ?? '';
  const url = `${call.url}/files/${file.id}/${file.name}`;
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    size: file.size,
    filetype: file.processed ? extension : '',
    mimetype: file.processed ? (MIME[extension] ?? 'application/octet-stream') : '',
    user: call.world.identity.botUserId,
    mode: 'hosted',
    url_private: url,
    permalink: url,
    ...(file.processed && MIME[extension]?.startsWith('image/') ? { thumb_360: url } : {}),
  };
}
