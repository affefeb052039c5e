// The words of this HubSpot: objects, records, changes. Every property value is a string or null, as over the wire.

export const HUBSPOT_OBJECTS = [
  'contacts',
  'companies',
  'deals',
  'tasks',
  'calls',
  'emails',
  'meetings',
  'campaigns',
] as const;
export type HubspotObject = (typeof HUBSPOT_OBJECTS)[number];

/** The account's own: its days begin at midnight there. */
export const TIME_ZONE = 'Europe/Berlin';

export type Properties = Readonly<Record<string, string | null>>;

/** Who changed something: an app over the API, a person in HubSpot's pages, or HubSpot itself. */
export type ChangeSource = 'INTEGRATION' | 'CRM_UI' | 'CALCULATED';

export interface PropertyVersion {
  readonly value: string | null;
  readonly timestamp: Date;
  readonly sourceType: ChangeSource;
}

export interface HubspotRecord {
  readonly object: HubspotObject;
  readonly id: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archivedAt: Date | null;
  readonly properties: Properties;
}

export interface HubspotChange {
  readonly kind: 'created' | 'updated' | 'deleted' | 'merged';
  readonly object: HubspotObject;
  readonly id: string;
  readonly at: Date;
  readonly source: ChangeSource;
  /** What changed, without what HubSpot calculates itself. */
  readonly changed: Properties;
  /** The record after the change. */
  readonly record: HubspotRecord;
  /** Merged only: the record that was chosen to win, and every id that leads to `id` from now on. */
  readonly primaryId: string;
  readonly mergedIds: readonly string[];
  /** Created only: it came back out of the recycle bin. */
  readonly restored?: true;
}

export interface Owner {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly archived: boolean;
}

interface PipelineStage {
  readonly id: string;
  readonly label: string;
  /** Between 0 and 1; a closed stage is won at 1 and lost at 0. */
  readonly probability: number;
  readonly closed: boolean;
}

export interface Pipeline {
  readonly id: string;
  readonly label: string;
  readonly stages: readonly PipelineStage[];
}

/** The number that HubSpot has for each object. */
export const OBJECT_TYPE_IDS: Readonly<Record<HubspotObject, string>> = {
  contacts: '0-1',
  companies: '0-2',
  deals: '0-3',
  tasks: '0-27',
  calls: '0-48',
  emails: '0-49',
  meetings: '0-47',
  campaigns: '0-35',
};

const ALIASES: ReadonlyMap<string, HubspotObject> = new Map(
  HUBSPOT_OBJECTS.filter((object) => object !== 'campaigns').flatMap((object) =>
    [object, singular(object), OBJECT_TYPE_IDS[object]].map((name) => [name, object] as const),
  ),
);

/** An object by any name that HubSpot's paths of CRM objects accept; null for one that this account does not have. */
export function objectNamed(name: string): HubspotObject | null {
  return ALIASES.get(name.toLowerCase()) ?? null;
}

/** `contact`, as in subscription types and error messages. */
export function singular(object: HubspotObject): string {
  return object === 'companies' ? 'company' : object.replace(/s$/, '');
}
