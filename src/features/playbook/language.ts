// The CEL dialect of conditions: our records as typed variables, and numbers that compare and add whatever their kind.
import { Environment } from '@marcbachmann/cel-js';
import type { FieldValue } from '#ports/crm.ts';
import { factValue, type Facts } from './facts.ts';
import { FACT_ROOTS, rootOf, type FactRoot, type FieldType, type KnownFields } from './fields.ts';

/** A record as CEL sees it: only fields that have a value, so that a missing one is an error that `||` can absorb. */
type Subject = ReadonlyMap<string, FieldValue>;

export type Subjects = Readonly<Record<FactRoot, Subject>>;

export interface ConditionLanguage {
  readonly fields: KnownFields;
  readonly environment: Environment;
  /** Facts in the types of their fields; made once for the same facts object. */
  read(facts: Facts): Subjects;
}

// cel-js finds the type of a value by its constructor, so each record needs a class of its own.
class LeadSubject extends Map<string, FieldValue> {}
class CompanySubject extends Map<string, FieldValue> {}
class OpportunitySubject extends Map<string, FieldValue> {}
class CampaignSubject extends Map<string, FieldValue> {}
const SUBJECTS = {
  lead: LeadSubject,
  company: CompanySubject,
  opportunity: OpportunitySubject,
  campaign: CampaignSubject,
} as const;

const CEL_TYPES: Readonly<Record<FieldType, string>> = { text: 'string', number: 'double', yes_no: 'bool', any: 'dyn' };

export function conditionLanguage(fields: KnownFields): ConditionLanguage {
  const byRoot = groupByRoot(fields);
  // A rule book asks about the same facts a thousand times; the facts never change once made.
  const cache = new WeakMap<Facts, Subjects>();
  return {
    fields,
    environment: environmentFor(byRoot),
    read(facts) {
      const known = cache.get(facts);
      if (known) return known;
      const subjects = {
        lead: subject('lead', facts, byRoot.lead),
        company: subject('company', facts, byRoot.company),
        opportunity: subject('opportunity', facts, byRoot.opportunity),
        campaign: subject('campaign', facts, byRoot.campaign),
      };
      cache.set(facts, subjects);
      return subjects;
    },
  };
}

type TypesByName = Readonly<Record<string, FieldType>>;

function groupByRoot(fields: KnownFields): Readonly<Record<FactRoot, TypesByName>> {
  const grouped: Record<FactRoot, Record<string, FieldType>> = {
    lead: {},
    company: {},
    opportunity: {},
    campaign: {},
  };
  for (const [path, type] of fields) {
    const root = rootOf(path);
    if (root) grouped[root][path.slice(root.length + 1)] = type;
  }
  return grouped;
}

function environmentFor(byRoot: Readonly<Record<FactRoot, TypesByName>>): Environment {
  const environment = new Environment({ unlistedVariablesAreDyn: false });
  for (const root of FACT_ROOTS) {
    const fields = Object.fromEntries(Object.entries(byRoot[root]).map(([name, type]) => [name, CEL_TYPES[type]]));
    environment.registerType(`${root}_record`, { ctor: SUBJECTS[root], fields });
    environment.registerVariable(root, `${root}_record`);
  }
  return registerMixedNumbers(environment);
}

/** `size(lead.name) + 0.5`: cel-js knows no arithmetic between whole and decimal numbers. */
function registerMixedNumbers(environment: Environment): Environment {
  const operators: Readonly<Record<string, (left: number, right: number) => number>> = {
    '+': (left, right) => left + right,
    '-': (left, right) => left - right,
    '*': (left, right) => left * right,
    '/': (left, right) => left / right,
    '%': (left, right) => left % right,
  };
  for (const [sign, apply] of Object.entries(operators)) {
    const mixed = (left: unknown, right: unknown): number => apply(Number(left), Number(right));
    environment.registerOperator(`double ${sign} int`, mixed).registerOperator(`int ${sign} double`, mixed);
  }
  environment.registerOperator('double % double', (left: number, right: number) => left % right);
  return environment.registerOperator(
    'double == int',
    (left: unknown, right: unknown) => Number(left) === Number(right),
  );
}

function subject(root: FactRoot, facts: Facts, types: TypesByName): Subject {
  const made = new SUBJECTS[root]();
  for (const [name, type] of Object.entries(types)) {
    const value = inType(factValue(facts, root, name), type);
    if (value !== null) made.set(name, value);
  }
  return made;
}

/** The value as its field's type. One that cannot be read as that type counts as missing. */
function inType(value: FieldValue, type: FieldType): FieldValue {
  if (value === null || value === '') return null;
  if (type === 'text') return String(value);
  if (type === 'number') return asNumber(value);
  if (type === 'yes_no') return asBoolean(value);
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}

function asNumber(value: string | number | boolean): number | null {
  if (typeof value === 'boolean' || (typeof value === 'string' && value.trim() === '')) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function asBoolean(value: string | number | boolean): boolean | null {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  return value === 'false' ? false : null;
}
