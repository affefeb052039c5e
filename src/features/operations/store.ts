// What ops keep: times in which nothing went out, by their order or because the app ran dry.
import type { LeadId } from '#kernel/ids.ts';

export interface Pause {
  readonly id: number;
  readonly reason: string | null;
  /** Slack id. */
  readonly by: string;
  readonly at: Date;
}

export interface PauseStore {
  /** The pause that is on; null when none is. */
  current(): Promise<Pause | null>;
  /** Null when one is on already. */
  begin(pause: Omit<Pause, 'id'>): Promise<Pause | null>;
  /** Ends the pause that is on; null when none was. */
  end(by: string, at: Date): Promise<Pause | null>;
  /** The pause that is on if ops were last told of it before `since`, and then counted as told at `at`. */
  remind(since: Date, at: Date): Promise<Pause | null>;
  /** Messages and CRM writes that wait for its end. */
  waiting(): Promise<number>;
  /** Offers whose card nobody has seen yet begin anew, as long as they were. Returns how many. */
  restartUnseenOffers(pausedAt: Date, now: Date): Promise<number>;
}

interface DryRun {
  readonly id: number;
  readonly startedAt: Date;
}

export interface DryRunStore {
  /** The dry run that is on, begun if it was not. */
  begin(at: Date): Promise<DryRun & { readonly isNew: boolean }>;
  current(): Promise<DryRun | null>;
  /** Ends the dry run that is on; null when none was. */
  end(at: Date): Promise<DryRun | null>;
  /**
   * Leads seen since then whose card was never posted become mirrored ones, which are returned. What was decided since
   * then and not looked at yet is not carried out.
   */
  silence(since: Date, now: Date): Promise<readonly LeadId[]>;
}
