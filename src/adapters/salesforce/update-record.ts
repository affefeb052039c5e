// Writes fields of one record, keeping Salesforce's assignment rules from taking it to another owner meanwhile.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import type { Fields, RecordRef, UpdateOutcome } from '#ports/crm.ts';
import { OBJECTS, isIdOf } from './objects.ts';
import type { OrgView } from './org-view.ts';
import { propertiesFor } from './record-properties.ts';
import { refusalOf } from './refusals.ts';

/** See `Crm.update`. Throws Fault. */
export async function updateRecord(org: OrgView, ref: RecordRef, fields: Fields): Promise<UpdateOutcome> {
  if (!isIdOf(ref.object, ref.id)) return { kind: 'gone' };
  const body = await propertiesFor(org, ref.object, fields);
  const path = `/sobjects/${OBJECTS[ref.object].sobject}/${ref.id}`;
  const headers = { 'Sforce-Auto-Assign': 'FALSE' };
  try {
    await org.client.call(
      { kind: 'update', effect: 'idempotent', urgency: 'normal', method: 'PATCH', path, body, headers },
      z.null(),
    );
    return { kind: 'updated' };
  } catch (error) {
    if (error instanceof Fault && error.code === 'not_found') return { kind: 'gone' };
    const message = refusalOf(error);
    if (message === null) throw error;
    return { kind: 'refused', message };
  }
}
