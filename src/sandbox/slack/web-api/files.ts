// files.*: an upload URL, the bytes, completion; a file is usable only after Slack has looked at it.
import { setTimeout as pause } from 'node:timers/promises';
import { botIsMember } from '../world/conversations.ts';
import { postMessage } from '../world/messages.ts';
import { imageType } from '../world/image-type.ts';
import type { NewMessage } from '../world/messages.ts';
import type { Json, StoredFile } from '../world/wire.ts';
import { announce } from '../world/world.ts';
import type { World } from '../world/world.ts';
import { contentOf } from './content.ts';
import { ApiError, invalid, json, optional, required } from './method.ts';
import type { Call, Methods } from './method.ts';
import { channelOf } from './targets.ts';

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
  const share = shareOf(call);
  for (const file of stored) call.world.files.set(file.id, file);
  void process(call, stored, share);
  return { files: stored.map(({ id, title }) => ({ id, title })) };
}

/** Where the files are to be posted, and with which words; undefined if nowhere. */
function shareOf(call: Call): NewMessage | undefined {
  if (optional(call, 'channel_id') === undefined) return undefined;
  const channel = channelOf(call, 'channel_id');
  if (!botIsMember(call.world, channel)) throw new ApiError('not_in_channel');
  if (channel.archived) throw new ApiError('is_archived');
  const comment = optional(call, 'initial_comment');
  const content = call.args['blocks'] === undefined ? { text: comment ?? '' } : contentOf(call, 'cut');
  const user = call.world.identity.botUserId;
  return { ...content, channel: channel.id, user, threadTs: optional(call, 'thread_ts'), subtype: 'file_share' };
}

// Slack answers before it has looked at the bytes and posts to the channel afterwards.
async function process(call: Call, files: readonly StoredFile[], share: NewMessage | undefined): Promise<void> {
  const { world, closing } = call;
  await pause(call.fileProcessingMs, undefined, { ref: false, signal: closing }).catch(() => undefined);
  if (closing.aborted) return;
  for (const file of files) {
    world.files.set(file.id, { ...file, processed: true });
    announce(world, { kind: 'file_processed', file: file.id });
  }
  if (share) postMessage(world, { ...share, files: files.map((file) => shown(call, { ...file, processed: true })) });
}

function info(call: Call): Json {
  const file = call.world.files.get(required(call, 'file'));
  if (!file) throw new ApiError('file_not_found');
  return { file: shown(call, file), comments: [], response_metadata: { next_cursor: '' } };
}

/** Of what is no picture, by the end of the name. */
const MIME: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  json: 'application/json',
  pdf: 'application/pdf',
  txt: 'text/plain',
};
const FILETYPE: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
};

/** Type and thumbnails are empty until the file is processed, which is how an app can tell. */
function shown(call: Call, file: StoredFile): Json {
  const extension = file.name.split('.').at(-1) ?? '';
  const image = file.processed && file.bytes ? imageType(file.bytes) : null;
  const mimetype = image ?? MIME[extension] ?? 'application/octet-stream';
  const url = `${call.url}/files/${file.id}/${file.name}`;
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    size: file.size,
    filetype: file.processed ? (FILETYPE[mimetype] ?? extension) : '',
    mimetype: file.processed ? mimetype : '',
    user: call.world.identity.botUserId,
    mode: 'hosted',
    url_private: url,
    permalink: url,
    ...(image === null ? {} : { thumb_360: url }),
  };
}
