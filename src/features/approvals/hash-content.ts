// Whether two contents are the same, and what differs where they are not. Pure.
import { createHash } from 'node:crypto';
import type { FieldValue } from '#ports/crm.ts';
import type { Content } from './approval.ts';

export interface Difference {
  readonly field: string;
  /** Null: there was none. */
  readonly before: FieldValue;
  readonly after: FieldValue;
}

/** SHA-256 in hex over the fields in the order of their names, each as JSON; a field that is null is not one that is missing. */
export function hashOf(content: Content): string {
  const fields = Object.keys(content)
    .toSorted()
    .map((name) => [name, content[name]]);
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

/** Fields that differ: those of `before` in their order, then new ones. */
export function differenceOf(before: Content, after: Content): readonly Difference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => (before[name] ?? null) !== (after[name] ?? null))
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }));
}
