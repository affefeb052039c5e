// What HubSpot refuses to store: unknown, read-only and ill-typed values, and the account's own rules.
import { invalidProperties, invalidRequest, type ApiError, type InvalidProperty } from './errors.ts';
import type { HubspotObject, Properties } from './model.ts';
import type { PropertyDefinition } from './properties.ts';

/**
 * A rule that an administrator set up in the account. Refuses a write to `object` that touches `on` (any property when
 * left out) while `unless` is empty on the record after the write (always when left out).
 */
export interface ValidationRule {
  readonly object: HubspotObject;
  readonly on?: string;
  readonly unless?: string;
  readonly message: string;
}

export interface Write {
  readonly object: HubspotObject;
  readonly written: Properties;
  /** The record as it would be. */
  readonly after: Properties;
  readonly creating: boolean;
}

/** The first reason not to store it, or null. */
export function refusal(
  write: Write,
  catalog: ReadonlyMap<string, PropertyDefinition>,
  rules: readonly ValidationRule[],
): ApiError | null {
  const problems = Object.entries(write.written).flatMap(([name, value]) => problem(catalog, name, value) ?? []);
  if (problems.length > 0) return invalidProperties(problems);
  if (write.creating && write.object === 'tasks' && isEmpty(write.after['hs_timestamp'])) {
    return invalidRequest('Error creating TASK. Some required properties were not set: [hs_timestamp]');
  }
  const broken = rules.find((rule) => isBroken(rule, write));
  if (broken === undefined) return null;
  return invalidProperties([
    {
      isValid: false,
      message: broken.message,
      error: 'CONDITIONAL_REQUIRED_PROPERTY',
      name: broken.unless ?? broken.on ?? 'hs_object_id',
    },
  ]);
}

function isBroken(rule: ValidationRule, write: Write): boolean {
  if (rule.object !== write.object) return false;
  if (rule.on !== undefined && !(rule.on in write.written)) return false;
  return rule.unless === undefined || isEmpty(write.after[rule.unless]);
}

function problem(
  catalog: ReadonlyMap<string, PropertyDefinition>,
  name: string,
  value: string | null,
): InvalidProperty | null {
  const definition = catalog.get(name);
  if (definition === undefined) {
    return invalid(name, 'PROPERTY_DOESNT_EXIST', `Property "${name}" does not exist`);
  }
  if (definition.readOnly)
    return invalid(name, 'READ_ONLY_VALUE', `"${name}" is a read only property; its value cannot be set.`);
  if (isEmpty(value)) return null;
  switch (definition.type) {
    case 'number':
      return Number.isFinite(Number(value))
        ? null
        : invalid(name, 'INVALID_DOUBLE', `${value} was not a valid number.`);
    case 'date':
    case 'datetime':
      return isInstant(value) ? null : invalid(name, 'INVALID_DATE', `${value} was not a valid date.`);
    case 'enumeration':
    case 'bool':
      return isOption(definition, value)
        ? null
        : invalid(
            name,
            'INVALID_OPTION',
            `${value} was not one of the allowed options: [${definition.options.map((option) => option.value).join(', ')}]`,
          );
    case 'string':
      return null;
  }
}

function invalid(name: string, error: string, message: string): InvalidProperty {
  return { isValid: false, message, error, name };
}

/** ISO 8601 or Unix milliseconds, as HubSpot takes them. */
function isInstant(value: string): boolean {
  return /^-?\d+$/.test(value) || !Number.isNaN(Date.parse(value));
}

function isOption(definition: PropertyDefinition, value: string): boolean {
  return definition.options.some((option) => option.value === value);
}

export function isEmpty(value: string | null | undefined): value is null | undefined | '' {
  return value === null || value === undefined || value === '';
}
