// Gives an org a past at once: rows are put in as they are, and told to nobody. No rule is asked and no history is written.
import { countAllUp } from './campaigns.ts';
import type { ObjectName, Row } from './fields.ts';
import { findField } from './fields.ts';
import type { Org } from './org.ts';
import { table } from './org.ts';

/** Ids minted later come after all that was planted, whose ids are minted from lower serials. */
const FIRST_SERIAL_AFTERWARDS = 3_000_000;

/**
 * Puts rows of one object into the org, parents before children. The rows themselves are kept: they carry `Id`,
 * `CreatedDate` and what Salesforce would have worked out, and are not to be touched afterwards. Fields that are left out
 * are empty. Totals of campaigns are counted here. Throws for a row without id or date: a mistake of the caller.
 */
export function plantRows(org: Org, object: ObjectName, rows: Iterable<Row>): void {
  const into = table(org, object);
  const isStamped = findField(org.schema[object], 'SystemModstamp') !== undefined;
  const unchanged = org.planted.unchanged.get(object) ?? new Set<string>();
  org.planted.unchanged.set(object, unchanged);
  for (const row of rows) {
    const { Id: id, CreatedDate: created } = row;
    if (typeof id !== 'string' || typeof created !== 'string')
      throw new Error(`a ${object} lacks its Id or CreatedDate`);
    row['IsDeleted'] ??= false;
    if (isStamped) row['LastModifiedDate'] ??= row['SystemModstamp'] ??= created;
    into.set(id, row);
    unchanged.add(id);
  }
  org.serial = Math.max(org.serial, FIRST_SERIAL_AFTERWARDS);
  org.indexes.delete(object);
  if (object === 'CampaignMember' || object === 'Opportunity') countAllUp(org);
}
