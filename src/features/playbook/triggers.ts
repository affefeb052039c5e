// Whether a rule fires on an event. Pure; whether it has fired before is the store's unique row's to know.
import { DAY_MS } from '#kernel/time.ts';
import { ALWAYS, type Verdict } from './conditions.ts';
import type { EventName } from './events.ts';
import type { Facts } from './facts.ts';
import type { Rule } from './schema.ts';

/** How long a lead counts as new, where the rule has no `within`. */
export const NEW_FOR_MS = DAY_MS;

export interface TriggerInput {
  readonly event: EventName;
  /** Facts before the change; null when they are not known, which counts as "the condition was false". */
  readonly before: Facts | null;
  readonly after: Facts;
  /** Age of the subject. */
  readonly ageMs: number;
}

export interface TriggerDecision {
  readonly fires: boolean;
  readonly because: 'matched' | 'condition_false' | 'no_edge' | 'too_old' | 'other_event';
  /** Why it matched; null where the rule does not fire. */
  readonly verdict: Verdict | null;
}

/**
 * `lead.created` rules look at a lead while it is new: at its creation and at each change. `*.updated` rules fire when
 * their condition turns true. For all others the event itself is the edge. A change of stage is also an update.
 */
export function decideTrigger(rule: Rule, input: TriggerInput): TriggerDecision {
  const because = whyNot(rule, input);
  if (because !== null) return { fires: false, because, verdict: null };
  return { fires: true, because: 'matched', verdict: evaluateRule(rule, input.after) };
}

/** Runs for every rule at every change, so the values behind a decision are left to those that fire. */
function whyNot(rule: Rule, input: TriggerInput): Exclude<TriggerDecision['because'], 'matched'> | null {
  if (!listensTo(rule, input.event)) return 'other_event';
  if (rule.if && !rule.if.matches(input.after)) return 'condition_false';
  if (rule.on === 'lead.created' && isTooOld(rule, input.ageMs)) return 'too_old';
  return needsEdge(rule) && wasTrue(rule, input.before) ? 'no_edge' : null;
}

/** The condition of a rule on these facts; a rule without one always matches. */
export function evaluateRule(rule: Rule, facts: Facts): Verdict {
  return rule.if ? rule.if.evaluate(facts) : ALWAYS;
}

export function isTooOld(rule: Rule, ageMs: number): boolean {
  return ageMs >= (rule.within ?? NEW_FOR_MS);
}

function listensTo(rule: Rule, event: EventName): boolean {
  if (rule.on === 'lead.created') return event === 'lead.created' || event === 'lead.updated';
  return rule.on === event;
}

/** A `lead.created` rule that may fire again needs an edge too, or every change would fire it. */
function needsEdge(rule: Rule): boolean {
  if (rule.on === 'lead.created') return rule.refire === 'on_edge';
  return rule.on === 'lead.updated' || rule.on === 'opportunity.updated';
}

/** Without a condition each update is an edge of its own. */
function wasTrue(rule: Rule, before: Facts | null): boolean {
  if (before === null) return false;
  if (!rule.if) return rule.on === 'lead.created';
  return rule.if.matches(before);
}
