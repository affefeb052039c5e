// The files that can be imported, and their columns: what each is called, what else it may be called, what it holds.

export type CellKind = 'text' | 'instant' | 'day' | 'amount' | 'count' | 'flag';

export interface Column {
  readonly kind: CellKind;
  readonly also: readonly string[];
  readonly required: boolean;
}

export type Columns = Readonly<Record<string, Column>>;

function column<Kind extends CellKind>(kind: Kind, ...also: readonly string[]) {
  return { kind, also, required: false } as const;
}

function needed<Kind extends CellKind>(kind: Kind, ...also: readonly string[]) {
  return { kind, also, required: true } as const;
}

const CRM = column('text', 'crm_name', 'system');
const CURRENCY = column('text', 'currency_code', 'currencyisocode', 'currency_iso_code');
const OWNER = column('text', 'owner_email', 'owner_id', 'ownerid', 'rep', 'rep_email', 'sales_rep', 'assigned_to');
const SOURCE = column('text', 'lead_source', 'leadsource', 'original_source', 'utm_source', 'hs_analytics_source');
const CAMPAIGN = column('text', 'campaign', 'campaignid', 'campaign_key', 'primary_campaign_id');
const LEAD = [
  'lead',
  'leadid',
  'contact_id',
  'contact',
  'person_id',
  'prospect_id',
  'lead_ids',
  'contact_ids',
] as const;
const EMAIL = ['lead_email', 'contact_email', 'email_address', 'person_email'] as const;
const COMPANY = column('text', 'company_name', 'account', 'account_name', 'customer', 'organization');
const DOMAIN = column('text', 'company_domain', 'website', 'account_domain');

export const FILES = {
  leads: {
    id: needed('text', 'lead_id', 'leadid', 'contact_id', 'person_id', 'prospect_id', 'record_id', 'hs_object_id'),
    crm: CRM,
    email: column('text', 'email_address', 'e_mail', 'mail'),
    name: column('text', 'full_name', 'lead_name', 'contact_name'),
    first_name: column('text', 'firstname'),
    last_name: column('text', 'lastname', 'surname'),
    title: column('text', 'job_title', 'jobtitle'),
    phone: column('text', 'phone_number', 'telephone'),
    company: COMPANY,
    domain: DOMAIN,
    country: column('text', 'country_code', 'country_region'),
    industry: column('text', 'sector'),
    employees: column(
      'count',
      'company_size',
      'number_of_employees',
      'numberofemployees',
      'employee_count',
      'headcount',
    ),
    source: SOURCE,
    source_detail: column('text', 'source_details'),
    campaign_id: CAMPAIGN,
    owner: OWNER,
    stage: column('text', 'lifecycle_stage', 'lifecyclestage', 'current_stage'),
    status: column('text', 'lead_status', 'hs_lead_status'),
    created_at: needed(
      'instant',
      'created',
      'created_on',
      'created_date',
      'create_date',
      'createdate',
      'createddate',
      'date_created',
      'date',
    ),
    modified_at: column('instant', 'updated_at', 'last_modified', 'lastmodifieddate', 'modified', 'updated'),
    lead_at: column('instant', 'lead_date', 'became_lead_at', 'entered_lead_at', 'became_a_lead_date'),
    mql_at: column('instant', 'mql_date', 'mql', 'became_mql_at', 'entered_mql_at', 'mql_on', 'marketing_qualified_at'),
    sql_at: column('instant', 'sql_date', 'sql', 'became_sql_at', 'entered_sql_at', 'sql_on', 'sales_qualified_at'),
    opportunity_at: column(
      'instant',
      'opportunity_date',
      'opp_at',
      'opp_date',
      'became_opportunity_at',
      'entered_opportunity_at',
      'opportunity_on',
    ),
    customer_at: column(
      'instant',
      'customer_date',
      'became_customer_at',
      'entered_customer_at',
      'customer_on',
      'closed_won_at',
    ),
    assigned_at: column('instant', 'owner_assigned_at', 'assigned', 'assigned_date', 'hubspot_owner_assigneddate'),
    first_touched_at: column(
      'instant',
      'first_touch_at',
      'first_response_at',
      'first_contacted_at',
      'first_activity_at',
      'responded_at',
      'contacted_at',
    ),
    marketable: column('flag', 'is_marketable'),
    opted_out: column(
      'flag',
      'unsubscribed',
      'email_opt_out',
      'opt_out',
      'has_opted_out_of_email',
      'hasoptedoutofemail',
    ),
    bounced: column('flag', 'email_bounced', 'is_bounced'),
  },
  deals: {
    id: needed('text', 'deal_id', 'dealid', 'opportunity_id', 'opportunityid', 'opp_id', 'record_id', 'hs_object_id'),
    crm: CRM,
    name: column('text', 'deal_name', 'dealname', 'opportunity_name', 'opportunity'),
    lead_id: column('text', ...LEAD),
    email: column('text', ...EMAIL),
    company: COMPANY,
    domain: DOMAIN,
    country: column('text', 'country_code'),
    employees: column('count', 'company_size', 'employee_count', 'headcount'),
    amount: column('amount', 'value', 'deal_value', 'deal_amount', 'opportunity_amount', 'revenue'),
    currency: CURRENCY,
    stage: column('text', 'deal_stage', 'dealstage', 'stage_name', 'stagename', 'status', 'state', 'outcome'),
    pipeline: column('text', 'pipeline_name'),
    product: column('text', 'product_name', 'product_line'),
    type: column('text', 'sale', 'deal_type', 'dealtype', 'opportunity_type'),
    created_at: needed(
      'instant',
      'created',
      'created_on',
      'created_date',
      'create_date',
      'createdate',
      'createddate',
      'date_created',
      'opened_at',
      'open_date',
    ),
    modified_at: column('instant', 'updated_at', 'last_modified', 'lastmodifieddate', 'modified', 'updated'),
    closed_at: column('day', 'closed_date', 'closed_on', 'closed_day', 'won_at', 'won_date'),
    close_date: column('day', 'closedate', 'close_on', 'expected_close_date'),
    closed: column('flag', 'is_closed', 'isclosed'),
    won: column('flag', 'is_won', 'iswon', 'closed_won', 'is_closed_won'),
    forecast: column('text', 'forecast_category', 'forecastcategory', 'forecast_category_name'),
    owner: OWNER,
    source: SOURCE,
    campaign_id: CAMPAIGN,
  },
  campaigns: {
    id: needed('text', 'campaign_id', 'campaignid', 'record_id'),
    crm: CRM,
    name: column('text', 'campaign_name', 'campaign', 'title'),
    channel: column('text', 'medium', 'utm_medium'),
    type: column('text', 'campaign_type'),
    status: column('text', 'state'),
    start: column(
      'day',
      'starts_on',
      'start_date',
      'startdate',
      'start_on',
      'starts',
      'start_at',
      'from',
      'launch_date',
    ),
    end: column('day', 'ends_on', 'end_date', 'enddate', 'end_on', 'ends', 'end_at', 'to'),
    budget: column('amount', 'budgeted_cost', 'budgetedcost', 'planned_spend'),
    spend: column('amount', 'spent', 'cost', 'actual_cost', 'actualcost', 'amount_spent', 'actual_spend'),
    currency: CURRENCY,
    owner: OWNER,
    created_at: column('instant', 'created', 'created_on', 'created_date', 'create_date', 'createdate'),
  },
  touches: {
    id: column('text', 'touch_id', 'touchid', 'member_id', 'touchpoint_id', 'record_id'),
    crm: CRM,
    lead_id: column('text', ...LEAD),
    email: column('text', ...EMAIL),
    campaign_id: CAMPAIGN,
    at: needed(
      'instant',
      'date',
      'touched_at',
      'touch_at',
      'touch_date',
      'timestamp',
      'occurred_at',
      'happened_at',
      'created_at',
      'created_date',
      'time',
      'datetime',
    ),
    type: column('text', 'touch', 'touch_type', 'kind', 'interaction', 'event', 'action', 'status'),
    channel: column('text', 'medium', 'utm_medium'),
    source: SOURCE,
    responded: column('flag', 'has_responded', 'hasresponded', 'response'),
  },
  costs: {
    id: column('text', 'cost_id', 'key', 'record_id'),
    amount: needed('amount', 'cost', 'spend', 'value', 'spent'),
    currency: CURRENCY,
    from: needed('text', 'from_day', 'from_date', 'start', 'start_date', 'starts_on', 'date', 'day', 'month', 'period'),
    to: column('day', 'to_day', 'to_date', 'end', 'end_date', 'ends_on', 'until'),
    department: column('text', 'team', 'dept'),
    category: column('text', 'type', 'kind'),
    channel: column('text', 'medium', 'utm_medium'),
    source: SOURCE,
    campaign: column('text', 'campaign_id', 'campaign_name', 'campaignid'),
    note: column('text', 'notes', 'comment', 'description'),
  },
  stages: {
    lead_id: needed('text', 'id', ...LEAD),
    crm: CRM,
    stage: needed('text', 'to_stage', 'new_stage', 'new_value', 'value', 'status', 'lifecycle_stage'),
    at: needed('instant', 'entered_at', 'date', 'changed_at', 'timestamp', 'created_at', 'created_date', 'entered_on'),
  },
  activities: {
    id: column('text', 'activity_id', 'task_id', 'record_id'),
    crm: CRM,
    lead_id: column('text', ...LEAD),
    email: column('text', ...EMAIL),
    type: column('text', 'activity', 'activity_type', 'kind'),
    at: needed('instant', 'date', 'timestamp', 'occurred_at', 'completed_at', 'created_at', 'activity_date'),
    owner: OWNER,
  },
  subscriptions: {
    id: needed('text', 'subscription_id', 'contract_id', 'asset_id', 'record_id'),
    crm: CRM,
    company: { ...COMPANY, required: true },
    domain: DOMAIN,
    product: column('text', 'product_name', 'plan'),
    start: needed('day', 'starts_on', 'start_date', 'started_at', 'from'),
    end: column('day', 'ends_on', 'end_date', 'ended_at', 'to', 'cancelled_at', 'churned_at'),
    monthly: needed('amount', 'mrr', 'monthly_amount', 'amount', 'price'),
    currency: CURRENCY,
  },
} as const satisfies Readonly<Record<string, Columns>>;

export type FileKind = keyof typeof FILES;

/** The names that files may have, without `.csv`; the first one is ours. */
export const FILE_NAMES: Readonly<Record<FileKind, readonly string[]>> = {
  leads: ['leads', 'contacts', 'people', 'prospects'],
  deals: ['deals', 'opportunities'],
  campaigns: ['campaigns'],
  touches: ['touches', 'touchpoints', 'campaign_members', 'interactions'],
  costs: ['costs', 'spend', 'expenses'],
  stages: ['stages', 'stage_history', 'lead_history'],
  activities: ['activities', 'tasks'],
  subscriptions: ['subscriptions', 'contracts'],
};

interface ValueOf {
  readonly text: string;
  readonly instant: Date;
  /** `2026-12-31` */
  readonly day: string;
  /** Decimal. */
  readonly amount: string;
  readonly count: number;
  readonly flag: boolean;
}

type Values<Of extends Columns> = {
  readonly [Name in keyof Of]: Of[Name]['required'] extends true
    ? ValueOf[Of[Name]['kind']]
    : ValueOf[Of[Name]['kind']] | null;
};

/** A line of a file, read: what is left empty is null. `given` are the columns that the file has. */
export type Entry<Kind extends FileKind> = Values<(typeof FILES)[Kind]> & {
  readonly line: number;
  readonly given: ReadonlySet<string>;
};
