// What the verbs of campaigns work with.
import type { Crm, CrmName } from '#ports/crm.ts';
import type { Links } from '#ports/links.ts';
import type { Log } from '#ports/log.ts';
import type { ApprovalDesk, ApprovalTx } from '#features/approvals/desk.ts';
import type { ConnectionStore, CursorStore } from '#features/intake/store.ts';
import type { CampaignStore } from './store.ts';

/** What is written together with a decision. */
export interface CampaignTx extends ApprovalTx {
  readonly campaigns: CampaignStore;
  readonly cursors: CursorStore;
  readonly connections: ConnectionStore;
}

export interface CampaignDesk<Tx extends CampaignTx = CampaignTx> extends ApprovalDesk<Tx> {
  readonly crms: ReadonlyMap<CrmName, Crm>;
  readonly links: Links;
  readonly log: Log;
}
