// What every feature may have to say: a private note to one person, and a word to ops.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ChannelId, SlackUserId } from '#kernel/ids.ts';
import type { CorrelationId } from '#kernel/ids.ts';
import type { Intent } from '#ports/outbox.ts';

/** When something was decided, and in the course of what. */
export interface Cause {
  readonly at: Date;
  readonly correlationId: CorrelationId;
}

export const WhisperPayload = z.object({ channel: ChannelId.nullable(), to: SlackUserId, text: z.string() });

/** A private note to one person, in the channel they acted in, else as a direct message. `text` is plain. */
export function whisperIntent(
  note: { readonly channel: ChannelId | null; readonly to: SlackUserId; readonly text: string },
  { correlationId }: Cause,
): Intent {
  const key = `whisper:${note.to}:${randomUUID()}`;
  return { kind: 'lead.whisper', lane: key, key, urgency: 0, payload: { ...note }, correlationId };
}

export const OpsPayload = z.object({ text: z.string(), hold: z.number().int().nullable() });

/** Tells the ops channel; with `hold`, asks what to do with held leads. `key` makes it once. */
export function opsIntent(key: string, payload: z.infer<typeof OpsPayload>, { correlationId }: Cause): Intent {
  return { kind: 'ops.message', lane: 'ops', key: `ops:${key}`, urgency: 9, payload, correlationId };
}
