// When a listed record last changed.
import { modifiedProperty } from '../objects.ts';
import type { ListedRecord } from './listed.ts';
import { instantOf } from './values.ts';

/** To the millisecond, as searches know it. */
export function modifiedOf(object: string, record: ListedRecord): Date {
  return instantOf(record.properties[modifiedProperty(object)]) ?? record.updatedAt;
}
