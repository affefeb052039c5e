// Workflow Outbound Messages: SOAP envelopes that Salesforce repeats for a day until they are acknowledged. The secret
// is part of the address, and the message must come from the org that we are connected to.
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { newCorrelationId } from '#kernel/ids.ts';
import type { CrmEvent, WebhookVerdict } from '#ports/crm.ts';
import { crmObjectOf, idCore } from './objects.ts';
import { isSame } from './webhook.ts';

export interface OutboundDelivery {
  readonly body: Buffer;
  /** Last part of the address that it came to. */
  readonly pathSecret: string;
}

export interface OutboundTrust {
  readonly secret: string | null;
  /** Id of the connected org; null while we have not been able to ask, and then nothing is believed. */
  readonly organizationId: string | null;
}

/** What Salesforce wants to hear once the events are stored; anything else makes it send them again. */
export const OUTBOUND_ACK = [
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>',
  '<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse>',
  '</soapenv:Body></soapenv:Envelope>',
].join('');

const Notification = z.object({
  Id: z.string().min(15),
  sObject: z.object({
    '@type': z.string(),
    Id: z.string().regex(/^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$/),
    SystemModstamp: z.iso.datetime({ offset: true }).optional(),
    LastModifiedDate: z.iso.datetime({ offset: true }).optional(),
  }),
});
type Notification = z.infer<typeof Notification>;

const Message = z.object({
  Envelope: z.object({
    Body: z.object({
      notifications: z.object({ OrganizationId: z.string(), Notification: z.array(Notification).min(1) }),
    }),
  }),
});

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  processEntities: false,
  isArray: (name) => name === 'Notification',
});

/** `now` dates a message whose record says no time of its own. */
export function readOutboundDelivery(trust: OutboundTrust, delivery: OutboundDelivery, now: Date): WebhookVerdict {
  const { secret, organizationId } = trust;
  if (secret === null || secret === '') return unauthorized('no Salesforce webhook secret is configured');
  if (!isSame(delivery.pathSecret, secret)) return unauthorized('the secret in the address is not ours');
  if (organizationId === null) return unauthorized('the connected org is not known yet');
  const parsed = Message.safeParse(parseXml(delivery.body.toString('utf8')));
  if (!parsed.success) return { kind: 'malformed', because: z.prettifyError(parsed.error) };
  const { OrganizationId, Notification: notifications } = parsed.data.Envelope.Body.notifications;
  if (idCore(OrganizationId) !== idCore(organizationId)) return unauthorized('the message is from another org');
  const correlationId = newCorrelationId();
  return { kind: 'events', events: notifications.map((notification) => asCrmEvent(notification, correlationId, now)) };
}

function unauthorized(because: string): WebhookVerdict {
  return { kind: 'unauthorized', because };
}

// Null matches no schema; a document type has no place in SOAP and only ever brings entities along.
function parseXml(text: string): unknown {
  if (text.includes('<!DOCTYPE') || XMLValidator.validate(text) !== true) return null;
  return parser.parse(text) as unknown;
}

function asCrmEvent(notification: Notification, correlationId: CrmEvent['correlationId'], now: Date): CrmEvent {
  const { sObject } = notification;
  const object = sObject['@type'].split(':').at(-1) ?? '';
  const at = sObject.SystemModstamp ?? sObject.LastModifiedDate;
  return {
    crm: 'salesforce',
    key: `salesforce:outbound:${notification.Id}`,
    object: crmObjectOf(object),
    recordId: sObject.Id,
    change: 'changed',
    occurredAt: at === undefined ? now : new Date(at),
    type: `${object}.outbound`,
    correlationId,
  };
}
