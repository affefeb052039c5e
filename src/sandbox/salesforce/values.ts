// Whether a JSON value fits a field, in Salesforce's own words where it does not. Pure; knows one field at a time.
import { refusal } from './errors.ts';
import type { FieldDefinition, Value } from './fields.ts';
import { parseId } from './ids.ts';

/**
 * The value as it is stored. Empty text is null, an id gets its 18 characters, a date-time its seconds.
 * Throws JSON_PARSER_ERROR, STRING_TOO_LONG, MALFORMED_ID or INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST.
 */
export function storedValue(field: FieldDefinition, value: unknown): Value {
  if (value === null || value === '') return null;
  switch (field.type) {
    case 'boolean':
      return typeof value === 'boolean' ? value : cannotDeserialize(field, value);
    case 'int':
      return typeof value === 'number' && Number.isInteger(value) ? value : cannotDeserialize(field, value);
    case 'double':
    case 'currency':
    case 'percent':
      return numberValue(field, value);
    case 'date':
      return dateValue(field, value);
    case 'datetime':
      return dateTimeValue(field, value);
    case 'id':
    case 'reference':
      return idValue(field, value);
    case 'picklist':
      return picklistValue(field, textValue(field, value));
    case 'string':
    case 'textarea':
    case 'email':
    case 'phone':
    case 'url':
      return textValue(field, value);
  }
}

function numberValue(field: FieldDefinition, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  return cannotDeserialize(field, value);
}

function dateValue(field: FieldDefinition, value: unknown): string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) return cannotDeserialize(field, value);
  return Number.isNaN(Date.parse(value)) ? cannotDeserialize(field, value) : value.slice(0, 10);
}

function dateTimeValue(field: FieldDefinition, value: unknown): string {
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) return cannotDeserialize(field, value);
  return `${new Date(value).toISOString().slice(0, 19)}.000+0000`;
}

function idValue(field: FieldDefinition, value: unknown): string {
  const id = typeof value === 'string' ? parseId(value) : null;
  if (id === null)
    throw refusal(400, 'MALFORMED_ID', `${field.label}: id value of incorrect type: ${String(value)}`, [field.name]);
  return id;
}

function textValue(field: FieldDefinition, value: unknown): string {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof text !== 'string') return cannotDeserialize(field, value);
  const limit = field.length ?? 255;
  if (text.length > limit) {
    const words = `${field.label}: data value too large: ${text} (max length=${limit})`;
    throw refusal(400, 'STRING_TOO_LONG', words, [field.name]);
  }
  if (field.type === 'email' && !/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(text)) {
    throw refusal(400, 'INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${text}`, [field.name]);
  }
  return text;
}

function picklistValue(field: FieldDefinition, text: string): string {
  if (field.restricted !== true || field.picklist?.includes(text) === true) return text;
  const words = `${field.label}: bad value for restricted picklist field: ${text}`;
  throw refusal(400, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', words, [field.name]);
}

function cannotDeserialize(field: FieldDefinition, value: unknown): never {
  const token =
    typeof value === 'string' ? 'VALUE_STRING' : typeof value === 'number' ? 'VALUE_NUMBER_FLOAT' : 'START_OBJECT';
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  const words = `Cannot deserialize instance of ${field.type} from ${token} value ${shown} or request may be missing a required field at [line:1, column:2]`;
  throw refusal(400, 'JSON_PARSER_ERROR', words);
}
