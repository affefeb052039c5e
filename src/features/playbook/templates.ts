// Text with `{{company.name}}` in it. Fields are checked when the playbook is; filling in never fails.
import type { FieldValue } from '#ports/crm.ts';
import { unknownField, type ExpressionProblem } from './cel-errors.ts';
import { factValue, type Facts } from './facts.ts';
import { rootOf, type FactRoot, type KnownFields } from './fields.ts';

interface Placeholder {
  readonly root: FactRoot;
  readonly name: string;
}

export interface Template {
  /** As its author wrote it. */
  readonly source: string;
  readonly parts: readonly (string | Placeholder)[];
}

export type TemplateOutcome =
  | { readonly kind: 'compiled'; readonly template: Template }
  | { readonly kind: 'refused'; readonly problems: readonly ExpressionProblem[] };

const PLACEHOLDER = /\{\{(.*?)\}\}/gs;

export function compileTemplate(source: string, fields: KnownFields): TemplateOutcome {
  const parts: (string | Placeholder)[] = [];
  const problems: ExpressionProblem[] = [];
  let from = 0;
  for (const match of source.matchAll(PLACEHOLDER)) {
    const path = (match[1] ?? '').trim();
    const root = rootOf(path);
    if (root === null || !fields.has(path)) problems.push(unknownField(path, pathOffset(match), fields));
    else parts.push(source.slice(from, match.index), { root, name: path.slice(root.length + 1) });
    from = match.index + match[0].length;
  }
  parts.push(source.slice(from));
  const open = source.indexOf('{{', from);
  if (open >= 0) problems.push({ offset: open, message: 'this {{ is never closed with }}', suggestion: null });
  if (problems.length > 0) return { kind: 'refused', problems };
  return { kind: 'compiled', template: { source, parts: parts.filter((part) => part !== '') } };
}

/** The text for people. A missing value reads `unknown company`, `unknown country`, so that a gap is seen as one. */
export function renderTemplate({ parts }: Template, facts: Facts): string {
  return parts.map((part) => (typeof part === 'string' ? part : textOf(part, facts))).join('');
}

/**
 * The value for a CRM field. A template that is one placeholder gives the field's own value, null when it is missing,
 * so that `unknown country` is never written into a CRM; a longer one gives its text, or null when all is missing.
 */
export function templateValue(template: Template, facts: Facts): FieldValue {
  const placeholders = template.parts.filter((part) => typeof part !== 'string');
  const values = placeholders.map(({ root, name }) => factValue(facts, root, name));
  if (template.parts.length === 1 && values.length === 1) return values[0] ?? null;
  if (values.length > 0 && values.every((value) => value === null)) return null;
  return renderTemplate(template, facts);
}

function textOf({ root, name }: Placeholder, facts: Facts): string {
  const value = factValue(facts, root, name);
  return value === null || value === ''
    ? `unknown ${name === 'name' ? root : name.replaceAll('_', ' ')}`
    : String(value);
}

function pathOffset(match: RegExpExecArray): number {
  const inner = match[1] ?? '';
  return match.index + 2 + (inner.length - inner.trimStart().length);
}
