// The objects that remember: field by field where an admin tracks a field, and each step of an opportunity. Data only.
import type { ObjectDefinition } from './fields.ts';
import { STAMPS, system } from './standard-fields.ts';

export type TrackedObject = 'Lead' | 'Contact' | 'Account' | 'Opportunity';

export const TRACKED_OBJECTS: readonly TrackedObject[] = ['Lead', 'Contact', 'Account', 'Opportunity'];

/** `LeadHistory`; for opportunities that name is taken by the history of stages. */
export function historyNameOf(
  object: TrackedObject,
): 'LeadHistory' | 'ContactHistory' | 'AccountHistory' | 'OpportunityFieldHistory' {
  return object === 'Opportunity' ? 'OpportunityFieldHistory' : `${object}History`;
}

/** Nothing changes a history, hence no dates of changes. */
const ONCE = STAMPS.filter(({ name }) => ['Id', 'IsDeleted', 'CreatedDate', 'CreatedById'].includes(name));

export function fieldHistoryOf(object: TrackedObject): ObjectDefinition {
  const about = { relationshipName: object, referenceTo: [object], children: 'Histories' };
  return {
    name: historyNameOf(object),
    label: `${object} History`,
    labelPlural: `${object} History`,
    fields: [
      ...ONCE,
      system(`${object}Id`, `${object} ID`, 'reference', about),
      system('Field', 'Changed Field', 'picklist'),
      system('DataType', 'Datatype', 'picklist'),
      system('OldValue', 'Old Value', 'string'),
      system('NewValue', 'New Value', 'string'),
    ],
  };
}

export const OPPORTUNITY_HISTORY: ObjectDefinition = {
  name: 'OpportunityHistory',
  label: 'Opportunity: Stage History',
  labelPlural: 'Opportunity: Stage History',
  fields: [
    ...ONCE,
    system('SystemModstamp', 'System Modstamp', 'datetime'),
    system('OpportunityId', 'Opportunity ID', 'reference', {
      relationshipName: 'Opportunity',
      referenceTo: ['Opportunity'],
      children: 'OpportunityHistories',
    }),
    system('StageName', 'Stage Name', 'picklist'),
    system('Amount', 'Amount', 'currency'),
    system('ExpectedRevenue', 'Expected Revenue', 'currency'),
    system('CloseDate', 'Close Date', 'date'),
    system('Probability', 'Probability', 'double'),
    system('ForecastCategory', 'Forecast Category', 'picklist'),
  ],
};
