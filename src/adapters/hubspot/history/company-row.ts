// A HubSpot company as a company of the KPIs. Pure.
import type { CompanyRow } from '#ports/crm-history.ts';
import type { ListedRecord } from './listed.ts';
import { modifiedOf } from './modified.ts';
import { valuesOf } from './values.ts';
import { OWNER, type Wanted } from './wanted.ts';

export function companyRow(wanted: Wanted, record: ListedRecord): CompanyRow {
  const values = valuesOf(wanted, record);
  return {
    kind: 'company',
    crm: 'hubspot',
    id: record.id,
    createdAt: record.createdAt,
    modifiedAt: modifiedOf('companies', record),
    name: values.text('name'),
    domain: values.text('domain'),
    industry: values.text('industry'),
    employees: values.count('employees'),
    country: values.text('country'),
    ownerId: record.properties[OWNER] || null,
  };
}
