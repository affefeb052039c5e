// What the audit log keeps and how it is read. There is no way to change or remove an entry.
import type { AuditEntry, RecordedEntry } from './entry.ts';

export interface AuditWriter {
  append(entry: AuditEntry): Promise<void>;
}

interface AuditQuery {
  readonly subject?: string;
  /** An actor's key, see kernel/actor.ts. */
  readonly actor?: string;
  readonly since?: Date;
  /** Entries with a smaller id: the next page. */
  readonly before?: string;
  readonly limit: number;
}

export interface AuditReader {
  /** Newest first. */
  list(query: AuditQuery): Promise<readonly RecordedEntry[]>;
}

export type AuditStore = AuditWriter & AuditReader;
