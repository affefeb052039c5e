// What the audit log records: one entry for every decision, firing, write and message.
import type { Actor } from '#kernel/actor.ts';
import type { CorrelationId } from '#kernel/ids.ts';
import type { JsonObject } from '#ports/json.ts';
import type { AuditAction } from './actions.ts';

export interface AuditEntry {
  readonly at: Date;
  readonly action: AuditAction;
  readonly actor: Actor;
  /** `lead:<id>`, `opportunity:<crm>:<id>`, `person:<slack id>`, `hold:<number>`, `crm:<name>`, `playbook`, `ops`. */
  readonly subject: string;
  readonly before?: JsonObject;
  readonly after?: JsonObject;
  readonly playbookVersion?: number;
  readonly correlationId: CorrelationId;
}

/** An entry as read back: the actor is its key, the number is its place in the log. */
export interface RecordedEntry {
  readonly id: string;
  readonly at: Date;
  readonly action: string;
  readonly actor: string;
  readonly subject: string;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
  readonly playbookVersion: number | null;
  readonly correlationId: string;
}
