// Files that were uploaded to Slack, for the page: pictures as what their bytes are, everything else as a download.
import { Fault } from '#kernel/errors.ts';
import { imageType } from '#sandbox/slack/world/image-type.ts';
import type { StoredFile } from '#sandbox/slack/world/wire.ts';
import type { Bytes } from './answer.ts';

/** An SVG may hold scripts: alone in a tab it gets an origin of its own and runs none. */
const PICTURE_ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/** Throws Fault `not_found` until Slack has looked at the file, as for one that there is not. */
export function fileBytes(file: StoredFile | undefined, id: string): Bytes {
  if (file?.bytes === undefined || !file.processed) throw new Fault('not_found', `There is no file ${id}.`);
  const type = imageType(file.bytes);
  if (type !== null) return { body: file.bytes, type, policy: PICTURE_ALONE };
  return { body: file.bytes, type: 'application/octet-stream', attachment: file.name };
}
