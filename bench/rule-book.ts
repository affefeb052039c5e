// One rule book in three notations: our playbook, CEL alone, and json-rules-engine. What each decides must be the same.
import { Environment } from '@marcbachmann/cel-js';
import { Engine } from 'json-rules-engine';
import type { TopLevelCondition } from 'json-rules-engine';
import type { Facts } from '#features/playbook/facts.ts';
import { readPlaybook } from '#features/playbook/load-playbook.ts';

/** The numbers of the rules that match. */
export type Decide = (facts: Facts) => readonly number[] | Promise<readonly number[]>;

interface Written {
  readonly cel: string;
  readonly json: TopLevelCondition;
}

/** What ops people write, with the place of a number that differs from rule to rule. */
const RULES: readonly ((number: number) => Written)[] = [
  (number) => ({
    cel: `lead.score > ${number % 100} && company.employees > ${number}`,
    json: { all: [is('lead.score', 'greaterThan', number % 100), is('company.employees', 'greaterThan', number)] },
  }),
  (number) => ({
    cel: `lead.country == "Germany" && lead.score >= ${number % 100}`,
    json: { all: [is('lead.country', 'equal', 'Germany'), is('lead.score', 'greaterThanInclusive', number % 100)] },
  }),
  (number) => ({
    cel: `company.industry in ["SOFTWARE", "BANKING"] || company.employees < ${number}`,
    json: {
      any: [is('company.industry', 'in', ['SOFTWARE', 'BANKING']), is('company.employees', 'lessThan', number)],
    },
  }),
  (number) => ({
    cel: `lead.title.contains("VP") && lead.score > ${number % 90}`,
    json: { all: [is('lead.title', 'holds', 'VP'), is('lead.score', 'greaterThan', number % 90)] },
  }),
  (number) => ({
    cel: `lead.email.endsWith("@company-${number}.test")`,
    json: { all: [is('lead.email', 'endsWith', `@company-${number}.test`)] },
  }),
];

function is(fact: string, operator: string, value: unknown) {
  return { fact, operator, value };
}

function writtenRules(count: number): readonly Written[] {
  return Array.from({ length: count }, (_, number) => {
    const write = RULES[number % RULES.length];
    if (write === undefined) throw new RangeError('there are no rules');
    return write(number);
  });
}

export function playbookRules(count: number): Decide {
  const lines = writtenRules(count).map(
    ({ cel }, number) =>
      `  - { name: r${number}, on: lead.created, if: '${cel}', do: [{ alert: { channel: '#leads' } }] }`,
  );
  const { rules } = readPlaybook(
    `version: 1
organization: { timezone: Europe/Berlin, currency: EUR }
channels: { ops: '#ops', fallback: '#ops' }
rules:
${lines.join('\n')}
`,
    'bench',
  );
  return (facts) => matching(rules, (rule) => rule.if?.matches(facts) ?? true);
}

/** On plain objects, without our types of fields and without making up for what is missing. */
export function celRules(count: number): Decide {
  const environment = new Environment({ unlistedVariablesAreDyn: true });
  const rules = writtenRules(count).map(({ cel }) => environment.parse(cel));
  return (facts) => matching(rules, (run) => run(facts) === true);
}

/** Facts under their own names: its JSON paths would cost it as much again. */
export function jsonRules(count: number): Decide {
  const engine = new Engine();
  engine.addOperator<string, string>('holds', (text, part) => text.includes(part));
  engine.addOperator<string, string>('endsWith', (text, end) => text.endsWith(end));
  for (const [number, { json }] of writtenRules(count).entries()) {
    engine.addRule({ conditions: json, event: { type: String(number) } });
  }
  return async ({ lead, company }) => {
    const { events } = await engine.run({ ...named('lead', lead), ...named('company', company) });
    return events.map(({ type }) => Number(type)).toSorted((one, other) => one - other);
  };
}

function named(record: string, fields: Facts['lead']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields ?? {}).map(([name, value]) => [`${record}.${name}`, value]));
}

function matching<Rule>(rules: readonly Rule[], matches: (rule: Rule) => boolean): readonly number[] {
  const found: number[] = [];
  let number = 0;
  for (const rule of rules) {
    if (matches(rule)) found.push(number);
    number += 1;
  }
  return found;
}

export function aRecord(index: number): Facts {
  return {
    lead: {
      email: `lead@company-${index}.test`,
      title: index % 3 === 0 ? 'VP Marketing' : 'Engineer',
      country: index % 2 === 0 ? 'Germany' : 'France',
      score: (index * 7) % 101,
    },
    company: { industry: index % 5 === 0 ? 'SOFTWARE' : 'RETAIL', employees: index * 13 },
    opportunity: null,
  };
}
