// HubSpot's names for our objects.
import type { CrmObject } from '#ports/crm.ts';
import { Fault } from '#kernel/errors.ts';

export const HUBSPOT_OBJECTS = ['contacts', 'companies', 'deals', 'tasks'] as const;
export type HubspotObject = (typeof HUBSPOT_OBJECTS)[number];

/** A Salesforce contact has no counterpart: here every person is a lead. Throws Fault for it. */
export function hubspotObject(object: CrmObject): HubspotObject {
  switch (object) {
    case 'lead':
      return 'contacts';
    case 'company':
      return 'companies';
    case 'opportunity':
      return 'deals';
    case 'task':
      return 'tasks';
    case 'contact':
      throw new Fault('invalid_input', 'HubSpot has no contacts apart from leads');
  }
}

/** Contacts are the odd one out. */
export function modifiedProperty(object: string): 'lastmodifieddate' | 'hs_lastmodifieddate' {
  return object === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';
}

/** HubSpot's number of an object, in links and in generic webhook subscriptions. */
export const OBJECT_TYPE_IDS: Readonly<Record<HubspotObject, string>> = {
  contacts: '0-1',
  companies: '0-2',
  deals: '0-3',
  tasks: '0-27',
};
