// Small readings that the rows of several objects share.
import { storableText } from '#adapters/http/text.ts';
import type { CrmObject, RecordRef } from '#ports/crm.ts';
import { isQueue } from '../objects.ts';
import type { Base } from '../read-rows.ts';
import { instant } from '../values.ts';

/** What every row of a history begins with. */
export function stampsOf(row: Base) {
  return {
    crm: 'salesforce',
    id: row.Id,
    createdAt: instant(row.CreatedDate),
    modifiedAt: instant(row.SystemModstamp),
  } as const;
}

/** Fit to be kept; null for nothing. */
export function textOf(text: string | null | undefined): string | null {
  return storableText(text ?? '').trim() || null;
}

export function refTo(object: CrmObject, id: string): RecordRef {
  return { crm: 'salesforce', object, id };
}

/** A lead or contact by its id; null for what is neither. */
export function personRef(id: string | null | undefined): RecordRef | null {
  if (id?.startsWith('00Q') === true) return refTo('lead', id);
  return id?.startsWith('003') === true ? refTo('contact', id) : null;
}

/** Who works a record. A queue only holds it: nobody does. */
export function ownerOf(id: string | null | undefined): string | null {
  return typeof id === 'string' && !isQueue(id) ? id : null;
}

/** A calendar day as an instant: its start in UTC, but not outside of these bounds. */
export function dayWithin(day: string, from: Date, until: Date): Date {
  const at = instant(`${day.slice(0, 10)}T00:00:00.000Z`);
  if (at < from) return from;
  return at > until ? until : at;
}
