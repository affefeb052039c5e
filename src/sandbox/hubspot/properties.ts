// What a property of an object is, as HubSpot describes it, and the parts that the standard ones are made of.
import type { HubspotObject, Pipeline } from './model.ts';

export interface PropertyDefinition {
  readonly name: string;
  readonly label: string;
  readonly type: 'string' | 'number' | 'datetime' | 'date' | 'enumeration' | 'bool';
  /** Allowed values of an enumeration, in order. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** HubSpot sets it; writing it is refused. */
  readonly readOnly: boolean;
  /** No two records may have the same value, and records can be read by it (`idProperty`). */
  readonly unique: boolean;
}

export type PropertyCatalog = Readonly<Record<HubspotObject, readonly PropertyDefinition[]>>;

/** One property; a custom one of the account is made the same way. */
export function property(
  name: string,
  label: string,
  details: Partial<Omit<PropertyDefinition, 'name' | 'label' | 'options'>> & {
    readonly options?: Readonly<Record<string, string>>;
  } = {},
): PropertyDefinition {
  const { options = {}, ...rest } = details;
  return {
    name,
    label,
    type: 'string',
    readOnly: false,
    unique: false,
    ...rest,
    options: Object.entries(options).map(([value, text]) => ({ value, label: text })),
  };
}

export const SOURCES = {
  ORGANIC_SEARCH: 'Organic Search',
  PAID_SEARCH: 'Paid Search',
  EMAIL_MARKETING: 'Email Marketing',
  SOCIAL_MEDIA: 'Organic Social',
  REFERRALS: 'Referrals',
  OTHER_CAMPAIGNS: 'Other Campaigns',
  DIRECT_TRAFFIC: 'Direct Traffic',
  OFFLINE: 'Offline Sources',
  PAID_SOCIAL: 'Paid Social',
};

export const YES_NO = { true: 'Yes', false: 'No' };
/** HubSpot sets these itself. */
export const set = { readOnly: true } as const;
export const when = { type: 'datetime', readOnly: true } as const;

/** The pipeline that every new account starts with. */
export const SALES_PIPELINE: Pipeline = {
  id: 'default',
  label: 'Sales Pipeline',
  stages: [
    { id: 'appointmentscheduled', label: 'Appointment Scheduled', probability: 0.2, closed: false },
    { id: 'qualifiedtobuy', label: 'Qualified To Buy', probability: 0.4, closed: false },
    { id: 'presentationscheduled', label: 'Presentation Scheduled', probability: 0.6, closed: false },
    { id: 'decisionmakerboughtin', label: 'Decision Maker Bought-In', probability: 0.8, closed: false },
    { id: 'contractsent', label: 'Contract Sent', probability: 0.9, closed: false },
    { id: 'closedwon', label: 'Closed Won', probability: 1, closed: true },
    { id: 'closedlost', label: 'Closed Lost', probability: 0, closed: true },
  ],
};
