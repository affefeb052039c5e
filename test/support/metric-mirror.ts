// A mirror of made-up CRMs, the same for each run: a few thousand rows with holes, twins, deleted records, currencies
// without a rate, and instants at the edges of days, in months with a leap day and changes of the clocks.
import type { Pool } from 'pg';
import { dieOf, times } from './mirror-die.ts';
import type { Die, Row } from './mirror-die.ts';
import { aFiring, anEntry, anInboxRow, anOutboxRow, aPlan, putClaims } from './mirror-log.ts';
import { aCampaign, aContentDay, aCost, aDeal, aSubscription, aTouch, pastOf, shares } from './mirror-money.ts';
import { aCompany, aProspect, aRecord, owners, people, stages } from './mirror-people.ts';

export const ZONES = ['Europe/Berlin', 'Asia/Kolkata', 'America/New_York'] as const;

const SEED = 20_240_229;

export async function fillMirror(pool: Pool): Promise<void> {
  const die = dieOf(SEED);
  const put = (table: string, rows: readonly Row[]): Promise<void> => fill(pool, table, rows);
  const some = (count: number, make: (of: Die, id: number) => Row): readonly Row[] =>
    times(count, (n) => make(die, n + 1));
  const records = some(3600, aRecord);
  const deals = some(1500, aDeal);
  await put('crm_user', people());
  await put('crm_stage', stages());
  await put('crm_campaign', some(24, aCampaign));
  await put('prospect', some(3000, aProspect));
  await put('person_record', records);
  await put('crm_company', some(300, aCompany));
  await put('deal', deals);
  const past = [...records.flatMap((row) => owners(die, row)), ...deals.flatMap((row) => pastOf(die, row))];
  await put('record_change', past);
  await put('touch', some(5000, aTouch));
  const credits = deals.flatMap((row) => shares(die, row));
  await put('touch_credit', credits);
  await put('cost', some(150, aCost));
  await put('subscription', some(260, aSubscription));
  await put('content_day', some(600, aContentDay));
  await put('campaign', some(80, aPlan));
  await put('inbox', some(300, anInboxRow));
  await put('outbox', some(200, anOutboxRow));
  await put('rule_firing', some(300, aFiring));
  await put('audit', some(500, anEntry));
  await putClaims(put, die);
  await pool.query('ANALYZE');
}

/** Columns that no row names take the default of the table. */
async function fill(pool: Pool, table: string, rows: readonly Row[]): Promise<void> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].map((name) => `"${name}"`).join(', ');
  await pool.query(
    `INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}
