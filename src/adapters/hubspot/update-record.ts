// Changes fields of a record. Owners are moved by assign-owner.ts alone.
import { z } from 'zod';
import type { Fields, RecordRef, UpdateOutcome } from '#ports/crm.ts';
import { isGone, wordsOfRefusal } from './answers.ts';
import { fieldsOf, writeFields } from './fields.ts';
import { hubspotObject } from './objects.ts';
import type { ReadDeps } from './records.ts';

const Updated = z.object({ id: z.string() });

/** Writing the same values twice changes nothing, so a lost answer is simply asked for again. */
export async function updateRecord(deps: ReadDeps, ref: RecordRef, fields: Fields): Promise<UpdateOutcome> {
  const object = hubspotObject(ref.object);
  const properties = writeFields(fieldsOf(deps.fieldMap(), object), await deps.lists.of(object), fields);
  try {
    await deps.api.call({ kind: 'update', effect: 'idempotent', urgency: 'normal' }, Updated, (client, options) =>
      client.crm.objects.basicApi.update(object, ref.id, { properties }, undefined, options),
    );
    return { kind: 'updated' };
  } catch (error) {
    if (isGone(error)) return { kind: 'gone' };
    const message = wordsOfRefusal(error);
    if (message === null) throw error;
    return { kind: 'refused', message };
  }
}
