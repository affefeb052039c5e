// Gives an org a past at once: rows are put in as they are, and told to nobody. No rule is asked and no history is written.
import { countPlanted } from './campaigns.ts';
import type { ObjectName, Row } from './fields.ts';
import { findField } from './fields.ts';
import type { Org } from './org.ts';
import { table } from './org.ts';
import { noteAdded, noteChanged, rowsWhere } from './table-index.ts';

/** Ids minted later come after all that was planted, whose ids are minted from lower serials. */
const FIRST_SERIAL_AFTERWARDS = 3_000_000;
const FEW = 50;

/**
 * Puts rows of one object into the org, parents before children. The rows themselves are kept: they carry `Id`,
 * `CreatedDate` and what Salesforce would have worked out, and are not to be touched afterwards. Fields that are left out
 * are empty. A row that is there as it was planted becomes the new one; one that somebody changed or took away stays so.
 * Totals of campaigns are counted here. Throws for a row without id or date: a mistake of the caller.
 */
export function plantRows(org: Org, object: ObjectName, rows: Iterable<Row>): void {
  const into = table(org, object);
  const isStamped = findField(org.schema[object], 'SystemModstamp') !== undefined;
  const unchanged = org.planted.unchanged.get(object) ?? new Set<string>();
  org.planted.unchanged.set(object, unchanged);
  const planted: Row[] = [];
  const converted: Row[] = [];
  const all = [...rows];
  // Many are put in order together, when somebody asks.
  if (all.length > FEW) org.indexes.delete(object);
  for (const row of all) {
    const { Id: id, CreatedDate: created } = row;
    if (typeof id !== 'string' || typeof created !== 'string')
      throw new Error(`a ${object} lacks its Id or CreatedDate`);
    const there = into.get(id);
    if (org.planted.originals.has(id) || (there !== undefined && !unchanged.has(id))) continue;
    row['IsDeleted'] ??= false;
    if (isStamped) row['LastModifiedDate'] ??= row['SystemModstamp'] ??= created;
    if (there === undefined) {
      into.set(id, row);
      unchanged.add(id);
      noteAdded(org, object, row);
    } else {
      const before = { ...there };
      noteChanged(org, object, Object.assign(there, row), before);
      if (before['IsConverted'] === false && row['IsConverted'] === true) converted.push(row);
    }
    planted.push(row);
  }
  org.serial = Math.max(org.serial, FIRST_SERIAL_AFTERWARDS);
  const memberships = converted.length === 0 ? [] : rowsWhere(org, 'CampaignMember', 'LeadId', idsIn(converted, 'Id'));
  countPlanted(org, idsIn(memberships, 'CampaignId'));
  if (object === 'Campaign') countPlanted(org, idsIn(planted, 'Id'));
  if (object === 'CampaignMember' || object === 'Opportunity') countPlanted(org, idsIn(planted, 'CampaignId'));
}

/** Takes away what was planted, and what somebody made of it. */
export function uprootAll(org: Org): void {
  const { unchanged, originals } = org.planted;
  for (const [object, ids] of unchanged) for (const id of ids) table(org, object).delete(id);
  for (const [id, { object }] of originals) table(org, object).delete(id);
  unchanged.clear();
  originals.clear();
  org.indexes.clear();
}

function idsIn(rows: readonly Row[], field: string): ReadonlySet<string> {
  return new Set(rows.flatMap(({ [field]: id }) => (typeof id === 'string' ? [id] : [])));
}
