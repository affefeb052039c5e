// The body of a new opportunity or task: our names and words as Salesforce's fields and values. Reads, writes nothing.
import type { Fields, FieldValue, NewRecord, RecordRef } from '#ports/crm.ts';
import { readStages } from './directory.ts';
import type { ObjectInfo } from './metadata.ts';
import type { OrgView } from './org-view.ts';
import { propertiesFor } from './record-properties.ts';

type Body = Record<string, FieldValue>;

/** Throws Fault where the org cannot be asked for what is missing. */
export async function newRecordBody(
  org: OrgView,
  object: 'opportunity' | 'task',
  record: NewRecord,
  info: ObjectInfo,
): Promise<Body> {
  const fields = object === 'task' ? taskFields(record.fields, info) : record.fields;
  const body: Body = { ...(await propertiesFor(org, object, fields)), ...linkFields(object, record.links, info) };
  if (record.ownerId !== null) body['OwnerId'] = record.ownerId;
  if (object === 'opportunity' && (body['StageName'] ?? null) === null) body['StageName'] = await firstOpenStage(org);
  return body;
}

// Salesforce refuses an opportunity without a stage; it begins where the org's own sales process begins.
async function firstOpenStage(org: OrgView): Promise<string | null> {
  const stages = await readStages(org, 'opportunity');
  return stages.find((stage) => !stage.closed)?.id ?? null;
}

const SUBTYPES: Readonly<Record<string, string>> = { call: 'Call', email: 'Email' };

/** `done` and `kind` are no fields of a Salesforce task: its status and subtype say them. */
function taskFields({ done, kind, ...rest }: Fields, info: ObjectInfo): Fields {
  const status = done === true ? { Status: 'Completed' } : {};
  const subtype = typeof kind === 'string' && info.get('TaskSubtype')?.createable === true ? SUBTYPES[kind] : undefined;
  return { ...rest, ...status, ...(subtype === undefined ? {} : { TaskSubtype: subtype }) };
}

function linkFields(object: 'opportunity' | 'task', links: readonly RecordRef[], info: ObjectInfo): Body {
  const id = (kind: RecordRef['object']) => links.find((link) => link.object === kind)?.id;
  const [lead, contact, company, opportunity] = [id('lead'), id('contact'), id('company'), id('opportunity')];
  const body: Body = {};
  if (object === 'opportunity') {
    if (company !== undefined) body['AccountId'] = company;
    if (contact !== undefined && info.get('ContactId')?.createable === true) body['ContactId'] = contact;
    return body;
  }
  const who = lead ?? contact;
  if (who !== undefined) body['WhoId'] = who;
  // A task of a lead may not be related to anything else.
  const what = lead === undefined ? (opportunity ?? company) : undefined;
  if (what !== undefined) body['WhatId'] = what;
  return body;
}
