// Makes an opportunity or task at most once a key: by upsert on the org's Signalbox_Key__c field where it has one, else
// by a mark in the description that a repeat looks for.
import { z } from 'zod';
import { after, DAY_MS } from '#kernel/time.ts';
import type { CreateOutcome, NewRecord } from '#ports/crm.ts';
import type { ApiCall } from './client.ts';
import { hasKeyField, KEY_FIELD, keyValue, mark, marked } from './marks.ts';
import type { ObjectInfo } from './metadata.ts';
import { newRecordBody } from './new-record-body.ts';
import { OBJECTS } from './objects.ts';
import type { OrgView } from './org-view.ts';
import { errorCodeOf, refusalOf } from './refusals.ts';
import * as soql from './soql.ts';

/** Outbox rows are not tried longer than this, so an older record of the same name is another one. */
const LOOK_BACK_MS = 7 * DAY_MS;
/** What a rule from Salesforce's own assignment would do to an owner that we chose. */
const KEEP_OWNER = { 'Sforce-Auto-Assign': 'FALSE' };

type NewObject = 'opportunity' | 'task';

interface Creating {
  readonly org: OrgView;
  readonly object: NewObject;
  readonly record: NewRecord;
  readonly info: ObjectInfo;
}

/** See `Crm.create`. Throws Fault; an ambiguous one is settled by a repeat with `repeat: true`. */
export async function createRecord(org: OrgView, object: NewObject, record: NewRecord): Promise<CreateOutcome> {
  const info = await org.metadata.describe(OBJECTS[object].sobject);
  const creating: Creating = { org, object, record, info };
  if (record.repeat) {
    const earlier = await findEarlier(creating);
    if (earlier !== null) return found(creating, earlier);
  }
  try {
    return hasKeyField(info) ? await upsert(creating) : await insert(creating);
  } catch (error) {
    // Two upserts of one key at the same moment: the other one made it.
    const twin = errorCodeOf(error) === 'DUPLICATE_VALUE' && hasKeyField(info) ? await findByKey(creating) : null;
    if (twin !== null) return found(creating, twin);
    const message = refusalOf(error);
    if (message === null) throw error;
    return { kind: 'refused', message };
  }
}

const Saved = z.object({ id: z.string(), created: z.boolean().optional() });

async function upsert({ org, object, record, info }: Creating): Promise<CreateOutcome> {
  const path = `/sobjects/${OBJECTS[object].sobject}/${KEY_FIELD}/${encodeURIComponent(keyValue(record.key))}`;
  const body = await newRecordBody(org, object, record, info);
  const call: ApiCall = {
    kind: 'create',
    effect: 'idempotent',
    urgency: 'normal',
    method: 'PATCH',
    path,
    body,
    headers: KEEP_OWNER,
  };
  const saved = await org.client.call(call, Saved);
  return { kind: saved.created === false ? 'found' : 'created', ref: { crm: 'salesforce', object, id: saved.id } };
}

async function insert({ org, object, record, info }: Creating): Promise<CreateOutcome> {
  const path = `/sobjects/${OBJECTS[object].sobject}`;
  const plain = await newRecordBody(org, object, record, info);
  const body = { ...plain, Description: marked(plain['Description'], record.key) };
  const call: ApiCall = {
    kind: 'create',
    effect: 'once',
    urgency: 'normal',
    method: 'POST',
    path,
    body,
    headers: KEEP_OWNER,
  };
  const saved = await org.client.call(call, Saved);
  return { kind: 'created', ref: { crm: 'salesforce', object, id: saved.id } };
}

function found({ object }: Creating, id: string): CreateOutcome {
  return { kind: 'found', ref: { crm: 'salesforce', object, id } };
}

function findEarlier(creating: Creating): Promise<string | null> {
  return hasKeyField(creating.info) ? findByKey(creating) : findByMark(creating);
}

const IdRow = z.object({ Id: z.string() });

async function findByKey({ org, object, record }: Creating): Promise<string | null> {
  const query = soql.select({
    select: ['Id'],
    from: OBJECTS[object].sobject,
    where: soql.compare(KEY_FIELD, '=', keyValue(record.key)),
    limit: 1,
  });
  const [row] = await org.client.query(query, IdRow, { kind: 'find', urgency: 'normal' });
  return row?.Id ?? null;
}

const MarkedRow = z.object({ Id: z.string(), Description: z.string().nullable() });

// A description cannot be filtered by, so our own recent records of the same name are read and looked through.
async function findByMark({ org, object, record, info }: Creating): Promise<string | null> {
  const body = await newRecordBody(org, object, record, info);
  const nameField = object === 'task' ? 'Subject' : 'Name';
  const { userId } = await org.signIn.session();
  const query = soql.select({
    select: ['Id', 'Description'],
    from: OBJECTS[object].sobject,
    where: soql.all(
      soql.compare(nameField, '=', body[nameField] ?? null),
      soql.compare('CreatedById', '=', userId),
      soql.compare('CreatedDate', '>=', after(org.clock.now(), -LOOK_BACK_MS)),
    ),
  });
  const rows = await org.client.query(query, MarkedRow, { kind: 'find', urgency: 'normal' });
  return rows.find((row) => row.Description?.endsWith(mark(record.key)))?.Id ?? null;
}
