// Salesforce's records for the record browser, read and edited through its driver, as somebody in Salesforce's pages would.
import { Fault } from '#kernel/errors.ts';
import { SalesforceError } from '../../salesforce/errors.ts';
import { findField } from '../../salesforce/fields.ts';
import type { FieldDefinition, ObjectDefinition, Row } from '../../salesforce/fields.ts';
import type { SalesforceChange } from '../../salesforce/org.ts';
import type { SalesforceSandbox } from '../../salesforce/server.ts';
import type { CrmHistory, CrmLink, CrmOverview, CrmRow } from '../../web/protocol.ts';
import { PEOPLE, SEATS } from '../acme.ts';
import { LONGEST_HISTORY, MOST_ROWS, newestFirst, noSuchObject, noSuchRecord } from './crm-records.ts';
import type { CrmRecords, Edits } from './crm-records.ts';
import { createGatherer } from './gather-changes.ts';
import { APP_NAME, NOISE } from './noise.ts';
import { BROWSED, columnsOf, fieldsOf, instantOf, textOf, valueOf } from './salesforce-shape.ts';

export function salesforceRecords(salesforce: SalesforceSandbox): CrmRecords {
  const gatherer = createGatherer();
  /** Salesforce has a history only of fields that an admin chose; here everything is seen from the start on. */
  const histories = new Map<string, readonly CrmHistory[]>();
  const objects = BROWSED.flatMap((name) => Object.values(salesforce.schema).filter((each) => each.name === name));

  salesforce.onChange((change) => {
    const { id, type, fields } = change;
    const object = objects.find(({ name }) => name === change.object);
    if (object === undefined) return;
    const shown = new Set(fieldsOf(object).map(({ name }) => name));
    const changed = Object.keys(fields).filter((name) => shown.has(name) && !NOISE.test(name));
    const by = nameOf(change.by);
    if (type === 'updated') remember(object, change, changed, by);
    if (type === 'updated' && changed.length === 0) return;
    const row = type === 'deleted' ? salesforce.record(object.name, id) : null;
    const last = row === null ? null : rowOf(object, row);
    gatherer.add({ object: object.name, id, what: type, changed: type === 'deleted' ? [] : changed, by, last });
  });

  function remember(object: ObjectDefinition, change: SalesforceChange, changed: readonly string[], by: string): void {
    const entries = changed.map((field): CrmHistory => {
      const to = change.fields[field]?.to;
      return { at: change.at.toISOString(), field, value: shownValue(fieldNamed(object, field), to), by };
    });
    histories.set(change.id, [...entries, ...(histories.get(change.id) ?? [])].slice(0, LONGEST_HISTORY - 1));
  }

  function nameOf(userId: string): string {
    const user = salesforce.record('User', userId);
    if (user?.['Email'] === salesforce.app.runAs) return APP_NAME;
    return textOf(user?.['Name']) ?? 'Salesforce';
  }

  function objectCalled(name: string): ObjectDefinition {
    const object = objects.find((each) => each.name === name);
    if (object === undefined) throw noSuchObject('Salesforce', name);
    return object;
  }

  function recordOf(object: ObjectDefinition, id: string): Readonly<Row> {
    const row = salesforce.record(object.name, id);
    if (row === null || row['IsDeleted'] === true) throw noSuchRecord(object.label, id);
    return row;
  }

  /** Of a reference the other record's name, but of an owner the id, which the list of owners explains. */
  function shownValue(field: FieldDefinition, value: Row[string] | undefined): string | null {
    const text = textOf(value);
    if (text === null || field.type !== 'reference' || field.name === 'OwnerId') return text;
    return linkTo(field, text)?.title ?? text;
  }

  function linkTo({ referenceTo = [] }: FieldDefinition, id: string): CrmLink | null {
    for (const target of referenceTo) {
      const row = salesforce.record(target, id);
      const { label } = salesforce.schema[target];
      if (row !== null && row['IsDeleted'] !== true) return { object: target, label, id, title: titleOf(row) };
    }
    return null;
  }

  function rowOf(object: ObjectDefinition, row: Readonly<Row>, fields = definitionsOf(object)): CrmRow {
    const values = fields.flatMap((field) => {
      const text = shownValue(field, row[field.name]);
      return text === null ? [] : [[field.name, text] as const];
    });
    return {
      crm: 'salesforce',
      object: object.name,
      id: String(row['Id']),
      title: titleOf(row),
      values: Object.fromEntries(values),
      createdAt: instantOf(row['CreatedDate']),
      modifiedAt: instantOf(row['LastModifiedDate']),
    };
  }

  function overview(): CrmOverview {
    const users = salesforce.records('User').filter((user) => user['IsActive'] === true);
    const owners = [...users, ...salesforce.records('Group')];
    return {
      crm: 'salesforce',
      label: 'Salesforce',
      objects: objects.map((object) => ({
        name: object.name,
        label: object.labelPlural,
        columns: columnsOf(object),
        fields: fieldsOf(object),
      })),
      owners: owners.map((row) => ({ id: String(row['Id']), name: titleOf(row) })),
    };
  }

  function links(name: string, id: string): readonly CrmLink[] {
    const object = objectCalled(name);
    const own = recordOf(object, id);
    const recordId = String(own['Id']);
    const there = references(object).flatMap((field) => {
      const value = textOf(own[field.name]);
      return (value === null ? null : linkTo(field, value)) ?? [];
    });
    const back = objects.flatMap((other) => {
      const fields = references(other).filter(({ referenceTo }) => referenceTo?.includes(object.name));
      return fields
        .flatMap((field) => salesforce.findBy(other.name, field.name, recordId))
        .map((row) => ({ object: other.name, label: other.label, id: String(row['Id']), title: titleOf(row) }));
    });
    const unique = new Map([...there, ...back].map((link) => [link.id, link]));
    return [...unique.values()].filter((link) => link.id !== recordId && BROWSED.includes(link.object));
  }

  function edit(name: string, id: string, values: Edits, by?: string): void {
    const object = objectCalled(name);
    const { Id } = recordOf(object, id);
    const written = Object.entries(values).map(([field, value]) => [field, valueOf(fieldNamed(object, field), value)]);
    const person = SEATS.find((seat) => seat.name === by);
    if (by !== undefined && person === undefined) throw noSeat(by);
    try {
      salesforce.update(object.name, String(Id), Object.fromEntries(written), person?.email);
    } catch (error) {
      if (!(error instanceof SalesforceError)) throw error;
      throw new Fault('refused', error.errors.map(({ message }) => message).join(' '), { cause: error });
    }
  }

  return {
    overview,
    rows(name) {
      const object = objectCalled(name);
      const fields = definitionsOf(object);
      return newestFirst(lastChanged(salesforce.records(object.name)).map((row) => rowOf(object, row, fields)));
    },
    history(name, id) {
      const row = recordOf(objectCalled(name), id);
      const made = { at: instantOf(row['CreatedDate']), field: 'CreatedDate', value: null };
      return [...(histories.get(String(row['Id'])) ?? []), { ...made, by: nameOf(String(row['CreatedById'])) }];
    },
    links,
    edit,
    forget: () => histories.clear(),
    onChange: (listener) =>
      gatherer.onTold(({ object: name, id, what, changed, by, last }) => {
        const object = objectCalled(name);
        const record = last === null ? salesforce.record(object.name, id) : null;
        const row = record === null ? last : rowOf(object, record);
        if (row !== null) listener({ kind: 'record', what, row, changed, by });
      }),
  };
}

/** The ones that are told, before they are made into what is told of them. */
function lastChanged(rows: readonly Readonly<Row>[]): readonly Readonly<Row>[] {
  if (rows.length <= MOST_ROWS) return rows;
  const changed = rows.map((row) => ({ row, at: `${String(row['LastModifiedDate'])} ${String(row['Id'])}` }));
  return changed
    .sort((one, other) => (one.at < other.at ? 1 : -1))
    .slice(0, MOST_ROWS)
    .map(({ row }) => row);
}

function definitionsOf(object: ObjectDefinition): readonly FieldDefinition[] {
  return fieldsOf(object).map(({ name }) => fieldNamed(object, name));
}

function references(object: ObjectDefinition): readonly FieldDefinition[] {
  return object.fields.filter(({ type, name }) => type === 'reference' && name !== 'OwnerId');
}

function fieldNamed(object: ObjectDefinition, name: string): FieldDefinition {
  const field = findField(object, name);
  if (field === undefined) throw new Fault('invalid_input', `${object.labelPlural} have no field ${name}.`);
  return field;
}

function titleOf(row: Readonly<Row>): string {
  return textOf(row['Name']) ?? textOf(row['Subject']) ?? textOf(row['MasterLabel']) ?? String(row['Id']);
}

function noSeat(by: string): Fault {
  const who = PEOPLE.find(({ name }) => name === by)?.firstName ?? by;
  return new Fault(
    'refused',
    `${who} has no seat in Salesforce; ${SEATS.map(({ firstName }) => firstName).join(', ')} have.`,
  );
}
