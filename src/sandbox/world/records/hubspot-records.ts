// HubSpot's records for the record browser, read and edited through its driver, as somebody in HubSpot's pages would.
import { Fault } from '#kernel/errors.ts';
import { ApiError } from '../../hubspot/errors.ts';
import { HUBSPOT_OBJECTS } from '../../hubspot/model.ts';
import type { HubspotChange, HubspotObject, HubspotRecord } from '../../hubspot/model.ts';
import type { HubspotSandbox } from '../../hubspot/server.ts';
import type { CrmHistory, CrmLink, CrmOverview, CrmRow } from '../../web/protocol.ts';
import { PEOPLE } from '../acme.ts';
import { LONGEST_HISTORY, MOST_ROWS, newestFirst, noSuchObject, noSuchRecord } from './crm-records.ts';
import type { CrmRecords, Edits } from './crm-records.ts';
import { createGatherer } from './gather-changes.ts';
import { fieldsOf, hubspotTitle, shapeOf } from './hubspot-shape.ts';
import { A_COLLEAGUE, APP_NAME, NOISE } from './noise.ts';

/** What HubSpot itself fills in, although the sandbox's stories write it as a page would. */
const SET_BY_HUBSPOT = new Set(['hubspotscore', 'company']);

export function hubspotRecords(hubspot: HubspotSandbox): CrmRecords {
  const gatherer = createGatherer();
  /** Who wrote a version by hand: `object id property time`. HubSpot's history names no person here. */
  const hands = new Map<string, string>();
  let editor: string | null = null;

  hubspot.onChange((change) => {
    const { object, id, kind, at } = change;
    const names = Object.keys(change.changed);
    const told = names.filter((name) => isShown(object, name));
    if (editor !== null) for (const name of names) hands.set(handKey(object, id, name, at), editor);
    const by = whoChanged(change);
    const last = kind === 'deleted' || kind === 'merged' ? rowOf(change.record) : null;
    if (kind === 'updated' && told.length === 0) return;
    gatherer.add({ object, id, what: kind, changed: told, by, last: kind === 'deleted' ? last : null });
    for (const gone of change.mergedIds.filter((each) => each !== id)) {
      gatherer.add({ object, id: gone, what: 'deleted', changed: [], by, last: last && { ...last, id: gone } });
    }
  });

  function whoChanged({ source, kind, changed }: HubspotChange): string {
    if (source === 'INTEGRATION') return APP_NAME;
    if (editor !== null) return editor;
    if (source === 'CALCULATED' || kind === 'created') return 'HubSpot';
    return Object.keys(changed).some((name) => !SET_BY_HUBSPOT.has(name)) || kind !== 'updated'
      ? A_COLLEAGUE
      : 'HubSpot';
  }

  function isShown(object: HubspotObject, name: string): boolean {
    return !NOISE.test(name) && namesOf(object).includes(name);
  }

  function objectCalled(name: string): HubspotObject {
    const object = HUBSPOT_OBJECTS.find((each) => each === name);
    if (object === undefined) throw noSuchObject('HubSpot', name);
    return object;
  }

  function recordOf(object: HubspotObject, id: string): HubspotRecord {
    const record = hubspot.record(object, id);
    if (record === null) throw noSuchRecord(shapeOf(object, hubspot.definitions(object)).singular, id);
    return record;
  }

  function namesOf(object: HubspotObject): readonly string[] {
    return fieldsOf(hubspot.definitions(object)).map(({ name }) => name);
  }

  function rowOf(record: HubspotRecord, names = namesOf(record.object)): CrmRow {
    const { object, id, properties, createdAt, updatedAt } = record;
    const values = names.flatMap((name) => (properties[name] ? [[name, properties[name]] as const] : []));
    return {
      crm: 'hubspot',
      object,
      id,
      title: hubspotTitle(record),
      values: Object.fromEntries(values),
      createdAt: createdAt.toISOString(),
      modifiedAt: updatedAt.toISOString(),
    };
  }

  function overview(): CrmOverview {
    const objects = HUBSPOT_OBJECTS.map((name) => {
      const definitions = hubspot.definitions(name);
      const { label, columns } = shapeOf(name, definitions);
      return { name, label, columns, fields: fieldsOf(definitions) };
    });
    const owners = hubspot
      .owners()
      .filter(({ archived }) => !archived)
      .map(({ id, firstName, lastName }) => ({ id, name: `${firstName} ${lastName}` }));
    return { crm: 'hubspot', label: 'HubSpot', objects, owners };
  }

  function history(name: string, id: string): readonly CrmHistory[] {
    const object = objectCalled(name);
    const record = recordOf(object, id);
    const versions = namesOf(object).flatMap((field) =>
      hubspot
        .history(object, record.id, field)
        .filter(({ timestamp }) => timestamp > record.createdAt && !NOISE.test(field))
        .map(({ value, timestamp, sourceType }): CrmHistory => {
          const hand = hands.get(handKey(object, record.id, field, timestamp));
          const unnamed = SET_BY_HUBSPOT.has(field) ? 'HubSpot' : A_COLLEAGUE;
          const by = { INTEGRATION: APP_NAME, CALCULATED: 'HubSpot', CRM_UI: hand ?? unnamed }[sourceType];
          return { at: timestamp.toISOString(), field, value: value || null, by };
        }),
    );
    const [first] = hubspot.history(object, record.id, 'hs_object_id');
    const made = { at: record.createdAt.toISOString(), field: 'createdate', value: null };
    const maker = first?.sourceType === 'INTEGRATION' ? APP_NAME : 'HubSpot';
    return [
      ...versions.toSorted((one, other) => other.at.localeCompare(one.at)).slice(0, LONGEST_HISTORY - 1),
      { ...made, by: maker },
    ];
  }

  function links(name: string, id: string): readonly CrmLink[] {
    const from = recordOf(objectCalled(name), id);
    return HUBSPOT_OBJECTS.filter((to) => to !== from.object).flatMap((object) =>
      hubspot.associated(from, object).flatMap((linked) => {
        const record = hubspot.record(object, linked);
        const label = shapeOf(object, hubspot.definitions(object)).singular;
        return record === null ? [] : [{ object, label, id: linked, title: hubspotTitle(record) }];
      }),
    );
  }

  function edit(name: string, id: string, values: Edits, by?: string): void {
    const object = objectCalled(name);
    const record = recordOf(object, id);
    const person = PEOPLE.find((each) => each.name === by);
    editor = person === undefined ? A_COLLEAGUE : `${person.firstName} ${person.lastName}`;
    try {
      hubspot.edit(
        object,
        record.id,
        Object.fromEntries(Object.entries(values).map(([field, value]) => [field, value ?? ''])),
      );
    } catch (error) {
      throw error instanceof ApiError ? new Fault('refused', wordsOf(error), { cause: error }) : error;
    } finally {
      editor = null;
    }
  }

  return {
    overview,
    rows(name) {
      const names = namesOf(objectCalled(name));
      return newestFirst(hubspot.newest(objectCalled(name), MOST_ROWS).map((record) => rowOf(record, names)));
    },
    history,
    links,
    edit,
    forget: () => hands.clear(),
    onChange: (listener) =>
      gatherer.onTold(({ object, id, what, changed, by, last }) => {
        const record = last === null ? hubspot.record(objectCalled(object), id) : null;
        const row = record === null ? last : rowOf(record);
        if (row !== null) listener({ kind: 'record', what, row, changed, by });
      }),
  };
}

function handKey(object: string, id: string, property: string, at: Date): string {
  return `${object} ${id} ${property} ${at.getTime()}`;
}

/** The sentences about single properties, where HubSpot has some; its heading repeats them as JSON. */
function wordsOf({ message, details }: ApiError): string {
  const errors: unknown = details['errors'];
  const sentences = Array.isArray(errors) ? errors.map((each: { message?: unknown }) => each.message) : [];
  const told = sentences.filter((sentence) => typeof sentence === 'string');
  return told.length > 0 ? told.join(' ') : message;
}
