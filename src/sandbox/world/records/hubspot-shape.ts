// How HubSpot's objects are shown: labels, columns, which properties are fields of a page. Pure.
import type { HubspotObject, HubspotRecord } from '../../hubspot/model.ts';
import type { PropertyDefinition } from '../../hubspot/properties.ts';
import type { CrmField } from '../../web/protocol.ts';

export interface Shape {
  readonly label: string;
  readonly singular: string;
  readonly columns: readonly string[];
}

const SHAPES: Readonly<Partial<Record<string, Shape>>> = {
  contacts: {
    label: 'Contacts',
    singular: 'Contact',
    columns: ['company', 'jobtitle', 'hubspotscore', 'hubspot_owner_id', 'lifecyclestage'],
  },
  companies: {
    label: 'Companies',
    singular: 'Company',
    columns: ['domain', 'industry', 'numberofemployees', 'country', 'lifecyclestage', 'hubspot_owner_id'],
  },
  deals: {
    label: 'Deals',
    singular: 'Deal',
    columns: ['amount', 'dealstage', 'closedate', 'hubspot_owner_id'],
  },
  tasks: {
    label: 'Tasks',
    singular: 'Task',
    columns: ['hs_task_type', 'hs_task_status', 'hs_task_priority', 'hs_timestamp', 'hubspot_owner_id'],
  },
  campaigns: {
    label: 'Campaigns',
    singular: 'Campaign',
    columns: ['hs_campaign_status', 'hs_start_date', 'hs_end_date', 'hs_budget_items_sum_amount', 'hs_owner'],
  },
};
const MOST_COLUMNS = 6;
const LONG_TEXTS = new Set(['message', 'description', 'hs_task_body']);
/** Identifiers and stamps: the page shows them in its own way, or as links. */
const HIDDEN =
  /^(?:hs_object_id|(?:hs_)?createdate|hs_created_at|(?:hs_)?lastmodifieddate|associatedcompanyid|hs_merged_object_ids|hs_timezone)$/u;

/** An object that nobody described is shown by its first properties. */
export function shapeOf(object: HubspotObject, definitions: readonly PropertyDefinition[]): Shape {
  const label = object.slice(0, 1).toUpperCase() + object.slice(1);
  return (
    SHAPES[object] ?? {
      label,
      singular: label.replace(/s$/u, ''),
      columns: fieldsOf(definitions)
        .slice(0, MOST_COLUMNS)
        .map(({ name }) => name),
    }
  );
}

export function fieldsOf(definitions: readonly PropertyDefinition[]): readonly CrmField[] {
  return definitions.filter(({ name }) => !HIDDEN.test(name)).map(fieldOf);
}

function fieldOf({ name, label, type, options, readOnly }: PropertyDefinition): CrmField {
  const base = { name, label, readOnly };
  if (name === 'hubspot_owner_id' || name === 'hs_owner') return { ...base, type: 'owner' };
  switch (type) {
    case 'enumeration':
      return { ...base, type: 'choice', choices: options };
    case 'bool':
      return { ...base, type: 'yes_no' };
    case 'number':
      return { ...base, type: 'number' };
    case 'date':
    case 'datetime':
      return { ...base, type: 'date' };
    case 'string':
      return { ...base, type: LONG_TEXTS.has(name) ? 'long_text' : 'text' };
  }
}

/** What a record is called: a person's name, else whatever its object has for a name, else its address or id. */
export function hubspotTitle({ properties, id }: Pick<HubspotRecord, 'properties' | 'id'>): string {
  const person = [properties['firstname'], properties['lastname']].filter(Boolean).join(' ');
  const names = ['name', 'dealname', 'hs_task_subject', 'hs_name', 'email'].map((name) => properties[name]);
  return person || names.find(Boolean) || id;
}
