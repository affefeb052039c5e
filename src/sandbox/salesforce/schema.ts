// The objects of the org: the standard ones and the customer's own fields on them.
import { type FieldDefinition, type ObjectDefinition, type ObjectName } from './fields.ts';
import { CONTACT, GROUP, LEAD, USER } from './people-objects.ts';
import { ACCOUNT, LEAD_STATUS, OPPORTUNITY, OPPORTUNITY_STAGE, ORGANIZATION, TASK } from './sales-objects.ts';
import { field } from './standard-fields.ts';

const STANDARD: Readonly<Record<ObjectName, ObjectDefinition>> = {
  Organization: ORGANIZATION,
  Lead: LEAD,
  Contact: CONTACT,
  Account: ACCOUNT,
  Opportunity: OPPORTUNITY,
  Task: TASK,
  User: USER,
  Group: GROUP,
  OpportunityStage: OPPORTUNITY_STAGE,
  LeadStatus: LEAD_STATUS,
};

export type Schema = Readonly<Record<ObjectName, ObjectDefinition>>;
export type CustomFields = Readonly<Partial<Record<ObjectName, readonly FieldDefinition[]>>>;

/** What Signalbox's own sandbox org adds to a plain one: a lead score, and the key that makes creates repeatable. */
export const SIGNALBOX_FIELDS: CustomFields = {
  Lead: [field('Score__c', 'Lead Score', 'double')],
  Contact: [field('Score__c', 'Lead Score', 'double')],
  Opportunity: [field('Signalbox_Key__c', 'Signalbox Key', 'string', { externalId: true })],
};

/** The org's objects: the standard ones with the customer's own fields added. */
export function buildSchema(custom: CustomFields): Schema {
  const entries = Object.values(STANDARD).map((object) => [
    object.name,
    { ...object, fields: [...object.fields, ...(custom[object.name] ?? [])] },
  ]);
  return Object.fromEntries(entries) as Schema;
}
