// The playbook's JSON Schema, so that editors complete and check it, and the keys it allows at each place.
import { z } from 'zod';
import { FIELD_PATH } from './fields.ts';
import { NOTHING_DECLARED, playbookSchema } from './schema.ts';
import type { KeysAt } from './shape-problems.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** The published schema as text, draft 2020-12. A playbook's own fields and teams cannot be known to it. */
export function playbookJsonSchema(): string {
  const schema = jsonSchemaOf(playbookSchema(NOTHING_DECLARED));
  const published = { title: 'Signalbox playbook', ...schema };
  return `${JSON.stringify(published, allowOwnFields, 2)}\n`;
}

/** The input side of a schema: what may be written. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12', reused: 'inline' });
}

/** Looks up the keys of a block by its path. */
export function keysIn(schema: JsonSchema): KeysAt {
  return (path) => {
    const block = path.reduce<unknown>((at, part) => childOf(at, part), schema);
    return formsOf(block).flatMap((form) => Object.keys(entryIn(form, 'properties') ?? {}));
  };
}

function childOf(schema: unknown, part: PropertyKey): unknown {
  for (const form of formsOf(schema)) {
    const child =
      typeof part === 'number'
        ? entryIn(form, 'items')
        : (entryIn(entryIn(form, 'properties'), String(part)) ?? entryIn(form, 'additionalProperties'));
    if (child !== null) return child;
  }
  return null;
}

/** What may be written in several ways has a schema for each. */
function formsOf(schema: unknown): readonly unknown[] {
  const forms = entryIn(schema, 'anyOf');
  return Array.isArray(forms) ? forms : [schema];
}

function entryIn(value: unknown, key: string): object | null {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
  const entry = (value as Readonly<Record<string, unknown>>)[key];
  return typeof entry === 'object' ? entry : null;
}

/** A mapping may add fields of the form `lead.plan`, which the strict list of standard ones would refuse. */
function allowOwnFields(key: string, value: unknown): unknown {
  if (key !== 'mapping' || typeof value !== 'object' || value === null) return value;
  const { additionalProperties: _closed, ...open } = value as Readonly<Record<string, unknown>>;
  return { ...open, additionalProperties: OWN_FIELD, propertyNames: { pattern: FIELD_PATH.source } };
}

const OWN_FIELD = {
  type: 'object',
  properties: { hubspot: { type: ['string', 'null'] }, salesforce: { type: ['string', 'null'] } },
  additionalProperties: false,
};
