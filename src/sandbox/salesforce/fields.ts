// What a field of an object is, as describe reports it. Pure data and look-ups; knows no records.

export type Value = string | number | boolean | null;
export type Row = Record<string, Value>;

export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'reference'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime';

export const OBJECT_NAMES = [
  'Organization',
  'Lead',
  'Contact',
  'Account',
  'Opportunity',
  'OpportunityContactRole',
  'Task',
  'Event',
  'Asset',
  'User',
  'Group',
  'OpportunityStage',
  'LeadStatus',
  'Campaign',
  'CampaignMember',
  'CampaignMemberStatus',
  'LeadHistory',
  'ContactHistory',
  'AccountHistory',
  'OpportunityFieldHistory',
  'OpportunityHistory',
  'ProcessDefinition',
  'ProcessInstance',
  'ProcessInstanceStep',
  'ProcessInstanceWorkitem',
] as const;
export type ObjectName = (typeof OBJECT_NAMES)[number];

export interface FieldDefinition {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** Largest number of characters of a text; 255 unless told. */
  readonly length?: number;
  /** Must have a value on create and may not be emptied. */
  readonly required?: boolean;
  /** Set by the system; a client that writes it is refused. */
  readonly readOnly?: boolean;
  readonly referenceTo?: readonly ObjectName[];
  /** How a query reaches the record behind a reference: `Owner` in `Owner.Name`. */
  readonly relationshipName?: string;
  /** How a query reaches back from the record behind a reference: `Contacts` in `(SELECT Id FROM Contacts)`. */
  readonly children?: string;
  readonly picklist?: readonly string[];
  /** A picklist that refuses values outside of its list. */
  readonly restricted?: boolean;
  /** Can be upserted by; its values are unique. */
  readonly externalId?: boolean;
  readonly defaultValue?: Value;
}

export interface ObjectDefinition {
  readonly name: ObjectName;
  readonly label: string;
  readonly labelPlural: string;
  readonly fields: readonly FieldDefinition[];
}

/** The field of an object by its name; Salesforce does not tell upper and lower case apart. */
export function findField(object: ObjectDefinition, name: string): FieldDefinition | undefined {
  let byName = fieldsByName.get(object);
  if (byName === undefined) {
    byName = new Map(object.fields.map((field) => [field.name.toLowerCase(), field]));
    fieldsByName.set(object, byName);
  }
  return byName.get(name.toLowerCase());
}

const fieldsByName = new WeakMap<ObjectDefinition, ReadonlyMap<string, FieldDefinition>>();

/** The reference field behind a relationship name (`Owner` -> OwnerId). */
export function findRelationship(object: ObjectDefinition, name: string): FieldDefinition | undefined {
  const wanted = name.toLowerCase();
  return object.fields.find((field) => field.relationshipName?.toLowerCase() === wanted);
}

export interface ChildRelationship {
  readonly name: string;
  readonly child: ObjectName;
  readonly field: string;
}

/** How queries reach the children of an object: `Contacts` of an account. */
export function childrenOf(
  schema: Readonly<Record<ObjectName, ObjectDefinition>>,
  parent: ObjectDefinition,
): readonly ChildRelationship[] {
  return Object.values(schema).flatMap((child) =>
    child.fields.flatMap(({ name: field, children: name, referenceTo = [] }) =>
      name !== undefined && referenceTo.includes(parent.name) ? [{ name, child: child.name, field }] : [],
    ),
  );
}

/** A field named like the customer's own, `Something__c`. */
export function isCustom(field: FieldDefinition): boolean {
  return field.name.endsWith('__c');
}
