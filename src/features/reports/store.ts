// What is kept of reports: the questions that people follow, and each time that one was due.
import type { SlackUserId } from '#kernel/ids.ts';
import type { JsonObject } from '#ports/json.ts';

/** A question that somebody has answered at set times. */
export interface Follow {
  readonly id: number;
  /** As typed after `/kpi`. */
  readonly question: string;
  readonly cron: string;
  readonly timezone: string;
  /** Id of a channel, or of a person whose direct messages it goes to. */
  readonly channel: string;
  readonly createdBy: SlackUserId;
  readonly createdAt: Date;
}

export type RunState =
  /** It was seen for the first time: what was due before then is not sent. */
  | 'begun'
  | 'waiting'
  | 'sent'
  /** The data was not ready, and the report is not to be sent then. */
  | 'skipped'
  | 'failed';

export interface ReportRun {
  readonly id: number;
  /** Key of the report: `report:<name>`, `follow:<id>`. */
  readonly report: string;
  readonly dueAt: Date;
  readonly state: RunState;
  /** Why it was skipped or failed, or what was not ready. */
  readonly note: string | null;
  /** What was said: the message's text and its figures. */
  readonly content: JsonObject | null;
  readonly channel: string | null;
  readonly ts: string | null;
  readonly sentAt: Date | null;
}

type RunEnd = Partial<Pick<ReportRun, 'state' | 'note' | 'content' | 'channel' | 'ts' | 'sentAt'>>;

export interface ReportStore {
  /** Those that go on, oldest first. */
  follows(): Promise<readonly Follow[]>;
  addFollow(follow: Omit<Follow, 'id'>): Promise<Follow>;
  /** False when there is none such that goes on. */
  endFollow(id: number, at: Date): Promise<boolean>;
  lastRun(report: string): Promise<ReportRun | null>;
  /** Null when this time of the report was begun before: by another process, or by this one. */
  begin(run: Pick<ReportRun, 'report' | 'dueAt' | 'state'>): Promise<ReportRun | null>;
  run(id: number): Promise<ReportRun | null>;
  end(id: number, end: RunEnd): Promise<void>;
  /** Newest first, without those that only began. @param report null: of all. */
  history(report: string | null, limit: number): Promise<readonly ReportRun[]>;
}
