// Makes deals and tasks, each once for its key: by a unique property where the account has one, else by a line that
// the record carries and that is looked for among the lead's own records (never by search, whose index lags).
import { z } from 'zod';
import type { CreateOutcome, Fields, NewRecord, RecordRef } from '#ports/crm.ts';
import type { Clock } from '#ports/clock.ts';
import { isGone, wordsOfRefusal } from './answers.ts';
import { fieldsOf, writeFields } from './fields.ts';
import { hubspotObject, type HubspotObject } from './objects.ts';
import { HubspotRecord, readOne, type ReadDeps } from './records.ts';
import { readRelations } from './relations.ts';
import { readDealStages } from './settings.ts';

export interface CreateDeps extends ReadDeps {
  readonly clock: Clock;
}

type Created = 'opportunity' | 'task';

/** A single-line text property of the account that allows no value twice; docs/operating.md says how to add it. */
const KEY_PROPERTY = 'signalbox_key';
/** Where the key is written when there is no such property. */
const NOTE_PROPERTY: Readonly<Record<Created, string>> = { opportunity: 'description', task: 'hs_task_body' };
const NAME_PROPERTY: Readonly<Record<Created, string>> = { opportunity: 'dealname', task: 'hs_task_subject' };

/** HubSpot's numbers for the association from the first object to the second. */
const ASSOCIATION_TYPES: Readonly<Record<string, number>> = {
  'deals>contacts': 3,
  'deals>companies': 5,
  'tasks>contacts': 204,
  'tasks>companies': 192,
  'tasks>deals': 216,
};

const CreatedRecord = HubspotRecord.pick({ id: true });
const SearchResult = z.object({ results: z.array(HubspotRecord) });

/** See ports/crm.ts. Throws an ambiguous Fault when the answer was lost: call again with `repeat`. */
export async function createRecord(deps: CreateDeps, object: Created, record: NewRecord): Promise<CreateOutcome> {
  const theirs = hubspotObject(object);
  const hasKeyProperty = (await deps.lists.of(theirs)).get(KEY_PROPERTY)?.unique ?? false;
  const find = (): Promise<string | null> =>
    hasKeyProperty ? findByProperty(deps, theirs, record.key) : findByNote(deps, object, record);
  const existing = record.repeat ? await find() : null;
  if (existing !== null) return { kind: 'found', ref: refTo(object, existing) };
  const properties = await propertiesOf(deps, object, record, hasKeyProperty);
  const associations = associationsOf(theirs, record.links);
  try {
    const { id } = await deps.api.call(
      { kind: 'create', effect: 'once', urgency: 'normal' },
      CreatedRecord,
      (client, options) =>
        // The client types the category as its own enum; it sends what it is given.
        client.crm.objects.basicApi.create(theirs, { properties, associations: associations as never }, options),
    );
    return { kind: 'created', ref: refTo(object, id) };
  } catch (error) {
    const message = wordsOfRefusal(error) ?? (isGone(error) ? 'a record to tie it to no longer exists' : null);
    if (message === null) throw error;
    const twin = hasKeyProperty ? await find() : null;
    return twin === null ? { kind: 'refused', message } : { kind: 'found', ref: refTo(object, twin) };
  }
}

function refTo(object: Created, id: string): RecordRef {
  return { crm: 'hubspot', object, id };
}

async function propertiesOf(
  deps: CreateDeps,
  object: Created,
  record: NewRecord,
  hasKeyProperty: boolean,
): Promise<Record<string, string>> {
  const theirs = hubspotObject(object);
  const fields = object === 'task' ? taskFields(deps.clock, record.fields) : await dealFields(deps, record.fields);
  const properties = writeFields(fieldsOf(deps.fieldMap(), theirs), await deps.lists.of(theirs), fields);
  const note = NOTE_PROPERTY[object];
  const noted = [properties[note], noteFor(record.key)].filter(Boolean).join('\n\n');
  return {
    ...properties,
    ...(record.ownerId === null ? {} : { hubspot_owner_id: record.ownerId }),
    ...(hasKeyProperty ? { [KEY_PROPERTY]: record.key } : { [note]: noted }),
  };
}

/** A deal always has a stage, the first open one by default, and the pipeline that the stage belongs to. */
async function dealFields(deps: CreateDeps, fields: Fields): Promise<Fields> {
  const stages = await readDealStages(deps.api);
  const { stage: wanted = null, pipeline = null, ...rest } = fields;
  const candidates = stages.filter((stage) => pipeline === null || isNamed(pipeline, stage.pipelineId, stage.pipeline));
  const stage =
    wanted === null
      ? candidates.find(({ closed }) => !closed)
      : candidates.find(({ id, label }) => isNamed(wanted, id, label));
  return stage === undefined
    ? { ...rest, stage: wanted, ...(pipeline === null ? {} : { pipeline }) }
    : { ...rest, stage: stage.id, pipeline: stage.pipelineId };
}

function isNamed(wanted: Fields[string], id: string, label: string | null): boolean {
  const text = String(wanted).toLowerCase();
  return text === id.toLowerCase() || text === label?.toLowerCase();
}

const TASK_TYPES: Readonly<Record<string, string>> = { call: 'CALL', email: 'EMAIL' };

/** HubSpot wants a due date on every task. */
function taskFields(clock: Clock, fields: Fields): Fields {
  const { done = false, kind = 'todo', due = null, ...rest } = fields;
  return {
    ...rest,
    due: due ?? clock.now().toISOString(),
    kind: TASK_TYPES[String(kind)] ?? 'TODO',
    status: done === true ? 'COMPLETED' : 'NOT_STARTED',
  };
}

function associationsOf(from: HubspotObject, links: readonly RecordRef[]) {
  return links.flatMap((link) => {
    const typeId = link.crm === 'hubspot' ? ASSOCIATION_TYPES[`${from}>${hubspotObject(link.object)}`] : undefined;
    if (typeId === undefined) return [];
    return [{ to: { id: link.id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId }] }];
  });
}

function noteFor(key: string): string {
  return `Made by Signalbox (${key})`;
}

async function findByProperty(deps: CreateDeps, object: HubspotObject, key: string): Promise<string | null> {
  try {
    const { id } = await deps.api.call(
      { kind: 'read', effect: 'read', urgency: 'normal' },
      CreatedRecord,
      (client, options) =>
        client.crm.objects.basicApi.getById(object, key, [], undefined, undefined, false, KEY_PROPERTY, options),
    );
    return id;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

async function findByNote(deps: CreateDeps, object: Created, record: NewRecord): Promise<string | null> {
  const theirs = hubspotObject(object);
  const links = record.links.filter(({ crm }) => crm === 'hubspot');
  const note = noteFor(record.key);
  const noted = (candidates: readonly HubspotRecord[]): string | null =>
    candidates.find(({ properties }) => properties[NOTE_PROPERTY[object]]?.includes(note))?.id ?? null;
  const linked = links.length === 0 ? null : noted(await linkedRecords(deps, theirs, links, object));
  // The first try may have known fewer records to tie it to than this one, or none at all.
  return linked ?? noted(await namesakes(deps, object, record));
}

async function linkedRecords(
  deps: CreateDeps,
  theirs: HubspotObject,
  links: readonly RecordRef[],
  object: Created,
): Promise<readonly HubspotRecord[]> {
  const ids = new Set<string>();
  for (const link of links) {
    const related = await readRelations(deps.api, hubspotObject(link.object), [link.id], theirs);
    for (const id of related.get(link.id) ?? []) ids.add(id);
  }
  const records = await Promise.all([...ids].map((id) => readOne(deps.api, theirs, id, [NOTE_PROPERTY[object]])));
  return records.filter((record) => record !== null);
}

/** Nothing to hold on to but its name: the search may be some seconds behind. */
async function namesakes(deps: CreateDeps, object: Created, record: NewRecord): Promise<readonly HubspotRecord[]> {
  const name = object === 'task' ? record.fields['subject'] : record.fields['name'];
  if (typeof name !== 'string') return [];
  const filters = [{ propertyName: NAME_PROPERTY[object], operator: 'EQ', value: name }];
  const request = { filterGroups: [{ filters }], properties: [NOTE_PROPERTY[object]], limit: 100 };
  const { results } = await deps.api.call(
    { kind: 'search', effect: 'read', urgency: 'normal', lane: 'search' },
    SearchResult,
    (client, options) => client.crm.objects.searchApi.doSearch(hubspotObject(object), request as never, options),
  );
  return results;
}
