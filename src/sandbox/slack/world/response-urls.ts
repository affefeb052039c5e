// response_urls: five answers in thirty minutes to one interaction, whether or not the bot is in the channel.
import { randomBytes } from 'node:crypto';
import { checkMessage } from '#blockkit/check-blocks.ts';
import { LIMITS } from '#blockkit/limits.ts';
import { textOf } from './elements.ts';
import { editMessage, deleteMessage, findMessage, postMessage, removeNote, replaceNote, showNote } from './messages.ts';
import type { Json } from './wire.ts';
import type { World } from './world.ts';

export interface ResponseTarget {
  readonly userId: string;
  readonly channelId: string;
  /** The message that was clicked; a command has none. */
  readonly original?: string;
}

export interface ResponseUrls {
  /** Answers the path of the new URL. */
  readonly issue: (target: ResponseTarget) => string;
  /** The conversation that an issued URL answers in. */
  readonly channelOf: (path: string) => string | undefined;
  /** `body` is JSON, or a form with it in `payload`. */
  readonly use: (path: string, body: Buffer) => ResponseUrlAnswer;
}

export interface ResponseUrlAnswer {
  readonly status: 200 | 400 | 404;
  readonly body: string;
}

export function createResponseUrls(world: World, lifetimeMs: number = LIMITS.interaction.responseUrlMs): ResponseUrls {
  const issued = new Map<string, { target: ResponseTarget; uses: number; expiresAt: number }>();
  return {
    issue: (target) => {
      const kind = target.original === undefined ? 'commands' : 'actions';
      const path = `/${kind}/${world.identity.teamId}/${issued.size + 1}/${randomBytes(12).toString('hex')}`;
      issued.set(path, { target, uses: 0, expiresAt: Date.now() + lifetimeMs });
      return path;
    },
    channelOf: (path) => issued.get(path)?.target.channelId,
    use: (path, bytes) => {
      const entry = issued.get(path);
      if (!entry) return { status: 404, body: 'invalid_url' };
      if (Date.now() > entry.expiresAt) return { status: 404, body: 'expired_url' };
      if (entry.uses >= LIMITS.interaction.responseUrlUses) return { status: 404, body: 'used_url' };
      const body = readPayload(bytes);
      if (!body) return { status: 400, body: 'invalid_payload' };
      entry.uses += 1;
      return answer(world, entry.target, body);
    },
  };
}

function readPayload(bytes: Buffer): Json | undefined {
  const text = bytes.toString();
  try {
    const value: unknown = JSON.parse(
      text.startsWith('payload=') ? (new URLSearchParams(text).get('payload') ?? '') : text,
    );
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

/** Carries out what a response_url, or the body of a command's acknowledgement, asks for. */
export function answer(world: World, target: ResponseTarget, body: Json): ResponseUrlAnswer {
  const note = target.original === undefined ? undefined : world.notes.get(target.original);
  const message = target.original === undefined ? undefined : findMessage(world, target.channelId, target.original);
  if (isTrue(body['delete_original'])) {
    if (note) removeNote(world, note);
    else if (message) deleteMessage(world, message);
    else return { status: 404, body: 'message_not_found' };
    return { status: 200, body: 'ok' };
  }
  const content = { text: textOf(body['text']), blocks: body['blocks'] as readonly Json[] | undefined };
  const problem = checkMessage(content).find(({ error }) => error !== 'msg_too_long');
  if (problem)
    return { status: 400, body: JSON.stringify({ ok: false, error: problem.error, errors: [problem.message] }) };
  const shown = { text: content.text, ...(content.blocks === undefined ? {} : { blocks: content.blocks }) };
  // Without a word about it, an answer to a click replaces what was clicked, as it does in Slack.
  const replaces =
    body['replace_original'] === undefined ? target.original !== undefined : isTrue(body['replace_original']);
  if (replaces && note) replaceNote(world, note, shown);
  else if (replaces && message) editMessage(world, message, shown);
  else publish(world, target, body, shown);
  return { status: 200, body: 'ok' };
}

function publish(
  world: World,
  target: ResponseTarget,
  body: Json,
  shown: { text: string; blocks?: readonly Json[] },
): void {
  const thread = typeof body['thread_ts'] === 'string' ? body['thread_ts'] : undefined;
  if (body['response_type'] === 'in_channel') {
    postMessage(world, { ...shown, channel: target.channelId, user: world.identity.botUserId, threadTs: thread });
    return;
  }
  showNote(world, {
    ...shown,
    channel: target.channelId,
    user: target.userId,
    from: 'app',
    ...(thread === undefined ? {} : { thread_ts: thread }),
  });
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
