// describe: an object's fields with their labels, types and pick lists.
import type { ApiAnswer } from './api-request.ts';
import type { FieldDefinition, ObjectDefinition } from './fields.ts';
import { isCustom } from './fields.ts';
import { KEY_PREFIXES } from './ids.ts';
import type { Org } from './org.ts';
import { table } from './org.ts';

export function answerDescribe(org: Org, object: ObjectDefinition): ApiAnswer {
  const body = {
    name: object.name,
    label: object.label,
    labelPlural: object.labelPlural,
    keyPrefix: KEY_PREFIXES[object.name],
    custom: false,
    queryable: true,
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
