// What features need of campaigns in a CRM, in words that both HubSpot and Salesforce fit.
import type { CrmName } from './crm.ts';

/** Where a campaign stands in a CRM, for both: Salesforce has Status and IsActive, HubSpot hs_campaign_status. */
export const CRM_CAMPAIGN_STATES = ['planned', 'live', 'paused', 'closed'] as const;
export type CrmCampaignState = (typeof CRM_CAMPAIGN_STATES)[number];

/** What a CRM can hold of a campaign. A CRM that lacks a field leaves it out of what it reads: `undefined`, not null. */
export interface CrmCampaignFields {
  readonly name: string;
  readonly state: CrmCampaignState;
  readonly type?: string | null;
  /** Calendar days, `2026-12-24`. */
  readonly startsOn?: string | null;
  readonly endsOn?: string | null;
  /** Decimal, `25000.00`, in `currency`. */
  readonly budget?: string | null;
  readonly currency?: string | null;
  /** The CRM's own user id. */
  readonly ownerId?: string | null;
  readonly audience?: string | null;
  readonly goals?: string | null;
  /** utm_campaign, where the CRM keeps it. */
  readonly utm?: string | null;
}

export interface CrmCampaign {
  readonly crm: CrmName;
  readonly id: string;
  readonly fields: CrmCampaignFields;
  readonly modifiedAt: Date;
  /** CRM user who changed it last, where the CRM says so. */
  readonly modifiedBy: string | null;
}

export type CampaignWriteOutcome =
  /** Written and read back: `campaign` is what stands in the CRM now. `differs`: fields that it took otherwise than written. */
  | { readonly kind: 'written'; readonly campaign: CrmCampaign; readonly differs: readonly string[] }
  /** The CRM said no; `message` is its own words. */
  | { readonly kind: 'refused'; readonly message: string }
  /** There is no such record (any more). */
  | { readonly kind: 'gone' };

export interface CampaignPage {
  /** Ascending by (modifiedAt, id), strictly after the place asked from. */
  readonly campaigns: readonly CrmCampaign[];
  /** What was deleted, where the CRM lists that: Salesforce. Of HubSpot `read` and `update` tell. */
  readonly gone: readonly string[];
  readonly next: { readonly at: Date; readonly id: string };
  readonly caughtUp: boolean;
}

/** All calls throw Fault as those of `Crm` do. */
export interface CrmCampaigns {
  /**
   * Makes the campaign under this key and reads it back. With `repeat` an earlier try may have taken effect, and is
   * looked for by the key first, so that no second one comes to be. A refusal may be about a part (HubSpot keeps the
   * budget apart): trying again after one is a repeat as well. What the CRM has no field for is left out.
   */
  create(fields: CrmCampaignFields, key: string, repeat: boolean): Promise<CampaignWriteOutcome>;
  /** Writes these fields alone, and reads back. */
  update(id: string, fields: Partial<CrmCampaignFields>): Promise<CampaignWriteOutcome>;
  /** Null when it is not there (any more). */
  read(id: string): Promise<CrmCampaign | null>;
  /** What changed since; from the beginning with null. */
  changes(after: { readonly at: Date; readonly id: string } | null): Promise<CampaignPage>;
  url(id: string): string;
}
