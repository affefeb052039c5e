// Lifecycle events: what changed between two states of a lead or opportunity. Pure; nothing here reads a CRM.
import type { CorrelationId } from '#kernel/ids.ts';
import type { Facts } from '#features/playbook/facts.ts';
import type { EventName } from '#features/playbook/events.ts';

export interface LifecycleEvent {
  /** Subject, type and record version: the same change never becomes a second event. */
  readonly key: string;
  readonly type: EventName;
  /** `lead:<id>` or `opportunity:<crm>:<id>`. */
  readonly subject: string;
  readonly at: Date;
  readonly before: Facts | null;
  readonly after: Facts;
  readonly correlationId: CorrelationId;
}
