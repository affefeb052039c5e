// What campaigns keep: plan and state, their records in the CRMs, and the checklist.
import type { CampaignId, SlackUserId } from '#kernel/ids.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Campaign, CampaignRecord, CampaignState } from './campaign.ts';

export interface CampaignQuery {
  readonly states?: readonly CampaignState[];
  readonly createdBy?: SlackUserId;
  /** Words of the name; all must occur. */
  readonly text?: string;
  readonly before?: CampaignId;
  readonly limit: number;
}

/** An item of the checklist: a person's tick, or what an automatic check found last. */
export interface Tick {
  readonly item: string;
  readonly ok: boolean;
  readonly note: string | null;
  /** Null: checked automatically. */
  readonly by: SlackUserId | null;
  readonly at: Date;
}

export interface CampaignStore {
  get(id: CampaignId): Promise<Campaign | null>;
  lock(id: CampaignId): Promise<Campaign | null>;
  /** Mints the id. */
  create(campaign: Omit<Campaign, 'id' | 'version' | 'card'>): Promise<Campaign>;
  /** Everything but records and card. False: it was changed meanwhile. */
  save(campaign: Campaign): Promise<boolean>;
  putRecord(id: CampaignId, record: CampaignRecord): Promise<void>;
  setCard(id: CampaignId, posted: NonNullable<Campaign['card']>): Promise<void>;
  byRecord(crm: CrmName, recordId: string): Promise<CampaignId | null>;
  byName(name: string): Promise<CampaignId | null>;
  /** Newest first. */
  list(query: CampaignQuery): Promise<readonly Campaign[]>;
  /** Others on the same audience whose days overlap, that wait, are approved, live or paused. */
  clashes(campaign: Pick<Campaign, 'id' | 'plan'>): Promise<readonly Campaign[]>;
  ticks(id: CampaignId): Promise<readonly Tick[]>;
  putTick(id: CampaignId, tick: Tick): Promise<void>;
  removeTick(id: CampaignId, item: string): Promise<void>;
}
