// Errors in the log that a simulation's faults explain. Everything else at that level is a defect: nobody asked for it.
import { Fault } from '#kernel/errors.ts';
import type { Complaint } from './host.ts';

/** An error line is explained when what it reports is that somebody outside was away, slow or said no. */
export function unexplained(complaints: readonly Complaint[]): readonly string[] {
  return complaints
    .filter(({ level, fields }) => level === 'error' && !Object.values(fields).some(isOutage))
    .map(({ message, fields }) => `${message} ${JSON.stringify(fields, readably)}`);
}

/** What people do while the app works on a record, and what a CRM then says about it. */
const GONE =
  /no longer exists|is deleted|deleted in (HubSpot|Salesforce)|ENTITY_IS_DELETED|cannot reference converted lead/u;
const OUTAGE =
  /ECONNREFUSED|ECONNRESET|EPIPE|socket hang up|[Cc]onnection|timed? ?out|timeout|database|unavailable|no answer/u;

function isOutage(value: unknown): boolean {
  if (value instanceof Fault) return ['unavailable', 'timeout', 'rate_limited'].includes(value.code);
  if (value instanceof Error) return OUTAGE.test(value.message);
  return typeof value === 'string' && (OUTAGE.test(value) || GONE.test(value));
}

function readably(_key: string, value: unknown): unknown {
  return value instanceof Error ? `${value.name}: ${value.message} ${value.stack ?? ''}` : value;
}
