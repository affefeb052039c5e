// Why each rule did or did not fire for a record, with the values that decided it. For the Why? button and the command line.
import type { FieldValue } from '#ports/crm.ts';
import { spanText } from '#kernel/time.ts';
import type { Verdict } from './conditions.ts';
import type { EventName } from './events.ts';
import type { Facts } from './facts.ts';
import type { Playbook, Rule } from './schema.ts';
import { evaluateRule, isTooOld, NEW_FOR_MS } from './triggers.ts';

export interface ExplainInput {
  readonly facts: Facts;
  /** Facts before the latest change, where they are known: tells whether an `updated` rule had its edge. */
  readonly before: Facts | null;
  readonly ageMs: number;
  /** Names of the rules that have fired for this record. */
  readonly fired: readonly string[];
}

export interface RuleExplanation {
  readonly name: string;
  readonly on: EventName;
  readonly fired: boolean;
  /** The condition as written; null for a rule without one. */
  readonly condition: string | null;
  /** On the record's present state. */
  readonly verdict: Verdict;
  /** For people, plain text: `does not match: lead.score = 70, company.employees has no value`. */
  readonly sentence: string;
}

/** Every rule in the playbook's order. */
export function explainRules(playbook: Pick<Playbook, 'rules'>, input: ExplainInput): readonly RuleExplanation[] {
  return playbook.rules.map((rule) => {
    const verdict = evaluateRule(rule, input.facts);
    const fired = input.fired.includes(rule.name);
    const sentence = `${outcome(rule, verdict, fired, input)}${readings(verdict)}`;
    return { name: rule.name, on: rule.on, fired, condition: rule.if?.source ?? null, verdict, sentence };
  });
}

function outcome(rule: Rule, verdict: Verdict, fired: boolean, input: ExplainInput): string {
  if (fired) return verdict.matched ? 'has fired' : 'has fired, and does not match any more';
  if (verdict.problem !== null) return `does not match, because ${verdict.problem}`;
  if (!verdict.matched) return 'does not match';
  if (rule.on !== 'lead.created') return `matches, ${waiting(rule, input)}`;
  if (isTooOld(rule, input.ageMs))
    return `matches, but the lead is not new: older than ${spanText(rule.within ?? NEW_FOR_MS)}`;
  return 'matches';
}

function waiting(rule: Rule, { before }: ExplainInput): string {
  const wasTrue = before !== null && rule.if?.evaluate(before).matched === true;
  const edged = rule.on === 'lead.updated' || rule.on === 'opportunity.updated';
  if (edged && wasTrue) return 'but did so before the latest change';
  return `and waits for ${rule.on}`;
}

function readings({ values, missing }: Verdict): string {
  const parts = values.map(({ path, value }) => {
    if (missing.includes(path) && value !== null && value !== '') return `${path} = ${shown(value)} cannot be compared`;
    return value === null || value === '' ? `${path} has no value` : `${path} = ${shown(value)}`;
  });
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

function shown(value: FieldValue): string {
  return typeof value === 'string' ? `"${value}"` : String(value);
}
