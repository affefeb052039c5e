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
  /** True: not written where one of this kind still waits in the lane, which will do as well when its turn comes. */
  readonly once?: boolean;
}

/**
 * Kinds that ops do not hold back with `/signalbox pause`: private notes about what somebody did, messages to ops, what
 * stays in the house, what people ask each other before anything is done, and stopping a campaign. Every other kind is
 * written to a CRM or announced.
 */
export const GOES_ON_WHILE_PAUSED: readonly string[] = [
  'approval.card',
  'approval.line',
  'campaign.card',
  'campaign.stop',
  'history.progress',
  'hold.release',
  'home.publish',
  'lead.whisper',
  'ops.message',
  'workitem.card',
];

export interface OutboxWriter {
  /** What is ahead of an intent of urgency 0 in its lane becomes as urgent, and does not wait for its time. */
  put(intent: Intent): Promise<void>;
  /** A lane that waits for its time waits no longer than to `at`. False: nothing stands in this lane. */
  hasten(lane: string, at: Date): Promise<boolean>;
  /** Whether anything of this lane is still to be done. */
  stands(lane: string): Promise<boolean>;
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
  /**
   * Not now: try again after this many milliseconds. Nothing was tried, so it counts as no attempt; with `fault`, for a
   * reason that counts as failing time and ends with the outage.
   */
  | {
      readonly kind: 'later';
      readonly afterMs: number;
      readonly because: string;
      readonly fault?: 'unavailable' | 'rate_limited';
    }
  /** Never: kept as a dead letter with its reason; `commit` records what follows from that. */
  | { readonly kind: 'dead'; readonly because: string; readonly commit?: (tx: Tx) => Promise<void> };

/** Runs one intent. A Fault that may pass is tried again with back-off; any other throw ends as a dead letter. */
export type IntentHandler<Tx> = (intent: HeldIntent) => Promise<IntentOutcome<Tx>>;
