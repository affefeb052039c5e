// A plain page for a record, so that the links on cards lead somewhere in the sandbox. Shows, never changes.
import type { ObjectName, Row, Value } from './fields.ts';
import type { Org } from './org.ts';
import { findAnywhere } from './org.ts';

/** HTML of a record's fields, or null when there is no such record. */
export function recordPage(org: Org, object: string, id: string): string | null {
  const found = findAnywhere(org, id);
  if (found === null || found.object !== object) return null;
  const { row } = found;
  const shown = org.schema[found.object].fields.filter((field) => (row[field.name] ?? null) !== null);
  const rows = shown.map(
    (field) => `<tr><th>${escapeHtml(field.label)}</th><td>${escapeHtml(display(org, row[field.name]))}</td></tr>`,
  );
  const title = `${titleOf(found.object, row)} | ${found.object} | Salesforce (sandbox)`;
  const style =
    'body{font:15px system-ui;margin:2rem;color:#181818}th{text-align:left;padding:.3rem 2rem .3rem 0;color:#5c5c5c;font-weight:500}';
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${style}</style><h1>${escapeHtml(titleOf(found.object, row))}</h1><table>${rows.join('')}</table></html>`;
}

function titleOf(object: ObjectName, row: Readonly<Row>): string {
  return String(row['Name'] ?? row['Subject'] ?? row['MasterLabel'] ?? object);
}

function display(org: Org, value: Value | undefined): string {
  const reference = typeof value === 'string' ? findAnywhere(org, value) : null;
  return reference === null ? String(value) : `${titleOf(reference.object, reference.row)} (${String(value)})`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
