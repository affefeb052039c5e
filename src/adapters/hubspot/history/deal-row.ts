// A HubSpot deal as a deal of the KPIs; a won one that recurs is a subscription too. Pure.
import type { ChangedField, DealRow, SubscriptionRow } from '#ports/crm-history.ts';
import { decimalOf } from '#adapters/http/amounts.ts';
import { changesOf } from './field-changes.ts';
import { tiesOf, type ListedRecord } from './listed.ts';
import { modifiedOf } from './modified.ts';
import { dayAfter, dayOf, valuesOf, type Values } from './values.ts';
import { OWNER, type Wanted } from './wanted.ts';

/** What an account says once about all of its deals. */
export interface AccountTerms {
  readonly zone: string;
  /** Of deals that name no currency. */
  readonly currency: string | null;
}

export function dealRow(wanted: Wanted, record: ListedRecord, terms: AccountTerms): DealRow {
  const values = valuesOf(wanted, record);
  const won = values.flag('is_won') === true;
  const twin = values.text('salesforce_opportunity');
  return {
    kind: 'deal',
    crm: 'hubspot',
    id: record.id,
    createdAt: record.createdAt,
    modifiedAt: modifiedOf('deals', record),
    name: values.text('name') ?? '',
    ownerId: record.properties[OWNER] || null,
    companyId: tiesOf(record, 'companies')[0] ?? null,
    people: tiesOf(record, 'contacts').map((id) => ({ crm: 'hubspot', object: 'lead', id })),
    stage: values.text('stage'),
    pipeline: values.text('pipeline'),
    product: values.text('product'),
    sale: saleOf(values),
    amount: values.decimal('amount'),
    currency: values.text('currency') ?? terms.currency,
    closeDate: dayOf(values.text('close_date'), terms.zone),
    closed: won || values.flag('is_closed') === true || values.flag('is_lost') === true,
    won,
    forecast: values.text('forecast'),
    source: values.text('source'),
    campaignId: null,
    twin: twin === null ? null : { crm: 'salesforce', object: 'opportunity', id: twin },
    changes: changesOf(
      wanted,
      record,
      { stage: 'stage', amount: 'amount', close_date: 'close_date', forecast: 'forecast' },
      (field, text) => valueOf(field, text, terms.zone),
    ),
  };
}

/**
 * From the properties of revenue analytics: a monthly amount, from the deal's close date to the day before it became
 * inactive. Null for a deal that is not won or does not recur.
 */
export function subscriptionOf(wanted: Wanted, record: ListedRecord, terms: AccountTerms): SubscriptionRow | null {
  const values = valuesOf(wanted, record);
  const monthly = values.decimal('monthly');
  const startsOn = dayOf(values.text('close_date'), terms.zone);
  if (monthly === null || !(Number(monthly) > 0) || startsOn === null || values.flag('is_won') !== true) return null;
  const inactive = dayOf(values.text('inactive'), terms.zone);
  return {
    kind: 'subscription',
    crm: 'hubspot',
    id: record.id,
    createdAt: record.createdAt,
    modifiedAt: modifiedOf('deals', record),
    companyId: tiesOf(record, 'companies')[0] ?? null,
    product: values.text('product'),
    startsOn,
    endsOn: inactive === null ? null : dayAfter(inactive, -1),
    monthly,
    currency: values.text('currency') ?? terms.currency,
  };
}

function saleOf(values: Values): DealRow['sale'] {
  const recurring = values.text('recurring_sale')?.toUpperCase();
  if (recurring === 'RENEWAL') return 'renewal';
  if (recurring === 'UPGRADE' || recurring === 'DOWNGRADE') return 'existing';
  const sale = values.text('sale')?.toLowerCase();
  if (sale === 'newbusiness') return 'new';
  if (sale === 'existingbusiness') return 'existing';
  return sale === 'renewal' ? 'renewal' : null;
}

function valueOf(field: ChangedField, text: string, zone: string): string | null {
  if (field === 'amount') return decimalOf(text);
  return field === 'close_date' ? dayOf(text, zone) : text;
}
