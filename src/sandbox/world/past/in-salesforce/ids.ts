// Which ids the past has in Salesforce: below all that are handed out later, in the order of creation.
import { mintId } from '../../../salesforce/ids.ts';
import type { IdKind } from '../../../salesforce/ids.ts';

const FIRST_SERIAL = 1_000_000;
/** Second records of people come after all first ones. */
export const DOUBLES_FROM = 500_000;

export function salesforceId(object: IdKind, index: number): string {
  return mintId(object, FIRST_SERIAL + index);
}
