// The canonical form of audit rows, as seals cover it: every column as text or null, in an order that never changes.
// A form once used is never altered, or no seal that was made with it could be checked again.

/** `2026-11-22T08:31:00.25` in UTC, whatever the session's settings: PostgreSQL's form for JSON. */
export function canonicalTime(expression: string): string {
  return `to_json(${expression} AT TIME ZONE 'UTC') #>> '{}'`;
}

/** Of the row `a` of audit: a JSON array as text. Columns are text each, so that no JSON value stands for SQL's NULL. */
export const CANONICAL_ENTRY = `json_build_array(a.id::text, ${canonicalTime('a.at')}, a.action, a.actor, a.subject,
  a.before::text, a.after::text, a.playbook_version::text, a.correlation_id)::text`;
