// describe: which objects there are, and an object's fields with their labels, types, pick lists and children.
import type { ApiAnswer, ApiRequest } from './api-request.ts';
import type { FieldDefinition, ObjectDefinition } from './fields.ts';
import { childrenOf, isCustom } from './fields.ts';
import { KEY_PREFIXES } from './ids.ts';
import type { Org } from './org.ts';
import { table } from './org.ts';

export function answerDescribeGlobal(org: Org, { dataPath }: ApiRequest): ApiAnswer {
  const sobjects = Object.values(org.schema).map((object) => ({
    ...summary(object),
    urls: {
      sobject: `${dataPath}/sobjects/${object.name}`,
      describe: `${dataPath}/sobjects/${object.name}/describe`,
    },
  }));
  return { status: 200, body: { encoding: 'UTF-8', maxBatchSize: 200, sobjects } };
}

function summary(object: ObjectDefinition): Readonly<Record<string, unknown>> {
  const { name, label, labelPlural, fields } = object;
  const writable = fields.some((field) => field.readOnly !== true);
  const may = { createable: writable, updateable: writable, deletable: writable, undeletable: writable };
  return { name, label, labelPlural, keyPrefix: KEY_PREFIXES[name], custom: false, queryable: true, ...may };
}

export function answerDescribe(org: Org, object: ObjectDefinition): ApiAnswer {
  const body = {
    ...summary(object),
    childRelationships: childrenOf(org.schema, object).map(({ name, child, field }) => ({
      childSObject: child,
      field,
      relationshipName: name,
    })),
    fields: object.fields.map((field) => describeField(field, picklistOf(org, object, field))),
  };
  return { status: 200, body };
}

// Stages and lead statuses live in tables of their own, so that an org with its own sales process shows them.
function picklistOf(org: Org, object: ObjectDefinition, field: FieldDefinition): readonly string[] {
  const labels = (name: 'OpportunityStage' | 'LeadStatus') =>
    [...table(org, name).values()].map((row) => String(row['MasterLabel']));
  if (object.name === 'Opportunity' && field.name === 'StageName') return labels('OpportunityStage');
  if (object.name === 'Lead' && field.name === 'Status') return labels('LeadStatus');
  return field.picklist ?? [];
}

function describeField(field: FieldDefinition, picklist: readonly string[]): Record<string, unknown> {
  const writable = field.readOnly !== true;
  return {
    name: field.name,
    label: field.label,
    type: field.type,
    length: field.type === 'id' || field.type === 'reference' ? 18 : (field.length ?? 255),
    custom: isCustom(field),
    nillable: field.required !== true,
    createable: writable,
    updateable: writable,
    externalId: field.externalId === true,
    idLookup: field.type === 'id' || field.externalId === true,
    unique: field.externalId === true,
    referenceTo: field.referenceTo ?? [],
    relationshipName: field.relationshipName ?? null,
    restrictedPicklist: field.restricted === true,
    picklistValues: picklist.map((value) => ({
      active: true,
      defaultValue: value === field.defaultValue,
      label: value,
      validFor: null,
      value,
    })),
  };
}
