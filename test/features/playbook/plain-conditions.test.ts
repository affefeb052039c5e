import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '#features/playbook/conditions.ts';
import { knownFields } from '#features/playbook/fields.ts';
import { conditionLanguage } from '#features/playbook/language.ts';
import { plainCondition } from '#features/playbook/plain-conditions.ts';
import { aCondition, language, theFacts } from './builders.ts';

const SEED = 20_261_122;
const random = xoroshiro128plus(SEED);

function oneOf<const Choices extends readonly [unknown, ...unknown[]]>(...choices: Choices): Choices[number] {
  return choices[uniformInt(random, 0, choices.length - 1)] ?? choices[0];
}

function anyOf(...ways: readonly [() => string, ...(() => string)[]]): string {
  return (ways[uniformInt(random, 0, ways.length - 1)] ?? ways[0])();
}

function aComparison(): string {
  const number = () => oneOf('lead.score', 'company.employees', '85', '90', '0');
  const text = () => oneOf('lead.country', 'lead.title', 'company.name', '"DE"', '"VP Sales"', '""');
  return anyOf(
    () => `${number()} ${oneOf('==', '!=', '<', '<=', '>', '>=')} ${number()}`,
    () => `${text()} ${oneOf('==', '!=')} ${text()}`,
    () => `${text()}.${oneOf('contains', 'startsWith', 'endsWith')}(${text()})`,
    () => `lead.country in ["DE", "FR"]`,
    () => `lead.score in [85, 90]`,
    () => `has(${oneOf('lead.score', 'lead.country', 'company.employees')})`,
    () => `${oneOf('lead.title', 'company.name')} ${oneOf('==', '!=')} null`,
    () => oneOf('true', 'false'),
  );
}

function anExpression(depth: number): string {
  if (depth === 0) return aComparison();
  return anyOf(
    () => `(${anExpression(depth - 1)}) && (${anExpression(depth - 1)})`,
    () => `(${anExpression(depth - 1)}) || (${anExpression(depth - 1)})`,
    () => `!(${anExpression(depth - 1)})`,
    () => `(${anExpression(depth - 1)}) == (${anExpression(depth - 1)})`,
    aComparison,
  );
}

function someFacts() {
  return theFacts({
    lead: {
      score: oneOf(85, 90, 12.5, '90', 'gold', null),
      country: oneOf('DE', 'FR', '', null),
      title: oneOf('VP Sales', 'DE', null),
    },
    ...oneOf({}, { company: { employees: oneOf(0, 85, 900, null), name: oneOf('Acme', 'DE', null) } }),
  });
}

describe('a condition without CEL', () => {
  it('decides as CEL does, whatever is missing', () => {
    for (let run = 0; run < 600; run += 1) {
      const source = anExpression(uniformInt(random, 0, 3));
      const condition = compileCondition(source, language);
      // CEL itself refuses some, such as a comparison of two constants of different kinds.
      if (condition.kind === 'refused') continue;
      const facts = someFacts();
      const { matched } = condition.condition.evaluate(facts);
      expect({ source, facts, matched: condition.condition.matches(facts) }).toEqual({ source, facts, matched });
    }
  });

  it.each([
    'lead.score + 1 > 85.5',
    'lead.title.matches("VP.*")',
    'lead.country < "DE"',
    'lead.plan == 3',
    'lead.score > 85 ? true : false',
    '["DE"].exists(country, country == lead.country)',
    'size(lead.country) == 2',
  ])('is not made of %s, which CEL decides', (source) => {
    const { environment, fields } = language;
    expect(plainCondition(environment.parse(source).ast, fields)).toBeNull();
    expect(aCondition(source).matches(theFacts({}))).toBe(false);
  });

  it.each(['lead.score > 85.0 && company.employees > 500.0', 'lead.country in ["DE"] || !has(lead.email)'])(
    'is made of %s',
    (source) => {
      const { environment, fields } = conditionLanguage(knownFields([]));
      expect(plainCondition(environment.parse(source).ast, fields)).not.toBeNull();
    },
  );
});
