// A HubSpot contact as a person of the KPIs, with the first visit that HubSpot saw as a touch. Pure.
import type { PersonRow, TouchRow } from '#ports/crm-history.ts';
import type { RecordRef } from '#ports/crm.ts';
import { changesOf } from './field-changes.ts';
import { tiesOf, type ListedRecord } from './listed.ts';
import { modifiedOf } from './modified.ts';
import { valuesOf } from './values.ts';
import { OWNER, type Wanted } from './wanted.ts';

/** Contacts that came from a list or by hand: HubSpot's word for it, and no visit. */
const OFFLINE = 'OFFLINE';

export function personRow(wanted: Wanted, record: ListedRecord): PersonRow {
  const values = valuesOf(wanted, record);
  const name = [values.text('first_name'), values.text('last_name')].filter(Boolean).join(' ');
  const twins = [twin('lead', values.text('salesforce_lead')), twin('contact', values.text('salesforce_contact'))];
  return {
    kind: 'person',
    crm: 'hubspot',
    object: 'lead',
    id: record.id,
    createdAt: record.createdAt,
    modifiedAt: modifiedOf('contacts', record),
    email: values.text('email')?.toLowerCase() ?? null,
    name: name || null,
    title: values.text('title'),
    phone: values.text('phone') ?? values.text('mobile'),
    ownerId: record.properties[OWNER] || null,
    companyId: companyOf(record),
    companyName: values.text('company'),
    country: values.text('country') ?? values.text('country_code'),
    industry: values.text('industry'),
    employees: values.count('employees'),
    source: values.text('source'),
    sourceDetail: values.text('source_detail'),
    campaignId: values.text('campaign'),
    stage: values.text('stage'),
    status: values.text('status'),
    marketable: values.flag('marketable', null),
    optedOut: values.flag('opted_out'),
    bounced: values.present('bounce'),
    firstTouchedAt: values.at('first_outreach') ?? values.at('first_engagement'),
    convertedAt: null,
    convertedContactId: null,
    convertedDealId: null,
    twins: twins.filter((ref) => ref !== null),
    changes: changesOf(wanted, record, { stage: 'stage', status: 'status' }, (_, text) => text),
  };
}

/** What HubSpot calls the original source, at the first visit; null for who came otherwise. */
export function visitOf(wanted: Wanted, record: ListedRecord): TouchRow | null {
  const values = valuesOf(wanted, record);
  const source = values.text('source');
  if (source === null || source === OFFLINE) return null;
  const at = values.at('first_seen') ?? record.createdAt;
  return {
    kind: 'touch',
    crm: 'hubspot',
    id: `visit:${record.id}`,
    createdAt: at,
    modifiedAt: modifiedOf('contacts', record),
    person: { crm: 'hubspot', object: 'lead', id: record.id },
    campaignId: values.text('campaign'),
    channel: null,
    source,
    at,
    touch: 'visit',
    responded: false,
  };
}

/** HubSpot keeps the primary company on the contact; one tied a moment ago may be in its ties alone. */
export function companyOf(record: ListedRecord): string | null {
  return record.properties['associatedcompanyid'] || (tiesOf(record, 'companies')[0] ?? null);
}

function twin(object: 'lead' | 'contact', id: string | null): RecordRef | null {
  return id === null ? null : { crm: 'salesforce', object, id };
}
