// Whatever must survive reaches Slack or a CRM only through an outbox row that commits with its decision.
import type { CorrelationId } from '#kernel/ids.ts';
import type { JsonObject } from './json.ts';

/** What is to be done outside, written in the same transaction as the decision. */
export interface Intent {
  /** Names the handler, for example `lead.card` or `crm.assign`. */
  readonly kind: string;
  /** Rows of a lane run one after the other, oldest first; different lanes run side by side. */
  readonly lane: string;
  /** A second row with the same key is not written. */
  readonly key: string;
  /** Lower runs first among the lanes that are ready: 0 a click, 5 a new card, 9 what can wait. */
  readonly urgency: 0 | 5 | 9;
  readonly payload: JsonObject;
  readonly correlationId: CorrelationId;
  /** Not before this instant. */
  readonly dueAt?: Date;
}

export interface OutboxWriter {
  put(intent: Intent): Promise<void>;
}

/** An intent that a dispatcher holds. `attempt` counts from 1; above 1 an earlier try may have taken effect. */
export interface HeldIntent extends Intent {
  readonly id: string;
  readonly attempt: number;
  readonly createdAt: Date;
}

export type IntentOutcome<Tx> =
  /** Done: `commit` and the row's completion are one transaction. */
  | { readonly kind: 'done'; readonly commit?: (tx: Tx) => Promise<void> }
  /** Not now: try again after this many milliseconds without counting it as a failure. */
  | { readonly kind: 'later'; readonly afterMs: number; readonly because: string }
  /** Never: kept as a dead letter with its reason; `commit` records what follows from that. */
  | { readonly kind: 'dead'; readonly because: string; readonly commit?: (tx: Tx) => Promise<void> };

/** Runs one intent. A Fault that may pass is tried again with back-off; any other throw ends as a dead letter. */
export type IntentHandler<Tx> = (intent: HeldIntent) => Promise<IntentOutcome<Tx>>;
