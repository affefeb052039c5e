// The files that can be imported, and their columns: what each is called, what else it may be called, what it holds.

import { CAMPAIGN, column, COMPANY, CRM, CURRENCY, DOMAIN, EMAIL, LEAD, needed, OWNER, SOURCE } from './column.ts';
import type { Columns } from './column.ts';
import { DEALS, LEADS } from './main-columns.ts';

export const FILES = {
  leads: LEADS,
  deals: DEALS,
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
