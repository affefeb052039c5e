// What a column of a file is: what it may be called beside our name, what it holds, whether it must be there.

export type CellKind = 'text' | 'instant' | 'day' | 'amount' | 'count' | 'flag';

export interface Column {
  readonly kind: CellKind;
  readonly also: readonly string[];
  readonly required: boolean;
}

export type Columns = Readonly<Record<string, Column>>;

export function column<Kind extends CellKind>(kind: Kind, ...also: readonly string[]) {
  return { kind, also, required: false } as const;
}

export function needed<Kind extends CellKind>(kind: Kind, ...also: readonly string[]) {
  return { kind, also, required: true } as const;
}

export const CRM = column('text', 'crm_name', 'system');
export const CURRENCY = column('text', 'currency_code', 'currencyisocode', 'currency_iso_code');
export const OWNER = column(
  'text',
  'owner_email',
  'owner_id',
  'ownerid',
  'rep',
  'rep_email',
  'sales_rep',
  'assigned_to',
);
export const SOURCE = column(
  'text',
  'lead_source',
  'leadsource',
  'original_source',
  'utm_source',
  'hs_analytics_source',
);
export const CAMPAIGN = column('text', 'campaign', 'campaignid', 'campaign_key', 'primary_campaign_id');
export const LEAD = [
  'lead',
  'leadid',
  'contact_id',
  'contact',
  'person_id',
  'prospect_id',
  'lead_ids',
  'contact_ids',
] as const;
export const EMAIL = ['lead_email', 'contact_email', 'email_address', 'person_email'] as const;
export const COMPANY = column('text', 'company_name', 'account', 'account_name', 'customer', 'organization');
export const DOMAIN = column('text', 'company_domain', 'website', 'account_domain');
