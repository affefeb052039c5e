// The content of an outgoing message, checked as Slack checks it.
import { checkMessage } from '#blockkit/check-blocks.ts';
import { LIMITS } from '#blockkit/limits.ts';
import { imageType } from '../world/image-type.ts';
import type { Content } from '../world/messages.ts';
import type { Json } from '../world/wire.ts';
import { ApiError, invalid, json, optional } from './method.ts';
import type { Call } from './method.ts';

/** `cut` as chat.postMessage does with overlong text, `refuse` as the others do. Throws what Slack answers. */
export function contentOf(call: Call, longText: 'cut' | 'refuse'): Content {
  const blocks = blocksOf(call);
  const given = optional(call, 'text');
  const attachments = attachmentsOf(call);
  const text = longText === 'cut' ? given?.slice(0, LIMITS.message.truncated) : given;
  const bare = (attachments === undefined || attachments.length === 0) && blocks === undefined;
  for (const { error } of checkMessage({ text, blocks })) {
    if (error === 'no_text' && !bare) continue;
    if (error === 'msg_too_long' && longText === 'cut') continue;
    if (error !== 'invalid_blocks') throw new ApiError(error);
  }
  return {
    text: text ?? '',
    ...(blocks === undefined ? {} : { blocks }),
    ...(attachments === undefined ? {} : { attachments }),
    ...metadataOf(call),
  };
}

/** The `attachments` argument, whose blocks are checked as those of a message are. */
function attachmentsOf(call: Call): readonly Json[] | undefined {
  const attachments = json(call, 'attachments', 'invalid_attachments');
  if (attachments === undefined) return undefined;
  if (!Array.isArray(attachments)) throw new ApiError('invalid_attachments');
  if (attachments.length > LIMITS.message.attachments) throw new ApiError('too_many_attachments');
  const problems = (attachments as readonly Json[]).flatMap(({ blocks }, index) =>
    Array.isArray(blocks)
      ? checkMessage({ text: 'x', blocks }).map(({ message }) =>
          message.replace('[json-pointer:', `[json-pointer:/attachments/${index}`),
        )
      : [],
  );
  if (problems.length > 0) throw invalid('invalid_blocks', problems, true);
  return attachments as readonly Json[];
}

/** The `blocks` argument; throws `invalid_blocks` with every reason, also for images that are not ready. */
function blocksOf(call: Call): readonly Json[] | undefined {
  const blocks = json(call, 'blocks', 'invalid_blocks_format');
  if (blocks === undefined) return undefined;
  if (!Array.isArray(blocks)) throw new ApiError('invalid_blocks_format');
  const problems = checkMessage({ text: 'x', blocks }).filter(({ error }) => error === 'invalid_blocks');
  const messages = [...problems.map(({ message }) => message), ...unreadyFiles(call, blocks, '/blocks')];
  if (messages.length > 0) throw invalid('invalid_blocks', messages, true);
  return blocks as readonly Json[];
}

function unreadyFiles(call: Call, value: unknown, at: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, content]: [string, unknown]) => {
    if (key !== 'slack_file') return unreadyFiles(call, content, `${at}/${key}`);
    const { id, url } = content as { id?: string; url?: string };
    const file = call.world.files.get(id ?? /\/(F[0-9A-Z]+)\//u.exec(url ?? '')?.[1] ?? '');
    return file?.processed && file.bytes && imageType(file.bytes) !== null
      ? []
      : [`invalid slack file [json-pointer:${at}/${key}]`];
  });
}

function metadataOf(call: Call): Pick<Content, 'metadata'> {
  const metadata = json(call, 'metadata', 'invalid_metadata_format') as Json | undefined;
  if (metadata === undefined) return {};
  // An empty object takes a message's metadata away.
  if (Object.keys(metadata).length === 0) return { metadata: undefined };
  const { event_type, event_payload } = metadata;
  if (typeof event_type !== 'string' || typeof event_payload !== 'object' || event_payload === null) {
    throw new ApiError('invalid_metadata_schema');
  }
  if (Buffer.byteLength(JSON.stringify(metadata)) > LIMITS.message.metadataBytes) {
    throw new ApiError('metadata_too_large');
  }
  return { metadata: { event_type, event_payload: event_payload as Json } };
}
