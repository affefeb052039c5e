// What can stand against a save: required fields, references, unique values, validation rules and duplicate rules, asked
// in Salesforce's order and answered in its words. Changes nothing.
import { checkMember } from './campaigns.ts';
import { SalesforceError, refusal } from './errors.ts';
import type { FieldDefinition, ObjectName, Row, Value } from './fields.ts';
import type { DuplicateRule, Org } from './org.ts';
import { findAnywhere, table } from './org.ts';

/** Throws the first refusal. `row` is the record as it would be, `changed` what is written, `id` null on create. */
export function checkSave(
  org: Org,
  object: ObjectName,
  row: Row,
  changed: Row,
  options: { readonly allowDuplicates?: boolean },
  id: string | null,
): void {
  const missing = org.schema[object].fields
    .filter((field) => field.required === true && row[field.name] === null)
    .map((field) => field.name);
  if (missing.length > 0) {
    throw refusal(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing);
  }
  for (const field of org.schema[object].fields) {
    if (field.referenceTo !== undefined && changed[field.name] !== undefined)
      checkReference(org, object, field, changed[field.name] ?? null);
  }
  checkUnique(org, object, changed, id);
  if (object === 'CampaignMember') checkMember(org, row, id);
  for (const rule of org.validationRules) {
    const fires =
      rule.object === object && Object.entries(rule.when ?? {}).every(([name, value]) => row[name] === value);
    if (fires) throw refusal(400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', rule.message, rule.fields ?? []);
  }
  if (options.allowDuplicates !== true) checkDuplicates(org, object, changed, id);
}

function checkReference(org: Org, object: ObjectName, field: FieldDefinition, id: Value): void {
  if (id === null) return;
  const target = findAnywhere(org, String(id));
  if (target === null || target.row['IsDeleted'] === true || field.referenceTo?.includes(target.object) !== true) {
    throw refusal(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
  }
  if (field.name === 'OwnerId' && target.object === 'User' && target.row['IsActive'] === false) {
    const words = `operation performed with inactive user [${String(id)}] as owner of ${object.toLowerCase()}`;
    throw refusal(400, 'INACTIVE_OWNER_OR_USER', words, []);
  }
}

function checkUnique(org: Org, object: ObjectName, changed: Row, id: string | null): void {
  for (const field of org.schema[object].fields) {
    const value = changed[field.name];
    if (field.externalId !== true || value === null || value === undefined) continue;
    const other = [...table(org, object).values()].find(
      (row) => row[field.name] === value && row['Id'] !== id && row['IsDeleted'] !== true,
    );
    if (other === undefined) continue;
    const words = `duplicate value found: ${field.name} duplicates value on record with id: ${String(other['Id'])}`;
    throw refusal(400, 'DUPLICATE_VALUE', words, []);
  }
}

function checkDuplicates(org: Org, object: ObjectName, changed: Row, id: string | null): void {
  for (const rule of org.duplicateRules) {
    const value = changed[rule.field];
    if (rule.object !== object || value === null || value === undefined) continue;
    const matches = [...table(org, object).values()].filter(
      (row) =>
        row['IsDeleted'] !== true &&
        row['Id'] !== id &&
        String(row[rule.field]).toLowerCase() === String(value).toLowerCase(),
    );
    if (matches.length > 0) throw duplicatesDetected(rule, matches);
  }
}

function duplicatesDetected({ object }: DuplicateRule, matches: readonly Row[]): SalesforceError {
  const errorMessage = 'Use one of these records?';
  const matchRecords = matches.map((row) => ({
    additionalInformation: [],
    fieldDiffs: [],
    matchConfidence: 100,
    record: { attributes: { type: object }, Id: row['Id'] ?? null },
  }));
  const matchResult = {
    entityType: object,
    errors: [],
    matchEngine: 'ExactMatchEngine',
    matchRecords,
    rule: `Standard_${object}_Match_Rule`,
    size: matches.length,
    success: true,
  };
  const duplicateResult = {
    allowSave: true,
    duplicateRule: `Standard_${object}_Duplicate_Rule`,
    duplicateRuleEntityType: object,
    errorMessage,
    matchResults: [matchResult],
  };
  return new SalesforceError(400, [{ errorCode: 'DUPLICATES_DETECTED', message: errorMessage, duplicateResult }]);
}
