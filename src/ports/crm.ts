// What features need from a CRM, in words that both HubSpot and Salesforce fit. Vendor names stop at the adapters.
import type { CorrelationId } from '#kernel/ids.ts';
import type { CrmCampaigns } from './crm-campaigns.ts';
import type { CrmHistory } from './crm-history.ts';
import type { WorkItems } from './work-items.ts';

export const CRM_NAMES = ['hubspot', 'salesforce'] as const;
export type CrmName = (typeof CRM_NAMES)[number];

/**
 * The objects that we keep. `lead` is a HubSpot contact or a Salesforce Lead, `contact` a Salesforce Contact (HubSpot
 * has none of its own), `company` a HubSpot company or Salesforce Account, `opportunity` a deal or Opportunity.
 */
export const CRM_OBJECTS = ['lead', 'contact', 'company', 'opportunity', 'task'] as const;
export type CrmObject = (typeof CRM_OBJECTS)[number];

export interface RecordRef {
  readonly crm: CrmName;
  readonly object: CrmObject;
  readonly id: string;
}

/** `hubspot:lead:501`, for keys and logs. */
export function refKey(ref: RecordRef): string {
  return `${ref.crm}:${ref.object}:${ref.id}`;
}

/** Mapped values: numbers are numbers, dates are ISO 8601 strings, empty is null. */
export type FieldValue = string | number | boolean | null;
export type Fields = Readonly<Record<string, FieldValue>>;

/**
 * Which vendor property carries a field of ours: `lead.score` -> `contact.hubspotscore` or `Lead.Rating__c`. In
 * Salesforce `company.*` of a lead may name `Lead.*` properties. Comes from the playbook, see features/playbook.
 */
export type FieldMap = Readonly<Record<string, string>>;

export interface CrmRecord {
  readonly ref: RecordRef;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
  /** User or queue that owns the record; null when nobody does. */
  readonly ownerId: string | null;
  /** Our names without the object's prefix (`score`, `email`), as the field map says. */
  readonly fields: Fields;
  /** The lead's or opportunity's company: associated record, or what the lead itself says about it (then `id` null). */
  readonly company: { readonly id: string | null; readonly fields: Fields } | null;
  /** Leads (and contacts) of an opportunity, contact of a task; empty where not read. */
  readonly leadIds: readonly string[];
  /** Set once a lead was converted: what it became. */
  readonly converted: { readonly opportunityId: string | null; readonly contactId: string | null } | null;
}

export interface ReadResult {
  readonly found: readonly CrmRecord[];
  /** Asked for, but deleted or never there. */
  readonly gone: readonly string[];
  /** Asked for under an id that has been merged into another. `into` is in `found`. */
  readonly merged: readonly { readonly from: string; readonly into: string }[];
}

export interface CrmAccount {
  /** HubSpot portal id or Salesforce organisation id. */
  readonly id: string;
  readonly name: string;
}

export interface CrmUser {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly active: boolean;
  /** A Salesforce queue can own leads but is nobody who works them. */
  readonly kind: 'person' | 'queue';
}

export interface Stage {
  readonly id: string;
  readonly label: string;
  /** HubSpot pipeline label; null where the CRM has no pipelines. */
  readonly pipeline: string | null;
  readonly closed: boolean;
  readonly won: boolean;
}

/** A place in the list of changes: everything up to and including (`at`, `id`) has been seen. */
export interface ChangeCursor {
  readonly at: Date;
  /** Last record seen at exactly `at`; '' when none. */
  readonly id: string;
}

export interface Change {
  readonly ref: RecordRef;
  readonly modifiedAt: Date;
  readonly deleted: boolean;
}

export interface ChangePage {
  /** Ascending by (modifiedAt, id), strictly after the cursor. */
  readonly changes: readonly Change[];
  /** Where to go on; equals the given cursor when there was nothing. */
  readonly next: ChangeCursor;
  /** False: there is more right now. */
  readonly caughtUp: boolean;
}

/**
 * Field names of new records. Opportunity: `name`, `stage` (id or label), `close_date` (ISO date, required), `amount`,
 * `pipeline`. Task: `subject`, `body`, `due` (ISO instant), `done` (boolean), `kind` (call, email, meeting or todo).
 */
export interface NewRecord {
  /** Our field names, or the vendor's property names where ours has none. */
  readonly fields: Fields;
  readonly ownerId: string | null;
  /** Same key, same record: a repeat after an unclear answer finds the first one instead of making a second. */
  readonly key: string;
  /** Records to tie it to, where the CRM can (same CRM only). */
  readonly links: readonly RecordRef[];
  /** True when an earlier try may have taken effect: look before creating. */
  readonly repeat: boolean;
}

export type CreateOutcome =
  | { readonly kind: 'created' | 'found'; readonly ref: RecordRef }
  /** The CRM said no; `message` is its own words. */
  | { readonly kind: 'refused'; readonly message: string };

export type UpdateOutcome =
  | { readonly kind: 'updated' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'gone' };

export interface Assignment {
  readonly ref: RecordRef;
  /** Null: nobody, where the CRM allows it (HubSpot); Salesforce answers `refused`. */
  readonly to: string | null;
  /** The owner we decided on. Someone else there now (a person, neither this nor `to`) is a conflict. */
  readonly expected: string | null;
}

export type AssignOutcome =
  /** Written and read back. */
  | { readonly kind: 'assigned' }
  /** `to` owned it already. */
  | { readonly kind: 'unchanged' }
  /** Another person owns it; nothing was written, or ours was overwritten at once. Never fought. */
  | { readonly kind: 'conflict'; readonly ownerId: string | null }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'gone' };

/** A mapped field whose vendor property the account does not have. `path` is ours, `property` the vendor's. */
export interface MissingProperty {
  readonly path: string;
  readonly property: string;
  /** The nearest property that exists, for "did you mean". */
  readonly suggestion: string | null;
}

/** All calls throw Fault when the CRM cannot be reached, refuses our credentials, or answers what we cannot read. */
export interface Crm {
  readonly name: CrmName;
  account(): Promise<CrmAccount>;
  /** Mapped properties that this account lacks, after reading its own property lists. */
  missingProperties(): Promise<readonly MissingProperty[]>;
  /** Any number of ids; asked for in batches of 100. */
  read(object: CrmObject, ids: readonly string[]): Promise<ReadResult>;
  /** Objects whose changes this CRM can list. */
  readonly tracked: readonly CrmObject[];
  changes(object: CrmObject, after: ChangeCursor): Promise<ChangePage>;
  users(): Promise<readonly CrmUser[]>;
  /** Lead stages (lifecycle stages, statuses) or opportunity stages, in their order. */
  stages(object: 'lead' | 'opportunity'): Promise<readonly Stage[]>;
  create(object: 'opportunity' | 'task', record: NewRecord): Promise<CreateOutcome>;
  update(ref: RecordRef, fields: Fields): Promise<UpdateOutcome>;
  assign(assignment: Assignment): Promise<AssignOutcome>;
  /** Link for people. */
  recordUrl(ref: RecordRef): string;
  readonly campaigns: CrmCampaigns;
  /** Whole lists with their past. */
  readonly history: CrmHistory;
  /** Requests of the CRM's own approval processes; null where it has none. */
  readonly workItems: WorkItems | null;
  /** Ends open calls and timers. */
  close(): Promise<void>;
}

/** A hint from a webhook or the poller that a record changed. The record itself is read again before anything acts. */
export interface CrmEvent {
  readonly crm: CrmName;
  /** Same key, same event: a repeated delivery is stored once. */
  readonly key: string;
  /** Null for an object that we do not keep; the event is recorded as ignored. */
  readonly object: CrmObject | null;
  readonly recordId: string;
  readonly change: 'changed' | 'deleted' | 'merged';
  readonly occurredAt: Date;
  /** The vendor's own words for it, kept for the record (`contact.propertyChange`). */
  readonly type: string;
  readonly correlationId: CorrelationId;
}

export type WebhookVerdict =
  | { readonly kind: 'events'; readonly events: readonly CrmEvent[] }
  /** Signature missing, wrong, stale or from the future: 401 and nothing is stored. */
  | { readonly kind: 'unauthorized'; readonly because: string }
  /** Signed, but not what the vendor sends: 400. */
  | { readonly kind: 'malformed'; readonly because: string };
