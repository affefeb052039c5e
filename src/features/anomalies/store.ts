// What is kept of watches: who watches what, how far each was looked at, what each look knew then, incidents with their
// verdicts, and days that are known to be different.
import type { ChannelId, SlackUserId } from '#kernel/ids.ts';
import type { JsonObject } from '#ports/json.ts';
import type { Sensitivity } from '#features/playbook/watches.ts';

/** What a watch tells of in place of what is unusual. */
export type Threshold =
  | { readonly kind: 'below' | 'above'; readonly value: number }
  /** A share: 0.2 is a fifth under the pace that the target needs. */
  | { readonly kind: 'behind_target'; readonly share: number };

/** A watch, whoever asked for it. */
export interface Watch {
  /**
   * Of the playbook `playbook:<hash of what is watched>`, asked for in Slack `watch:<id>`, of Signalbox itself `own:<name>`.
   * The same for as long as the same is watched, however eagerly and wherever it is told.
   */
  readonly key: string;
  /** As typed after `/kpi`: `mqls where source = Web`. */
  readonly question: string;
  /** Each of the largest values of this dimension is watched beside the whole. */
  readonly by: string | null;
  /** Name or id of a channel, or id of a person whose direct messages it goes to. */
  readonly channel: string;
  readonly sensitivity: Sensitivity;
  readonly direction: 'both' | 'down' | 'up';
  readonly threshold: Threshold | null;
  /** Lower-case e-mail address. */
  readonly assignee: string | null;
  /** Null: the playbook's, or Signalbox's own. */
  readonly createdBy: SlackUserId | null;
}

/** A watch that somebody asked for in Slack. */
export interface AskedWatch extends Omit<Watch, 'key' | 'createdBy'> {
  readonly id: number;
  readonly createdBy: SlackUserId;
  readonly createdAt: Date;
}

/** How far a watch was looked at. */
export interface WatchProgress {
  readonly watch: string;
  /** Calendar day in the organization's zone, the last one that was judged whole. */
  readonly through: string;
  /** When it was first looked at: nothing before that is told. */
  readonly beganAt: Date;
  /** As it was read; 0: for the first time. */
  readonly version: number;
}

/** What a detector remembers of a series. */
export interface SeriesState {
  readonly watch: string;
  /** Value of the watch's dimension; '' for the whole. */
  readonly series: string;
  /** Null: nothing needs to be remembered. */
  readonly state: JsonObject | null;
  /** Added to the score from which it alarms, as verdicts have taught; 0 untaught, bounded. */
  readonly shift: number;
}

/** `missing`: no value where there should be one; `stale`: what the CRMs know is not read to the day's end. */
export type LookState = 'warming_up' | 'special' | 'judged' | 'new_normal' | 'missing' | 'stale';

/** What was known when a closed period was looked at. Late data adds a further look, and changes none. */
export interface Evaluation {
  readonly watch: string;
  /** Value of the watch's dimension; '' for the whole. */
  readonly series: string;
  /** Calendar day in the organization's zone; of a reading of Signalbox itself its minute in UTC, `2026-11-20T10:15Z`. */
  readonly day: string;
  /** Counts looks at the same day from 1; 0: worked out from the past when the watch began. */
  readonly look: number;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly expected: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly probability: number;
  readonly score: number;
  readonly direction: 'up' | 'down' | null;
  /** What raised it: the value itself, the last days together, a lasting shift, a threshold. */
  readonly because: 'value' | 'days' | 'shift' | 'threshold' | null;
  /** First day of what raised it. */
  readonly since: string | null;
  readonly flagged: boolean;
  readonly state: LookState;
  readonly evaluatedAt: Date;
}

export interface WatchStore {
  /** Asked for in Slack, and going on; oldest first. */
  asked(): Promise<readonly AskedWatch[]>;
  ask(watch: Omit<AskedWatch, 'id'>): Promise<AskedWatch>;
  /** False when there is none such that goes on. */
  end(id: number, at: Date): Promise<boolean>;
  progress(watches: readonly string[]): Promise<ReadonlyMap<string, WatchProgress>>;
  /** False when another process was first: the version is not the one that was read. */
  advance(progress: WatchProgress): Promise<boolean>;
  series(watches: readonly string[]): Promise<readonly SeriesState[]>;
  keepSeries(states: readonly SeriesState[]): Promise<void>;
  /** Numbers the looks of each day; those with `look: 0` are kept as such, once. */
  record(evaluations: readonly Evaluation[]): Promise<void>;
  /** The latest look at each day, ascending by series and day. */
  looks(asked: LooksAsked): Promise<readonly Evaluation[]>;
  /** Looks of Signalbox itself from before then are of no use to anybody. */
  forgetOwn(before: Date): Promise<void>;
  /** Those that nobody took back, oldest first. */
  events(): Promise<readonly KnownEvent[]>;
  addEvent(event: Omit<KnownEvent, 'id'>): Promise<KnownEvent>;
  endEvent(id: number, at: Date): Promise<boolean>;
  /** Verdicts on alarms from before `at` teach this watch nothing any more. */
  startOver(watch: string, at: Date): Promise<void>;
  /** When each of them last started over; those that never did are missing. */
  startedOver(watches: readonly string[]): Promise<ReadonlyMap<string, Date>>;
}

export interface LooksAsked {
  readonly watches: readonly string[];
  /** Left out: all of them. */
  readonly series?: string;
  /** Days, both included. */
  readonly from: string;
  readonly to: string;
  /** What was known then; left out: by now. */
  readonly asOf?: Date;
}

/** `closed`: by a verdict, or because nothing watches it any more. */
type IncidentState = 'open' | 'acknowledged' | 'recovered' | 'closed';

export interface Signal {
  readonly watch: string;
  readonly series: string;
  /** Id of a KPI; of Signalbox itself what is watched, `sync_lag`. */
  readonly metric: string;
  /** As of the evaluation. */
  readonly day: string;
  readonly value: number | null;
  readonly expected: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly probability: number;
  readonly direction: 'up' | 'down';
}

export type VerdictGiven = 'real' | 'expected' | 'new_normal';

export interface Incident {
  readonly id: number;
  readonly state: IncidentState;
  /** business: something changed; data: what is known is not whole; own: Signalbox itself. */
  readonly kind: 'business' | 'data' | 'own';
  readonly severity: 'high' | 'medium' | 'low';
  /** As a watch names it. */
  readonly channelName: string;
  /** First day of what is unusual. */
  readonly since: string;
  readonly openedAt: Date;
  readonly changedAt: Date;
  readonly endedAt: Date | null;
  readonly signals: readonly Signal[];
  /** Slices that explain it, the best first: `{ dims: {source: 'Web'}, share: 0.71 }`. */
  readonly causes: readonly { readonly dims: Readonly<Record<string, string>>; readonly share: number }[];
  /** No slice explains it better than a change of everything alike. */
  readonly everywhere: boolean;
  /** Of data and of Signalbox itself: what is wrong, a sentence. */
  readonly fault: string | null;
  /** What happened nearby, a sentence each. */
  readonly nearby: readonly string[];
  readonly assignee: SlackUserId | null;
  readonly acknowledgedBy: SlackUserId | null;
  readonly acknowledgedAt: Date | null;
  readonly remindedAt: Date | null;
  readonly snoozedUntil: Date | null;
  /** Null: nobody has said. */
  readonly verdict: VerdictGiven | null;
  readonly judgedBy: SlackUserId | null;
  /** In a channel's digest, because its noise budget was used up. */
  readonly digested: boolean;
  /** As the channel knows it, to tell whether it became worse; null: nothing was told yet. */
  readonly told: Pick<Incident, 'kind' | 'channelName' | 'severity' | 'since' | 'signals' | 'causes'> | null;
  /** The message that people answer; the newest, where it was told anew. */
  readonly card: { readonly channel: ChannelId; readonly ts: string; readonly hash: string } | null;
  readonly version: number;
}

/** An incident as it is counted. */
export type RaisedIncident = Pick<Incident, 'id' | 'kind' | 'verdict' | 'openedAt' | 'acknowledgedAt'> & {
  readonly watches: readonly string[];
};

/** Within a transaction what is read is locked until its end. */
export interface IncidentStore {
  /** Open and acknowledged ones, oldest first. */
  open(): Promise<readonly Incident[]>;
  find(id: number): Promise<Incident | null>;
  add(incident: Omit<Incident, 'id' | 'version'>): Promise<Incident>;
  /** Throws Fault `conflict` when it was changed since it was read. The version grows by one. */
  save(incident: Incident): Promise<Incident>;
  setCard(id: number, card: NonNullable<Incident['card']>): Promise<void>;
  /** Newest first, locks nothing. */
  list(asked: IncidentsAsked): Promise<readonly Incident[]>;
  /** The same as they are counted, many at once. */
  raised(asked: IncidentsAsked): Promise<readonly RaisedIncident[]>;
  /** A message of the noise budget: `told` for the first time, `again` because it became worse, a `digest`. */
  tell(telling: Telling): Promise<void>;
  tellings(channelName: string, since: Date): Promise<readonly Telling[]>;
}

export interface Telling {
  readonly channelName: string;
  /** Null: a digest. */
  readonly incident: number | null;
  readonly kind: 'told' | 'again' | 'digest';
  readonly at: Date;
}

export interface IncidentsAsked {
  readonly states?: readonly IncidentState[];
  /** Opened at or after this instant. */
  readonly openedSince?: Date;
  readonly channelName?: string;
  /** With a signal of one of these watches. */
  readonly watches?: readonly string[];
  readonly limit: number;
}

/** Days that are known to be different, beside those of the playbook and of campaigns. */
export interface KnownEvent {
  readonly id: number;
  readonly name: string;
  /** Calendar days, both included. */
  readonly from: string;
  readonly to: string;
  readonly everyYear: boolean;
  /** Ids of KPIs; empty: all. */
  readonly metrics: readonly string[];
  /** The incident that it explains; null: it was told beforehand. */
  readonly incident: number | null;
  readonly createdBy: SlackUserId;
  readonly createdAt: Date;
}
