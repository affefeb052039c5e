// Playbook texts and facts for tests: whole and valid, so that a test writes only what it is about.
import type { Fields } from '#ports/crm.ts';
import { compileCondition, type Condition } from '#features/playbook/conditions.ts';
import type { Facts } from '#features/playbook/facts.ts';
import { knownFields } from '#features/playbook/fields.ts';
import { conditionLanguage, type ConditionLanguage } from '#features/playbook/language.ts';
import { parsePlaybook } from '#features/playbook/parse.ts';
import { problemText, type Problem } from '#features/playbook/problems.ts';
import type { Playbook, Rule } from '#features/playbook/schema.ts';

/** What every playbook has; the text given follows from line 4 on. */
export function playbookText(rest = ''): string {
  return `version: 1
organization: { timezone: Europe/Berlin, currency: EUR }
channels: { ops: "#revops", fallback: "#revops" }
${rest}`;
}

export function aPlaybook(rest = ''): Playbook {
  const outcome = parsePlaybook(playbookText(rest));
  if (outcome.kind === 'valid') return outcome.playbook;
  throw new Error(outcome.problems.map(problemText).join('; '));
}

/** A rule with one alert; `settings` are further lines of it, such as `if: lead.score > 85`. */
export function aRule(on: string, ...settings: readonly string[]): Rule {
  const lines = settings.map((line) => `    ${line}\n`).join('');
  const [rule] = aPlaybook(
    `rules:\n  - name: r\n    on: ${on}\n${lines}    do: [{ alert: { channel: "#x" } }]\n`,
  ).rules;
  if (!rule) throw new Error('the rule was not parsed');
  return rule;
}

export function theFacts(facts: {
  readonly lead?: Fields;
  readonly company?: Fields;
  readonly opportunity?: Fields;
}): Facts {
  return { lead: facts.lead ?? null, company: facts.company ?? null, opportunity: facts.opportunity ?? null };
}

/** Standard fields and one that a mapping added. */
export const language: ConditionLanguage = conditionLanguage(knownFields(['lead.plan']));

export function aCondition(source: string): Condition {
  const outcome = compileCondition(source, language);
  if (outcome.kind === 'compiled') return outcome.condition;
  throw new Error(outcome.problems.map(({ message }) => message).join('; '));
}

/** Everything that is wrong with a text; empty when it is right. */
export function problemsIn(text: string): readonly Problem[] {
  const outcome = parsePlaybook(text);
  return outcome.kind === 'invalid' ? outcome.problems : [];
}

/** A text without its mark ▸, and the place of the character that the mark stood before. */
export function marked(written: string): { readonly text: string; readonly line: number; readonly column: number } {
  const before = written.slice(0, written.indexOf('▸')).split('\n');
  return { text: written.replace('▸', ''), line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** A playbook with the team `smb` whose rules are these lines, from line 6 on. */
export function withRule(...lines: readonly string[]): string {
  const rules = lines.map((line) => `  ${line}\n`).join('');
  return playbookText(`teams: [{ name: smb, members: [cy@acme.test] }]\nrules:\n${rules}`);
}

/** The `do` of a rule that is about something else. */
export const alert = `  do: [{ alert: { channel: "#x" } }]`;
