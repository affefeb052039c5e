// What is said of incidents, as rows of the outbox: the message, a line in its thread, the digest of a channel.
import { z } from 'zod';
import { SlackUserId } from '#kernel/ids.ts';
import type { CorrelationId } from '#kernel/ids.ts';
import type { Intent } from '#ports/outbox.ts';

export const CardPayload = z.object({ incident: z.int(), again: z.boolean() });
export const LinePayload = z.object({ incident: z.int(), text: z.string(), mention: SlackUserId.nullable() });
export const DigestPayload = z.object({ channelName: z.string(), day: z.string(), incidents: z.array(z.int()) });

/**
 * Shows the incident as it is when the turn comes: posts it where it was not told, else edits it.
 * @param again posted anew, because it became worse; `version` of the incident, so that each time is told once.
 */
export function cardIntent(
  { id, version }: { readonly id: number; readonly version: number },
  again: boolean,
  correlationId: CorrelationId,
): Intent {
  const key = `incident:${id}:${version}:${again ? 'again' : 'card'}`;
  const payload = { incident: id, again };
  return { kind: 'incident.card', lane: `incident:${id}`, key, urgency: 5, payload, correlationId };
}

/** A line in the incident's thread. `text` is plain; whoever is mentioned hears of it. `what` makes it once. */
export function lineIntent(line: z.infer<typeof LinePayload>, what: string, correlationId: CorrelationId): Intent {
  const lane = `incident:${line.incident}`;
  return { kind: 'incident.line', lane, key: `${lane}:${what}`, urgency: 9, payload: { ...line }, correlationId };
}

/** What the noise budget held back, once a day. */
export function digestIntent(payload: z.infer<typeof DigestPayload>, correlationId: CorrelationId): Intent {
  const key = `incident-digest:${payload.channelName}:${payload.day}`;
  return { kind: 'incident.digest', lane: key, key, urgency: 9, payload: { ...payload }, correlationId };
}
