// The objects of the org: the standard ones and the customer's own fields on them.
import { type FieldDefinition, type ObjectDefinition, type ObjectName } from './fields.ts';
import {
  PROCESS_DEFINITION,
  PROCESS_INSTANCE,
  PROCESS_INSTANCE_STEP,
  PROCESS_INSTANCE_WORKITEM,
} from './approval-objects.ts';
import { CAMPAIGN, CAMPAIGN_MEMBER, CAMPAIGN_MEMBER_STATUS } from './campaign-objects.ts';
import { OPPORTUNITY_HISTORY, fieldHistoryOf } from './history-objects.ts';
import { CONTACT, GROUP, LEAD, USER } from './people-objects.ts';
import { EVENT, TASK } from './activity-objects.ts';
import {
  ACCOUNT,
  ASSET,
  LEAD_STATUS,
  OPPORTUNITY,
  OPPORTUNITY_CONTACT_ROLE,
  OPPORTUNITY_STAGE,
  ORGANIZATION,
} from './sales-objects.ts';
import { field } from './standard-fields.ts';

const STANDARD: Readonly<Record<ObjectName, ObjectDefinition>> = {
  Organization: ORGANIZATION,
  Lead: LEAD,
  Contact: CONTACT,
  Account: ACCOUNT,
  Opportunity: OPPORTUNITY,
  OpportunityContactRole: OPPORTUNITY_CONTACT_ROLE,
  Task: TASK,
  Event: EVENT,
  Asset: ASSET,
  User: USER,
  Group: GROUP,
  OpportunityStage: OPPORTUNITY_STAGE,
  LeadStatus: LEAD_STATUS,
  Campaign: CAMPAIGN,
  CampaignMember: CAMPAIGN_MEMBER,
  CampaignMemberStatus: CAMPAIGN_MEMBER_STATUS,
  LeadHistory: fieldHistoryOf('Lead'),
  ContactHistory: fieldHistoryOf('Contact'),
  AccountHistory: fieldHistoryOf('Account'),
  OpportunityFieldHistory: fieldHistoryOf('Opportunity'),
  OpportunityHistory: OPPORTUNITY_HISTORY,
  ProcessDefinition: PROCESS_DEFINITION,
  ProcessInstance: PROCESS_INSTANCE,
  ProcessInstanceStep: PROCESS_INSTANCE_STEP,
  ProcessInstanceWorkitem: PROCESS_INSTANCE_WORKITEM,
};

export type Schema = Readonly<Record<ObjectName, ObjectDefinition>>;
export type CustomFields = Readonly<Partial<Record<ObjectName, readonly FieldDefinition[]>>>;

/** What Signalbox's own sandbox org adds to a plain one: a lead score, and the key that makes creates repeatable. */
export const SIGNALBOX_FIELDS: CustomFields = {
  Lead: [field('Score__c', 'Lead Score', 'double')],
  Contact: [field('Score__c', 'Lead Score', 'double')],
  Opportunity: [field('Signalbox_Key__c', 'Signalbox Key', 'string', { externalId: true })],
  Campaign: [field('Signalbox_Key__c', 'Signalbox Key', 'string', { externalId: true })],
};

/** The org's objects: the standard ones with the customer's own fields added. `hidden`: `Asset`, `Lead.Phone`. */
export function buildSchema(custom: CustomFields, hidden: readonly string[] = []): Schema {
  const objects = Object.values(STANDARD).filter(({ name }) => !hidden.includes(name));
  const entries = objects.map((object) => {
    const fields = [...object.fields, ...(custom[object.name] ?? [])];
    return [
      object.name,
      { ...object, fields: fields.filter(({ name }) => !hidden.includes(`${object.name}.${name}`)) },
    ];
  });
  return Object.fromEntries(entries) as Schema;
}
