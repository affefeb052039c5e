// Which properties the history of an object is made of: those that the playbook maps, HubSpot's own names for the rest,
// and of all of them only what this account has.
import type { FieldMap } from '#ports/crm.ts';
import { fieldsOf, type MappedField } from '../fields.ts';
import { modifiedProperty } from '../objects.ts';
import type { PropertyDefinition, PropertyLists } from '../properties.ts';

export type HistoryObject = 'contacts' | 'companies' | 'deals';

/** Our names for what rows are made of, and HubSpot's property for each where the playbook maps none. */
const OWN = {
  contacts: {
    email: 'email',
    first_name: 'firstname',
    last_name: 'lastname',
    title: 'jobtitle',
    phone: 'phone',
    mobile: 'mobilephone',
    company: 'company',
    country: 'country',
    country_code: 'hs_country_region_code',
    industry: 'industry',
    employees: 'numemployees',
    source: 'hs_analytics_source',
    source_detail: 'hs_analytics_source_data_1',
    campaign: 'hs_analytics_first_touch_converting_campaign',
    first_seen: 'hs_analytics_first_timestamp',
    stage: 'lifecyclestage',
    status: 'hs_lead_status',
    marketable: 'hs_marketable_status',
    opted_out: 'hs_email_optout',
    bounce: 'hs_email_hard_bounce_reason_enum',
    first_outreach: 'hs_first_outreach_date',
    first_engagement: 'hs_sa_first_engagement_date',
    assigned: 'hubspot_owner_assigneddate',
    merged: 'hs_merged_object_ids',
    primary_company: 'associatedcompanyid',
    salesforce_lead: 'salesforceleadid',
    salesforce_contact: 'salesforcecontactid',
  },
  companies: {
    name: 'name',
    domain: 'domain',
    industry: 'industry',
    employees: 'numberofemployees',
    country: 'country',
    merged: 'hs_merged_object_ids',
  },
  deals: {
    name: 'dealname',
    stage: 'dealstage',
    pipeline: 'pipeline',
    amount: 'amount',
    currency: 'deal_currency_code',
    close_date: 'closedate',
    is_closed: 'hs_is_closed',
    is_won: 'hs_is_closed_won',
    is_lost: 'hs_is_closed_lost',
    sale: 'dealtype',
    product: 'product',
    forecast: 'hs_manual_forecast_category',
    source: 'hs_analytics_source',
    assigned: 'hubspot_owner_assigneddate',
    monthly: 'recurring_revenue_amount',
    recurring_sale: 'recurring_revenue_deal_type',
    inactive: 'recurring_revenue_inactive_date',
    merged: 'hs_merged_object_ids',
    salesforce_opportunity: 'hs_salesforceopportunityid',
  },
} as const;

/** Our names of properties whose past is read. */
const PAST: Readonly<Record<HistoryObject, readonly string[]>> = {
  contacts: ['stage', 'status'],
  companies: [],
  deals: ['stage', 'amount', 'close_date', 'forecast'],
};

const ENTERED = /^hs_v2_date_entered_(.+)$/u;
/** What older accounts have in its place. */
const ENTERED_BEFORE = /^(?:hs_date_entered_(.+)|hs_lifecyclestage_(.+)_date)$/u;
/** An account with many pipelines has hundreds of them, and they all stand in one address. The past tells of the rest. */
const ENTERED_CHARACTERS = 5000;
export const OWNER = 'hubspot_owner_id';

export interface Wanted {
  readonly object: HistoryObject;
  readonly properties: readonly string[];
  readonly histories: readonly string[];
  /** When a stage was entered: the property, and the stage's id. */
  readonly entered: readonly { readonly property: string; readonly stage: string }[];
  readonly mapped: readonly MappedField[];
  readonly definitions: ReadonlyMap<string, PropertyDefinition>;
  /** HubSpot's name; null where the account has no such property. */
  property(name: string): string | null;
}

export async function wantedOf(lists: PropertyLists, map: FieldMap, object: HistoryObject): Promise<Wanted> {
  const definitions = await lists.of(object);
  const mapped = fieldsOf(map, object);
  const mappedNames = new Map(mapped.map(({ name, property }) => [name, property]));
  const own: Readonly<Record<string, string>> = OWN[object];
  function property(name: string): string | null {
    const wanted = mappedNames.get(name) ?? own[name];
    return wanted !== undefined && definitions.has(wanted) ? wanted : null;
  }
  const entered = object === 'companies' ? [] : enteredIn([...definitions.keys()]);
  const named = Object.keys(own).flatMap((name) => property(name) ?? []);
  const existing = mapped.map((field) => field.property).filter((name) => definitions.has(name));
  const always = [OWNER, modifiedProperty(object)];
  const histories = [
    ...PAST[object].flatMap((name) => property(name) ?? []),
    ...(PAST[object].length > 0 ? [OWNER] : []),
  ];
  return {
    object,
    properties: [...new Set([...existing, ...named, ...always, ...entered.map((each) => each.property)])],
    histories: [...new Set(histories)],
    entered,
    mapped,
    definitions,
    property,
  };
}

function enteredIn(names: readonly string[]): Wanted['entered'] {
  const byStage = new Map<string, string>();
  for (const pattern of [ENTERED, ENTERED_BEFORE]) {
    for (const name of names) {
      const [, first, second] = pattern.exec(name) ?? [];
      const stage = first ?? second;
      if (stage !== undefined && !byStage.has(stage)) byStage.set(stage, name);
    }
  }
  let characters = 0;
  return [...byStage].flatMap(([stage, property]) => {
    characters += property.length + 1;
    return characters > ENTERED_CHARACTERS ? [] : [{ property, stage }];
  });
}
