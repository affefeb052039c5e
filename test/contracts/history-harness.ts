// What the contract of a CRM's past needs from a vendor's side: the adapter under test, and hands on the CRM behind it.
import type { ChangedField } from '#ports/crm-history.ts';
import type { Crm } from '#ports/crm.ts';

type Soon<T> = T | Promise<T>;

/** People at work in the CRM's own pages. */
export interface PastHands {
  /** Moves the clock that stamps records. */
  setTime(at: Date): void;
  /** Returns the new lead's id; it is in the first of `stages`. */
  createLead(lead: { readonly email: string; readonly lastName: string }): Soon<string>;
  setStage(leadId: string, stage: string): Soon<void>;
  setOwner(leadId: string, userId: string): Soon<void>;
  deleteLead(leadId: string): Soon<void>;
  mergeLeads(winnerId: string, loserId: string): Soon<void>;
  /** An open deal; returns its id. */
  createDeal(deal: { readonly name: string; readonly amount: number }): Soon<string>;
  setAmount(dealId: string, amount: number): Soon<void>;
  winDeal(dealId: string): Soon<void>;
  deleteDeal(dealId: string): Soon<void>;
  createCompany(name: string, employees: number): Soon<string>;
  /** With what it may cost; returns its id. */
  createCampaign(name: string, budget: number): Soon<string>;
  /** A finished call or task of ana's with a lead, now. */
  reachOut(leadId: string): Soon<void>;
  /** The lead answers to a campaign, now. */
  respond(leadId: string, campaignId: string): Soon<void>;
}

/** The adapter's field map has at least `lead.email`, `lead.stage`, `opportunity.stage` and `opportunity.amount`. */
export interface HistoryHarness {
  readonly crm: Crm;
  readonly hands: PastHands;
  /** The same account through a connection of its own, as after a restart; closed with the rest. */
  reconnect(): Crm;
  /** User ids. */
  readonly ana: string;
  readonly bo: string;
  /** The CRM's words for three stages that follow each other. */
  readonly stages: readonly [first: string, second: string, third: string];
  /** Where the CRM keeps a lead's stage. */
  readonly stageField: Extract<ChangedField, 'stage' | 'status'>;
  /** Well-formed, but nobody's. */
  readonly unknownLeadId: string;
  close(): Promise<void>;
}
