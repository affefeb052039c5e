// What the CRM contract needs from a vendor's side: the adapter under test, and hands on the CRM behind it.
import type { Crm } from '#ports/crm.ts';

type Soon<T> = T | Promise<T>;

interface NewLead {
  readonly email: string;
  readonly lastName: string;
  readonly title?: string;
  readonly score?: number;
  readonly company?: { readonly name: string; readonly employees: number };
}

/** A person at work in the CRM's own pages, an administrator, and bad luck. */
export interface CrmHands {
  /** Moves the clock that stamps records. */
  setTime(at: Date): void;
  /** Returns the new lead's id. */
  createLead(lead: NewLead): Soon<string>;
  setTitle(leadId: string, title: string): Soon<void>;
  setOwner(leadId: string, userId: string): Soon<void>;
  deleteLead(leadId: string): Soon<void>;
  mergeLeads(winnerId: string, loserId: string): Soon<void>;
  ownerOf(leadId: string): string | null;
  /** Names of the opportunities and subjects of the tasks that exist. */
  opportunityNames(): readonly string[];
  taskSubjects(): readonly string[];
  /** A campaign that runs, with what it may cost; returns its id. */
  createCampaign(name: string, budget: number): Soon<string>;
  setCampaignBudget(campaignId: string, budget: number): Soon<void>;
  renameCampaign(campaignId: string, name: string): Soon<void>;
  deleteCampaign(campaignId: string): Soon<void>;
  /** Of those that exist. */
  campaignNames(): readonly string[];
  /** The account's own rules refuse every write to `object` with these words; returns how to take it back. */
  refuse(object: 'lead' | 'opportunity' | 'campaign', words: string): () => void;
  revokeAccess(): void;
  /** The next calls of that kind (any kind: no filter) meet this, `times` times. */
  disturb(kind: 'reset' | 'hang' | 'rate_limited', times: number): void;
  /** The next write is carried out, but its answer is lost. */
  loseNextWriteAnswer(): void;
}

/**
 * The adapter is built with a time limit of about a second, short back-offs, and a field map with at least
 * `lead.email`, `lead.last_name`, `lead.title`, `lead.score`, `company.name`, `company.employees`, `opportunity.name`,
 * `opportunity.stage`, `opportunity.amount` and `opportunity.close_date`.
 */
export interface CrmHarness {
  readonly crm: Crm;
  readonly hands: CrmHands;
  /** User ids of ana@acme.test and bo@acme.test. */
  readonly ana: string;
  readonly bo: string;
  /** Well-formed, but nobody's. */
  readonly unknownLeadId: string;
  /** True where the CRM can list what was deleted. */
  readonly listsDeletions: boolean;
  /** The same account through a field map whose `lead.score` is misspelt. */
  readonly misspelt: { readonly crm: Crm; readonly property: string; readonly suggestion: string };
  close(): Promise<void>;
}
