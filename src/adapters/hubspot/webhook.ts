// Deliveries from HubSpot: whether they are genuine, and which records they are about. Stores nothing.
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { CorrelationId } from '#kernel/ids.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import type { CrmEvent, CrmObject, WebhookVerdict } from '#ports/crm.ts';

/** A signature is good for five minutes, before and after. */
const FRESH_MS = 5 * MINUTE_MS;

export interface HubspotDelivery {
  /** The public address that HubSpot was told, with its query, since the signature is over it. */
  readonly url: string;
  readonly method: string;
  readonly body: Buffer;
  /** `X-HubSpot-Signature-v3`. */
  readonly signature: string | undefined;
  /** `X-HubSpot-Request-Timestamp`: Unix milliseconds. */
  readonly timestamp: string | undefined;
  readonly correlationId: CorrelationId;
}

export interface WebhookSecrets {
  /** The app's client secret. Null: none configured, and every delivery is refused. */
  readonly clientSecret: string | null;
  /** Real time: HubSpot signs with its own clock, whatever business time it is. */
  readonly now: () => Date;
}

const WebhookEvents = z
  .array(
    z.object({
      portalId: z.number(),
      subscriptionType: z.string(),
      occurredAt: z.number(),
      objectId: z.number().optional(),
      fromObjectId: z.number().optional(),
      objectTypeId: z.string().optional(),
      propertyName: z.string().optional(),
      propertyValue: z.union([z.string(), z.number(), z.boolean()]).nullish(),
      primaryObjectId: z.number().optional(),
      mergedObjectIds: z.array(z.number()).optional(),
      newObjectId: z.number().nullish(),
    }),
  )
  .max(1000);
type WebhookEvent = z.infer<typeof WebhookEvents>[number];

export function receiveHubspot(secrets: WebhookSecrets, delivery: HubspotDelivery): WebhookVerdict {
  const because = whyNotGenuine(secrets, delivery);
  if (because !== null) return { kind: 'unauthorized', because };
  const body = parsed(delivery.body);
  if (body === undefined) return { kind: 'malformed', because: 'the body is not JSON' };
  const events = WebhookEvents.safeParse(body);
  if (!events.success) return { kind: 'malformed', because: z.prettifyError(events.error) };
  return { kind: 'events', events: events.data.flatMap((event) => neutral(event, delivery.correlationId)) };
}

function whyNotGenuine({ clientSecret, now }: WebhookSecrets, delivery: HubspotDelivery): string | null {
  if (clientSecret === null) return 'HUBSPOT_CLIENT_SECRET is not set, so no delivery can be verified';
  const { signature, timestamp } = delivery;
  if (signature === undefined || timestamp === undefined) return 'the signature or its timestamp is missing';
  if (!/^\d{1,15}$/.test(timestamp)) return 'the timestamp is not a number';
  const age = now().getTime() - Number(timestamp);
  if (age > FRESH_MS) return 'the signature is older than five minutes';
  if (age < -FRESH_MS) return 'the timestamp lies in the future';
  const hmac = createHmac('sha256', clientSecret).update(`${delivery.method}${delivery.url}`);
  const expected = hmac.update(delivery.body).update(timestamp).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected) ? null : 'the signature does not match';
}

/** Undefined for what is not JSON. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A merge is told of each id that lives on elsewhere, and of the one that it lives on in. */
function neutral(event: WebhookEvent, correlationId: CorrelationId): readonly CrmEvent[] {
  const common = {
    crm: 'hubspot',
    object: objectOf(event),
    occurredAt: new Date(event.occurredAt),
    type: event.subscriptionType,
    correlationId,
  } as const;
  if (event.subscriptionType.endsWith('.merge')) {
    const into = event.newObjectId ?? event.primaryObjectId ?? event.objectId;
    const retired = [...(event.mergedObjectIds ?? []), event.primaryObjectId ?? into].filter((id) => id !== into);
    return [
      ...retired.map((id) => ({ ...common, key: keyOf(event, id), recordId: String(id), change: 'merged' as const })),
      { ...common, key: keyOf(event, into), recordId: String(into), change: 'changed' as const },
    ];
  }
  const id = event.objectId ?? event.fromObjectId;
  const deleted = /\.(deletion|privacyDeletion)$/.test(event.subscriptionType);
  return [{ ...common, key: keyOf(event, id), recordId: String(id ?? ''), change: deleted ? 'deleted' : 'changed' }];
}

const OBJECTS: Readonly<Record<string, CrmObject>> = {
  contact: 'lead',
  company: 'company',
  deal: 'opportunity',
  '0-1': 'lead',
  '0-2': 'company',
  '0-3': 'opportunity',
};

/** `contact.creation`, or `object.creation` with the object's number. Null for what we do not keep. */
function objectOf(event: WebhookEvent): CrmObject | null {
  if ((event.objectId ?? event.fromObjectId ?? event.primaryObjectId) === undefined) return null;
  const [about = ''] = event.subscriptionType.split('.');
  return OBJECTS[about === 'object' ? (event.objectTypeId ?? '') : about] ?? null;
}

/** HubSpot's eventId is not unique and repeats differ in it, so what happened names the event. */
function keyOf(event: WebhookEvent, id: number | undefined): string {
  const what = [
    event.portalId,
    event.subscriptionType,
    event.objectTypeId,
    id,
    event.occurredAt,
    event.propertyName,
    event.propertyValue,
  ];
  return `hubspot:${hash('sha256', JSON.stringify(what)).slice(0, 40)}`;
}
