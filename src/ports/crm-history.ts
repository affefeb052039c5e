// What KPIs need from a CRM: whole lists of records with the history of their stages, and what changed since. In words
// that both HubSpot and Salesforce fit; stages, statuses and sources are the CRM's own words, the playbook says what they mean.
import type { ChangeCursor, CrmName, CrmRecord, RecordRef } from './crm.ts';

/** In the order in which they are filled: what is pointed at comes first. */
export const HISTORY_KINDS = [
  'company',
  'campaign',
  'person',
  'deal',
  'touch',
  'activity',
  'subscription',
  'content',
] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

/** Fields whose changes are kept. `amount` and `close_date` are those of deals; `forecast` is a forecast category. */
const CHANGED_FIELDS = ['stage', 'status', 'owner', 'amount', 'close_date', 'forecast'] as const;
export type ChangedField = (typeof CHANGED_FIELDS)[number];

/** One entry of a record's history: from `at` on the field had this value. */
export interface FieldChange {
  readonly field: ChangedField;
  readonly at: Date;
  /** The CRM's own id or word; null: emptied. Dates and amounts in ISO and decimal form. */
  readonly value: string | null;
}

interface Row {
  readonly crm: CrmName;
  readonly id: string;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
}

export interface CompanyRow extends Row {
  readonly kind: 'company';
  readonly name: string | null;
  readonly domain: string | null;
  readonly industry: string | null;
  readonly employees: number | null;
  readonly country: string | null;
  readonly ownerId: string | null;
}

export interface CampaignRow extends Row {
  readonly kind: 'campaign';
  readonly name: string;
  readonly type: string | null;
  readonly channel: string | null;
  /** The CRM's own word. */
  readonly status: string | null;
  /** Calendar days. */
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  /** Decimals in `currency`; null where the CRM knows none. `spend` is the total so far. */
  readonly budget: string | null;
  readonly spend: string | null;
  readonly currency: string | null;
  readonly ownerId: string | null;
}

/** A HubSpot contact, or a Salesforce lead or contact. */
export interface PersonRow extends Row {
  readonly kind: 'person';
  readonly object: 'lead' | 'contact';
  readonly email: string | null;
  readonly name: string | null;
  readonly title: string | null;
  readonly phone: string | null;
  readonly ownerId: string | null;
  readonly companyId: string | null;
  /** What the record itself says, where there is no company. */
  readonly companyName: string | null;
  readonly country: string | null;
  readonly industry: string | null;
  readonly employees: number | null;
  readonly source: string | null;
  readonly sourceDetail: string | null;
  /** The campaign that brought them, where the record says so. */
  readonly campaignId: string | null;
  readonly stage: string | null;
  readonly status: string | null;
  /** Null where the CRM does not know. */
  readonly marketable: boolean | null;
  readonly optedOut: boolean | null;
  readonly bounced: boolean | null;
  /** When the CRM saw the first activity of a rep, where it keeps that. */
  readonly firstTouchedAt: Date | null;
  /** Set once a Salesforce lead was converted. */
  readonly convertedAt: Date | null;
  readonly convertedContactId: string | null;
  readonly convertedDealId: string | null;
  /** Records of the same person in the other CRM, where this one keeps their ids. */
  readonly twins: readonly RecordRef[];
  /** Every entry into a stage or status and every owner that is known, the present ones included. */
  readonly changes: readonly FieldChange[];
}

export interface DealRow extends Row {
  readonly kind: 'deal';
  readonly name: string;
  readonly ownerId: string | null;
  readonly companyId: string | null;
  /** Leads and contacts that it belongs to, the first the main one. */
  readonly people: readonly RecordRef[];
  readonly stage: string | null;
  readonly pipeline: string | null;
  readonly product: string | null;
  /** New business, more of the same customer, a renewal; null where the CRM does not say. */
  readonly sale: 'new' | 'existing' | 'renewal' | null;
  readonly amount: string | null;
  readonly currency: string | null;
  /** Calendar day. */
  readonly closeDate: string | null;
  readonly closed: boolean;
  readonly won: boolean;
  readonly forecast: string | null;
  readonly source: string | null;
  readonly campaignId: string | null;
  /** The same deal in the other CRM, where this one keeps its id. */
  readonly twin: RecordRef | null;
  readonly changes: readonly FieldChange[];
}

/** A campaign member, a form that was sent, a first visit: what attribution shares a deal among. */
export interface TouchRow extends Row {
  readonly kind: 'touch';
  readonly person: RecordRef;
  readonly campaignId: string | null;
  readonly channel: string | null;
  readonly source: string | null;
  /** When it happened. */
  readonly at: Date;
  readonly touch: 'member' | 'response' | 'form' | 'visit';
  /** Whether the person did something, as a click or an attendance, beside being sent to. */
  readonly responded: boolean;
}

/** What a rep did: calls, e-mails, meetings, tasks that were finished. */
export interface ActivityRow extends Row {
  readonly kind: 'activity';
  readonly activity: 'call' | 'email' | 'meeting' | 'task';
  readonly at: Date;
  readonly ownerId: string | null;
  readonly people: readonly RecordRef[];
}

/** What a customer pays again and again: recurring deals, assets, contracts. */
export interface SubscriptionRow extends Row {
  readonly kind: 'subscription';
  readonly companyId: string | null;
  readonly product: string | null;
  /** Calendar days; null end: it goes on. */
  readonly startsOn: string;
  readonly endsOn: string | null;
  /** Decimal a month. */
  readonly monthly: string;
  readonly currency: string | null;
}

/** Views and conversions of a form, page or other content on a day. */
export interface ContentRow extends Row {
  readonly kind: 'content';
  readonly name: string;
  /** webinar, ebook, demo request ... */
  readonly format: string | null;
  readonly segment: string | null;
  /** Calendar day. */
  readonly day: string;
  readonly views: number;
  readonly conversions: number;
}

export type HistoryRow =
  | CompanyRow
  | CampaignRow
  | PersonRow
  | DealRow
  | TouchRow
  | ActivityRow
  | SubscriptionRow
  | ContentRow;

export interface HistoryPage {
  /** Of this kind, and of others that the same call told of: what a contact's first visit was, what a deal pays monthly. */
  readonly rows: readonly HistoryRow[];
  /** The same records as intake mirrors them, where it does: leads, contacts, companies, opportunities, tasks. */
  readonly records: readonly CrmRecord[];
  /** Where to go on; null after the last page. Opaque, and good after a restart. */
  readonly next: string | null;
}

/** A row of any kind: records by their object, the rest by their kind. */
export interface RowRef {
  readonly crm: CrmName;
  readonly object: RecordRef['object'] | Exclude<HistoryKind, 'person' | 'deal' | 'company'>;
  readonly id: string;
}

export interface HistoryChanges {
  readonly rows: readonly HistoryRow[];
  /** Deleted, where the CRM lists deletions. Some may never have been told of. */
  readonly gone: readonly RowRef[];
  /** Ids that were merged away. */
  readonly merged: readonly { readonly from: RecordRef; readonly into: RecordRef }[];
  readonly next: ChangeCursor;
  readonly caughtUp: boolean;
}

/** Sums that both sides can be asked for, to compare: count, and the amount where the kind has one. */
export interface HistoryTotals {
  /** Null where this CRM cannot be asked for it. */
  readonly count: number | null;
  /** Decimal by currency (`''` where the CRM names none); null where this CRM cannot be asked for sums. */
  readonly amounts: Readonly<Record<string, string>> | null;
}

/** All calls throw Fault as those of `Crm` do, and count as scans: what is more urgent goes first. */
export interface CrmHistory {
  /** What this account has and lets us read. Throws Fault `forbidden` only where nothing can be read. */
  kinds(): Promise<readonly HistoryKind[]>;
  totals(kind: HistoryKind): Promise<HistoryTotals>;
  /** Every record that is there, in pages as large as the CRM gives; from the beginning with null. */
  list(kind: HistoryKind, cursor: string | null): Promise<HistoryPage>;
  /** What changed after a place, ascending by (modifiedAt, id). */
  changes(kind: HistoryKind, after: ChangeCursor): Promise<HistoryChanges>;
  /** Records by id, to compare one by one; those that are not there are left out. */
  read(kind: HistoryKind, ids: readonly string[]): Promise<readonly HistoryRow[]>;
  /** Words for stages and statuses, for people: by their id. */
  labels(): Promise<ReadonlyMap<string, string>>;
}
