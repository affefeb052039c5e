// Comparing stored values with SOQL literals: text without regard to case, ids in 15 or 18 characters, instants as
// instants, date literals as the days that they cover. Pure.
import { refusal } from './errors.ts';
import type { FieldDefinition, Value } from './fields.ts';
import { parseId } from './ids.ts';
import { literalDays, localDay, startOfDay } from './soql-days.ts';

export type Comparable = string | number | boolean | null;

/** What a condition compares with: one value, or a span up to where it is over. */
export interface Wanted {
  readonly from: Comparable;
  /** Null for a single value. */
  readonly until: Comparable;
}

/** The day that date literals count from, and whose it is. */
export interface LiteralContext {
  readonly now: Date;
  readonly zone: string;
  readonly weekStartsOn: 0 | 1;
}

const STAMP_END = '+0000';

/** A stored time in milliseconds. The engine reads `Z` many times as fast as the way in which Salesforce writes it. */
export function timeOf(text: string): number {
  return Date.parse(text.endsWith(STAMP_END) ? `${text.slice(0, -STAMP_END.length)}Z` : text);
}

/** What a stored value is compared as. */
export function comparable(field: FieldDefinition, value: Value): Comparable {
  if (value === null) return null;
  if (field.type === 'datetime' || field.type === 'date') return timeOf(String(value));
  return typeof value === 'string' && !isId(field) ? value.toLowerCase() : value;
}

/**
 * What a literal of a query is compared as, for this field. Throws INVALID_FIELD or INVALID_QUERY_FILTER_OPERATOR where
 * the literal is of another type than the field, as Salesforce does.
 */
export function literal(
  field: FieldDefinition,
  text: string,
  type: string | undefined,
  context: LiteralContext,
): Wanted {
  if (type === 'DATE_LITERAL' || type === 'DATE_N_LITERAL') return daysOf(field, text, context);
  return { from: exactLiteral(field, text, type), until: null };
}

function daysOf(field: FieldDefinition, text: string, { now, zone, weekStartsOn }: LiteralContext): Wanted {
  if (field.type !== 'date' && field.type !== 'datetime') return wrongType(field);
  const days = literalDays(text, localDay(now.getTime(), zone).day, weekStartsOn);
  if (days === null) throw refusal(400, 'MALFORMED_QUERY', `unexpected token: '${text}'`);
  if (field.type === 'date') return days;
  return { from: startOfDay(days.from, zone), until: startOfDay(days.until, zone) };
}

function exactLiteral(field: FieldDefinition, text: string, type: string | undefined): Comparable {
  switch (type) {
    case 'NULL':
      return null;
    case 'STRING':
      return stringLiteral(field, unquote(text));
    case 'INTEGER':
    case 'DECIMAL':
      return ['int', 'double', 'currency', 'percent'].includes(field.type) ? Number(text) : wrongType(field);
    case 'BOOLEAN':
      return field.type === 'boolean' ? text.toUpperCase() === 'TRUE' : wrongType(field);
    case 'DATETIME':
      return field.type === 'datetime' ? Date.parse(text) : wrongType(field);
    case 'DATE':
      return field.type === 'date' ? Date.parse(text) : wrongType(field);
    case undefined:
    default:
      throw refusal(400, 'MALFORMED_QUERY', `this sandbox does not imitate the literal ${text}`);
  }
}

function stringLiteral(field: FieldDefinition, text: string): Comparable {
  if (!isId(field)) return isText(field) ? text.toLowerCase() : wrongType(field);
  const id = parseId(text);
  if (id !== null) return id;
  throw refusal(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${text}`);
}

function isId(field: FieldDefinition): boolean {
  return field.type === 'id' || field.type === 'reference';
}

function isText(field: FieldDefinition): boolean {
  return ['string', 'textarea', 'email', 'phone', 'url', 'picklist'].includes(field.type);
}

const TYPE_WORDS: Readonly<Record<string, string>> = { datetime: 'dateTime', currency: 'double' };

function wrongType(field: FieldDefinition): never {
  const type = TYPE_WORDS[field.type] ?? field.type;
  const quotes = isText(field) ? 'and should be enclosed in quotes' : 'and should not be enclosed in quotes';
  const words = `value of filter criterion for field '${field.name}' must be of type ${isText(field) ? 'string' : type} ${quotes}`;
  throw refusal(400, 'INVALID_FIELD', words);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** The text inside of a quoted literal. Throws MALFORMED_QUERY for a sequence that SOQL does not have. */
export function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|[\s\S])/g, (_, sequence: string) => {
    if (sequence.length === 5) return String.fromCodePoint(Number.parseInt(sequence.slice(1), 16));
    const simple = ESCAPES[sequence.toLowerCase()];
    if (simple !== undefined) return simple;
    if (['\\', "'", '"', '_', '%'].includes(sequence)) return sequence;
    throw refusal(400, 'MALFORMED_QUERY', `Illegal string literal character '\\${sequence}'`);
  });
}

/** Whether a text fits a LIKE pattern: `%` any run, `_` one character, a backslash before either takes it literally. */
export function isLike(text: string, quotedPattern: string): boolean {
  const inner = quotedPattern.slice(1, -1);
  const source = inner.replace(/\\[%_]|%|_|\\(?:u[0-9a-fA-F]{4}|[\s\S])|[^%_\\]+/g, (part) => {
    if (part === '%') return '[\\s\\S]*';
    if (part === '_') return '[\\s\\S]';
    return escapeRegExp(part === '\\%' || part === '\\_' ? part.slice(1) : unquote(`'${part}'`));
  });
  return new RegExp(`^${source}$`, 'iu').test(text);
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
