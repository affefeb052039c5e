// What Salesforce pushes to us as JSON (a Flow's HTTP callout): proof of origin first, then events in the port's words.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { newCorrelationId } from '#kernel/ids.ts';
import type { CrmEvent, WebhookVerdict } from '#ports/crm.ts';
import { crmObjectOf, idCore } from './objects.ts';

export interface FlowDelivery {
  /** Exactly the bytes that came. */
  readonly body: Buffer;
  /** `X-Signalbox-Signature`: `sha256=` and the hex HMAC of the body. */
  readonly signature: string | undefined;
  /** `Authorization`: `Bearer` and the secret, which is what a named credential can send. */
  readonly authorization: string | undefined;
}

const RecordId = z.string().regex(/^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$/, 'not a Salesforce id');

const Body = z.object({
  events: z
    .array(
      z.object({
        object: z.string().min(1).max(80),
        id: RecordId,
        type: z.string().min(1).max(80),
        at: z.iso.datetime({ offset: true }),
      }),
    )
    .max(2000),
});
type FlowEvent = z.infer<typeof Body>['events'][number];

/** Either proof will do; without a configured secret nothing is believed. */
export function readFlowDelivery(secret: string | null, delivery: FlowDelivery): WebhookVerdict {
  const doubt = doubtAbout(secret, delivery);
  if (doubt !== null) return { kind: 'unauthorized', because: doubt };
  const parsed = Body.safeParse(parseJson(delivery.body));
  if (!parsed.success) return { kind: 'malformed', because: z.prettifyError(parsed.error) };
  const correlationId = newCorrelationId();
  return { kind: 'events', events: parsed.data.events.map((event) => asCrmEvent(event, correlationId)) };
}

function doubtAbout(secret: string | null, { body, signature, authorization }: FlowDelivery): string | null {
  if (secret === null || secret === '') return 'no Salesforce webhook secret is configured';
  if (signature !== undefined) {
    const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    return isSame(signature, expected) ? null : 'the signature is not ours';
  }
  if (authorization === undefined) return 'neither X-Signalbox-Signature nor Authorization was sent';
  return isSame(authorization, `Bearer ${secret}`) ? null : 'the bearer secret is not ours';
}

/** Compares in a time that tells nothing about where two texts differ; lengths are evened out by a digest. */
export function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // Undefined matches no schema, so the verdict says what was expected instead.
    return undefined;
  }
}

function asCrmEvent({ object, id, type, at }: FlowEvent, correlationId: CrmEvent['correlationId']): CrmEvent {
  return {
    crm: 'salesforce',
    key: `salesforce:${object}:${idCore(id)}:${type}:${at}`,
    object: crmObjectOf(object),
    recordId: id,
    change: changeOf(type),
    occurredAt: new Date(at),
    type: `${object}.${type}`,
    correlationId,
  };
}

function changeOf(type: string): CrmEvent['change'] {
  if (type === 'deleted' || type === 'merged') return type;
  return 'changed';
}
