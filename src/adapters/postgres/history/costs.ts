// Costs that people enter or import. Those of campaigns are worked out from what the CRMs tell.
import type { HistoryRules, KeptCost, NewCost } from '#features/history/store.ts';
import { Fault } from '#kernel/errors.ts';
import type { Queries } from '../client.ts';
import { rates } from './rates.ts';
import { relation } from './tables.ts';

const COLUMNS = {
  origin: 'text',
  key: 'text',
  department: 'text',
  category: 'text',
  channel: 'text',
  source: 'text',
  campaign_id: 'int',
  from_day: 'date',
  to_day: 'date',
  amount: 'numeric',
  currency: 'text',
  note: 'text',
  entered_by: 'text',
};

/** A cost with a known key is replaced. Throws Fault `invalid_input` for a campaign that is not kept, or is not one. */
export async function enterCosts(
  db: Queries,
  given: readonly NewCost[],
  rules: HistoryRules,
  now: Date,
): Promise<number> {
  const campaigns = await campaignsNamed(
    db,
    given.map(({ campaign }) => campaign).filter((one) => one !== null),
  );
  const rows = [...new Map(given.map((cost) => [cost.key, cost])).values()].map((cost) => ({
    origin: cost.origin,
    key: `${cost.origin}:${cost.key}`,
    department: cost.department,
    category: cost.category,
    channel: cost.channel,
    source: cost.source,
    campaign_id: cost.campaign === null ? null : (campaigns.get(cost.campaign) ?? null),
    from_day: cost.fromDay,
    to_day: cost.toDay,
    amount: cost.amount,
    currency: cost.currency,
    note: cost.note,
    entered_by: cost.enteredBy,
  }));
  return db.$executeRaw`
    INSERT INTO cost (origin, key, department, category, channel, source, campaign_id, from_day, to_day, amount, currency,
      note, entered_by, value, entered_at)
    SELECT given.*, round(given.amount * rate.rate, 4), ${now}::timestamptz FROM ${relation('given', rows, COLUMNS)}
      LEFT JOIN ${rates(rules)} ON rate.currency = given.currency
        AND given.from_day >= rate.since AND given.from_day < rate.before
    ON CONFLICT (key) DO UPDATE SET (department, category, channel, source, campaign_id, from_day, to_day, amount, currency,
      note, entered_by, value, entered_at, gone) = (EXCLUDED.department, EXCLUDED.category, EXCLUDED.channel, EXCLUDED.source,
      EXCLUDED.campaign_id, EXCLUDED.from_day, EXCLUDED.to_day, EXCLUDED.amount, EXCLUDED.currency, EXCLUDED.note,
      EXCLUDED.entered_by, EXCLUDED.value, EXCLUDED.entered_at, false)`;
}

/** By their name, in any case, or their id in the CRM. */
async function campaignsNamed(db: Queries, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const wanted = [...new Set(names)];
  if (wanted.length === 0) return new Map();
  const found = await db.$queryRaw<{ name: string; ids: number[] }[]>`
    SELECT given.name, array_agg(DISTINCT coalesce(k.twin_of, k.id)) AS ids
    FROM unnest(${wanted}::text[]) AS given (name)
      JOIN crm_campaign k ON (lower(k.name) = lower(btrim(given.name)) OR k.record_id = given.name) AND NOT k.gone
    GROUP BY given.name`;
  const ids = new Map(found.map((row) => [row.name, row.ids]));
  return new Map(
    wanted.map((name) => {
      const [id, another] = ids.get(name) ?? [];
      if (id === undefined) throw new Fault('invalid_input', `There is no campaign “${name}”.`);
      if (another !== undefined) {
        throw new Fault(
          'invalid_input',
          `Several campaigns are called “${name}”: write the id that the CRM has for it.`,
        );
      }
      return [name, id];
    }),
  );
}

/** Those that people entered or imported, newest first. */
export async function costs(db: Queries, limit: number): Promise<readonly KeptCost[]> {
  return db.$queryRaw<KeptCost[]>`
    SELECT c.id, c.origin, regexp_replace(c.key, '^[^:]*:', '') AS key, c.department, c.category, c.channel, c.source,
      k.name AS campaign, c.from_day::text AS "fromDay", c.to_day::text AS "toDay", trim_scale(c.amount)::text AS amount,
      c.currency, c.note, c.entered_by AS "enteredBy"
    FROM cost c LEFT JOIN crm_campaign k ON k.id = c.campaign_id
    WHERE c.origin <> 'campaign' AND NOT c.gone ORDER BY c.entered_at DESC, c.id DESC LIMIT ${limit}`;
}

/** False when there is none such, or it is a campaign's own. */
export async function removeCost(db: Queries, id: number): Promise<boolean> {
  return (await db.$executeRaw`DELETE FROM cost WHERE id = ${id} AND origin <> 'campaign'`) === 1;
}

/** All of them again, with other rates. */
export async function valueCosts(db: Queries, rules: HistoryRules): Promise<void> {
  await db.$executeRaw`
    WITH worth AS (
      SELECT c.id, round(c.amount * rate.rate, 4) AS value FROM cost c LEFT JOIN ${rates(rules)}
        ON rate.currency = c.currency AND c.from_day >= rate.since AND c.from_day < rate.before)
    UPDATE cost SET value = worth.value FROM worth WHERE cost.id = worth.id AND cost.value IS DISTINCT FROM worth.value`;
}
