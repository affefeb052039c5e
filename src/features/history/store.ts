// What is kept of the CRMs for KPIs, and how far it was read. Rows go in as the CRM tells them; who is the same person, what
// a deal is worth and which touch has which share in it is worked out behind them, in the same transaction.
import type { CrmName, RecordRef } from '#ports/crm.ts';
import type { ChangeCursor } from '#ports/crm.ts';
import type { HistoryKind, HistoryRow, HistoryTotals } from '#ports/crm-history.ts';
import type { QualityField } from '#features/playbook/kpis.ts';

/** What the playbook says that rows are worked out with. */
export interface HistoryRules {
  readonly zone: string;
  readonly currency: string;
  /** By currency, ascending by day: from that day on one unit is worth that much. */
  readonly rates: ReadonlyMap<string, readonly { readonly from: string; readonly rate: number }[]>;
  /** Stages and statuses of each CRM, by what they mean. */
  readonly stages: Readonly<Record<LifeStage, Readonly<Record<CrmName, readonly string[]>>>>;
  /** Fields that prospects shall have, in the order of the bits of `filled` and `valid`. */
  readonly qualityFields: readonly QualityField[];
  readonly attribution: AttributionRules;
}

export const LIFE_STAGES = ['lead', 'mql', 'sql', 'opportunity', 'customer'] as const;
export type LifeStage = (typeof LIFE_STAGES)[number];

interface AttributionRules {
  /** Touches longer ago than this before the deal was made do not count, in days. */
  readonly lookbackDays: number;
  /** After this many days a touch counts half, with time decay. */
  readonly halfLifeDays: number;
}

export interface SyncState {
  readonly crm: CrmName;
  readonly kind: HistoryKind;
  readonly phase: 'fill' | 'follow';
  readonly cursor: string | null;
  readonly follow: ChangeCursor | null;
  readonly done: number;
  readonly total: number | null;
  readonly startedAt: Date;
  readonly filledAt: Date | null;
  readonly freshAt: Date | null;
  readonly trouble: string | null;
}

export interface HistoryStore {
  /**
   * Takes rows in: new ones, and those that are newer than what is kept. A row that is gone comes back with this. Links
   * people, values deals and keeps credits. Answers how many rows were new or newer. Any number; in portions of 1,000.
   */
  put(rows: readonly HistoryRow[], rules: HistoryRules, now: Date): Promise<number>;
  /** Deleted in the CRM. Unknown ones are passed over. */
  markGone(refs: readonly HistoryRef[], rules: HistoryRules): Promise<void>;
  /** One record lives on in another: what points at it points there from now on. */
  merge(from: HistoryRef, into: HistoryRef, rules: HistoryRules): Promise<void>;
  /** Works everything out anew, as after the playbook's stages, rates or fields have changed. In portions; resumable. */
  recompute(rules: HistoryRules): Promise<void>;
  /** The same, where it was last worked out by other rules, or left half way. Answers whether it was. */
  recomputeIfChanged(rules: HistoryRules): Promise<boolean>;
  totals(crm: CrmName, kind: HistoryKind): Promise<HistoryTotals>;
  /** Ids and when they were last changed, ascending by id, after `after`; for comparing with the CRM. */
  versions(
    crm: CrmName,
    kind: HistoryKind,
    after: string,
    limit: number,
  ): Promise<readonly { readonly id: string; readonly modifiedAt: Date }[]>;
  enterCosts(costs: readonly NewCost[], rules: HistoryRules, now: Date): Promise<number>;
  costs(limit: number): Promise<readonly KeptCost[]>;
  /** False when there is none such. */
  removeCost(id: number): Promise<boolean>;
}

/** A record of any kind; people by their object, the rest by their kind. */
export interface HistoryRef {
  readonly crm: CrmName;
  readonly object: RecordRef['object'] | Exclude<HistoryKind, 'person' | 'deal' | 'company'>;
  readonly id: string;
}

export interface NewCost {
  readonly origin: 'entered' | 'imported';
  readonly key: string;
  readonly department: 'marketing' | 'sales';
  readonly category: string | null;
  readonly channel: string | null;
  readonly source: string | null;
  /** Name of a campaign that is kept; null: none. Throws Fault `invalid_input` for one that is not. */
  readonly campaign: string | null;
  readonly fromDay: string;
  readonly toDay: string;
  readonly amount: string;
  readonly currency: string;
  readonly note: string | null;
  readonly enteredBy: string | null;
}

export interface KeptCost extends NewCost {
  readonly id: number;
}

export interface FillState {
  readonly crm: CrmName;
  readonly pausedAt: Date | null;
  readonly pausedBy: string | null;
  readonly channel: string | null;
  readonly ts: string | null;
  readonly hash: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

export interface SyncStore {
  states(crm?: CrmName): Promise<readonly SyncState[]>;
  save(state: SyncState): Promise<void>;
  fill(crm: CrmName): Promise<FillState | null>;
  /** Begins a fill, in place of an earlier one that is kept. */
  saveFill(state: FillState): Promise<void>;
  /** These alone, whoever changes the others meanwhile. Nothing where no fill was begun. */
  changeFill(crm: CrmName, change: Partial<Omit<FillState, 'crm'>>): Promise<void>;
  /** One process at a time reads the history of a CRM. False: another does right now. */
  hold<T>(crm: CrmName, work: () => Promise<T>): Promise<T | false>;
}
