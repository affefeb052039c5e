// Lifecycle events: what changed between two states of a lead or opportunity. Pure; nothing here reads a CRM.
import { isDeepStrictEqual } from 'node:util';
import type { CorrelationId } from '#kernel/ids.ts';
import type { EventName } from '#features/playbook/events.ts';
import type { Facts } from '#features/playbook/facts.ts';

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

export interface FactsChange {
  readonly before: Facts | null;
  readonly after: Facts;
}

/** Events of a lead: created once, then updated when anything the rules can see differs. */
export function leadEvents({ before, after }: FactsChange): readonly EventName[] {
  if (before === null) return ['lead.created'];
  if (isDeepStrictEqual(before, after)) return [];
  return before.lead?.['stage'] === after.lead?.['stage'] ? ['lead.updated'] : ['lead.updated', 'lead.stage_changed'];
}

/** Events of an opportunity; won and lost are told once, when it closes. */
export function opportunityEvents({ before, after }: FactsChange): readonly EventName[] {
  const was = before?.opportunity ?? null;
  const is = after.opportunity;
  if (is === null) return [];
  const events: EventName[] = [];
  if (was === null) events.push('opportunity.created');
  else if (!isDeepStrictEqual(was, is)) events.push('opportunity.updated');
  if (was !== null && was['stage'] !== is['stage']) events.push('opportunity.stage_changed');
  if (is['is_won'] === true && was?.['is_won'] !== true) events.push('opportunity.won');
  const lost = is['is_closed'] === true && is['is_won'] !== true;
  if (lost && !(was?.['is_closed'] === true && was['is_won'] !== true)) events.push('opportunity.lost');
  return events;
}
