// The SOAP envelope of a workflow Outbound Message, and the acknowledgement that it wants. Pure text.
import type { ObjectName, Row, Value } from './fields.ts';
import { mintId } from './ids.ts';

export interface OutboundNotice {
  readonly object: ObjectName;
  readonly row: Row;
}

const FIELDS = ['Id', 'CreatedDate', 'LastModifiedDate', 'SystemModstamp', 'OwnerId'];

/** The envelope for up to 100 records of one object. */
export function outboundMessage(
  orgId: string,
  url: string,
  serial: number,
  notices: readonly OutboundNotice[],
): string {
  const notifications = notices.map((notice, index) => notification(mintId('OutboundMessage', serial + index), notice));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    ' <soapenv:Body>',
    '  <notifications xmlns="http://soap.sforce.com/2005/09/outbound">',
    `   <OrganizationId>${orgId}</OrganizationId>`,
    '   <ActionId>04kSb0000000001AAA</ActionId>',
    '   <SessionId xsi:nil="true"/>',
    `   <EnterpriseUrl>${escapeXml(url)}/services/Soap/c/67.0/${orgId.slice(0, 15)}</EnterpriseUrl>`,
    `   <PartnerUrl>${escapeXml(url)}/services/Soap/u/67.0/${orgId.slice(0, 15)}</PartnerUrl>`,
    ...notifications,
    '  </notifications>',
    ' </soapenv:Body>',
    '</soapenv:Envelope>',
  ].join('\n');
}

function notification(id: string, { object, row }: OutboundNotice): string {
  const fields = FIELDS.filter((name) => (row[name] ?? null) !== null).map(
    (name) => `     <sf:${name}>${xmlValue(row[name] ?? null)}</sf:${name}>`,
  );
  return [
    '   <Notification>',
    `    <Id>${id}</Id>`,
    `    <sObject xsi:type="sf:${object}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">`,
    ...fields,
    '    </sObject>',
    '   </Notification>',
  ].join('\n');
}

// SOAP writes instants as XML does (`Z`), REST with `+0000`.
function xmlValue(value: Value): string {
  return escapeXml(String(value).replace(/\+0000$/, 'Z'));
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Whether an answer acknowledges the message. */
export function isAcknowledged(status: number, body: string): boolean {
  return status >= 200 && status < 300 && /<(\w+:)?Ack>\s*true\s*<\/(\w+:)?Ack>/.test(body);
}
