// The CRMs' records as the page's server tells them. Types alone.

export type CrmName = 'hubspot' | 'salesforce';

export interface CrmField {
  /** The vendor's own name: `hubspotscore`, `Score__c`. */
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'number' | 'choice' | 'owner' | 'date' | 'yes_no' | 'long_text';
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly readOnly: boolean;
}

/** One kind of record of a CRM: its columns in a list, its fields in a record's page. */
export interface CrmObject {
  /** `contacts`, `Lead`. */
  readonly name: string;
  readonly label: string;
  readonly columns: readonly string[];
  readonly fields: readonly CrmField[];
}

export interface CrmRow {
  readonly crm: CrmName;
  readonly object: string;
  readonly id: string;
  readonly title: string;
  /** By the field's vendor's name, as text; fields without a value are left out. */
  readonly values: Readonly<Record<string, string>>;
  /** ISO instants. */
  readonly createdAt: string;
  readonly modifiedAt: string;
}

/** One entry of a record's history, newest first. */
export interface CrmHistory {
  readonly at: string;
  readonly field: string;
  readonly value: string | null;
  readonly by: string;
}

/** A record that another one is tied to: `GET /_sandbox/crm/<crm>/<object>/<id>/links` answers these. */
export interface CrmLink {
  readonly object: string;
  /** What the kind of record is called, in the singular: `Company`. */
  readonly label: string;
  readonly id: string;
  readonly title: string;
}

export interface CrmOverview {
  readonly crm: CrmName;
  readonly label: string;
  readonly objects: readonly CrmObject[];
  readonly owners: readonly { readonly id: string; readonly name: string }[];
}
