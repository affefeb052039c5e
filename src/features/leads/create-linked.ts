// Makes a record that is tied to others, also when one of those was merged or deleted a moment ago.
import type { CreateOutcome, Crm, NewRecord, RecordRef } from '#ports/crm.ts';

/**
 * A CRM refuses a link to a record that is gone in words that say nothing ("invalid cross reference id"). So what became
 * of the links is looked up then: merged ones lead to the record that stays, and where none is left that is the reason.
 */
export async function createLinked(
  crm: Crm,
  object: 'opportunity' | 'task',
  record: NewRecord,
): Promise<CreateOutcome> {
  const outcome = await crm.create(object, record);
  if (outcome.kind !== 'refused' || record.links.length === 0) return outcome;
  const links = (await Promise.all(record.links.map((link) => standing(crm, link)))).filter((link) => link !== null);
  if (links.length === 0) return { kind: 'refused', message: `the ${record.links[0]?.object ?? 'lead'} is deleted` };
  const moved = links.length < record.links.length || links.some((link, at) => link.id !== record.links[at]?.id);
  return moved ? crm.create(object, { ...record, links, repeat: true }) : outcome;
}

async function standing(crm: Crm, link: RecordRef): Promise<RecordRef | null> {
  const { gone, merged } = await crm.read(link.object, [link.id]);
  if (gone.length > 0) return null;
  return { ...link, id: merged[0]?.into ?? link.id };
}
