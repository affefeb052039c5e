// What is kept of watches: who watches what, what each evaluation knew then, incidents with their verdicts, known events.
import type { ChannelId, SlackUserId } from '#kernel/ids.ts';
import type { JsonObject } from '#ports/json.ts';
import type { Sensitivity } from '#features/playbook/watches.ts';

/** A watch: of the playbook (`playbook:<n-th hash>`), asked for in Slack (`watch:<id>`), or of Signalbox itself (`own:<name>`). */
export interface Watch {
  readonly key: string;
  /** As typed: `mqls where source = Web`. */
  readonly question: string;
  readonly by: string | null;
  readonly channel: string;
  readonly sensitivity: Sensitivity;
  readonly direction: 'both' | 'down' | 'up';
  readonly when: { readonly below?: number; readonly above?: number; readonly behindTarget?: number } | null;
  /** Lower-case e-mail address. */
  readonly assignee: string | null;
  readonly createdBy: SlackUserId | null;
}

/** What was known when a closed period was looked at. Kept for good: late data adds a further one, and changes none. */
export interface Evaluation {
  readonly watch: string;
  /** Value of the watch's dimension; '' for the whole. */
  readonly series: string;
  /** Calendar day in the organization's zone. */
  readonly day: string;
  /** Counts looks at the same day. */
  readonly look: number;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly expected: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly probability: number;
  readonly score: number;
  readonly flagged: boolean;
  /** warming_up, special, judged, new_normal, missing, stale, snoozed */
  readonly state: string;
  readonly evaluatedAt: Date;
}

export interface SeriesState {
  readonly watch: string;
  readonly series: string;
  /** Last day that the detector has seen. */
  readonly through: string;
  readonly state: JsonObject;
  /** Multiplies what counts as surprising, as verdicts have taught: 1 untaught; bounded. */
  readonly strictness: number;
}

export const INCIDENT_STATES = ['open', 'acknowledged', 'recovered', 'closed'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

export interface Signal {
  readonly watch: string;
  readonly series: string;
  readonly metric: string;
  readonly day: string;
  readonly value: number | null;
  readonly expected: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly probability: number;
  readonly direction: 'up' | 'down';
}

export interface Incident {
  readonly id: number;
  readonly state: IncidentState;
  /** business: something changed; data: what is known is not whole; own: Signalbox itself. */
  readonly kind: 'business' | 'data' | 'own';
  readonly severity: 'high' | 'medium' | 'low';
  readonly channelName: string;
  /** First day of what is unusual. */
  readonly since: string;
  readonly openedAt: Date;
  readonly changedAt: Date;
  readonly endedAt: Date | null;
  readonly signals: readonly Signal[];
  /** Slices that explain it, the best first: `{ dims: {source: 'Web'}, share: 0.71 }`. */
  readonly causes: readonly { readonly dims: Readonly<Record<string, string>>; readonly share: number }[];
  /** What happened nearby, a sentence each. */
  readonly nearby: readonly string[];
  readonly assignee: SlackUserId | null;
  readonly acknowledgedBy: SlackUserId | null;
  readonly acknowledgedAt: Date | null;
  readonly snoozedUntil: Date | null;
  /** real, expected, new_normal; null: nobody has said. */
  readonly verdict: 'real' | 'expected' | 'new_normal' | null;
  /** In a channel's digest, because its noise budget was used up. */
  readonly digested: boolean;
  readonly remindedAt: Date | null;
  readonly card: { readonly channel: ChannelId; readonly ts: string; readonly hash: string } | null;
  readonly version: number;
}

/** Days that are known to be different, beside those of the playbook and of campaigns. */
export interface KnownEvent {
  readonly id: number;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly everyYear: boolean;
  /** Ids of KPIs; empty: all. */
  readonly metrics: readonly string[];
  readonly createdBy: SlackUserId | null;
}
