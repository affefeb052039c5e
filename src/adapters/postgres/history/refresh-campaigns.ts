// Campaigns that are one in both CRMs, the costs of each, and who points at them.
import type { HistoryRules } from '#features/history/store.ts';
import type { Queries } from '../client.ts';
import { addAll } from './dirty.ts';
import type { Dirty } from './dirty.ts';
import { dealsOf } from './link-people.ts';
import { rates } from './rates.ts';

/** Works these campaigns and their twins out anew. */
export async function refreshCampaigns(
  db: Queries,
  campaigns: readonly number[],
  rules: HistoryRules,
  now: Date,
  dirty: Dirty,
): Promise<void> {
  if (campaigns.length === 0) return;
  const all = await withTwins(db, campaigns);
  await db.$executeRaw`
    WITH kin AS (
      SELECT k.id, k.created_at, k.crm, k.record_id, k.gone, own.campaign_id FROM crm_campaign k
      LEFT JOIN campaign_record own ON (own.crm, own.record_id) = (k.crm, k.record_id) WHERE k.id = ANY(${all}::int[])
    ), found AS (
      SELECT k.id, (SELECT other.id FROM kin other WHERE other.campaign_id = k.campaign_id AND NOT other.gone AND NOT k.gone
        AND (other.created_at, other.crm, other.record_id) < (k.created_at, k.crm, k.record_id)
        ORDER BY other.created_at, other.crm, other.record_id LIMIT 1) AS twin_of FROM kin k)
    UPDATE crm_campaign k SET twin_of = found.twin_of FROM found
    WHERE k.id = found.id AND k.twin_of IS DISTINCT FROM found.twin_of`;
  await refreshSpends(db, all, rules, now);
  await movePointers(db, all, dirty);
}

/** Campaigns are one in both CRMs when Signalbox made both records. */
async function withTwins(db: Queries, campaigns: readonly number[]): Promise<number[]> {
  const twins = await db.$queryRaw<{ id: number }[]>`
    SELECT k.id FROM crm_campaign given JOIN campaign_record own ON (own.crm, own.record_id) = (given.crm, given.record_id)
      JOIN campaign_record kin ON kin.campaign_id = own.campaign_id
      JOIN crm_campaign k ON (k.crm, k.record_id) = (kin.crm, kin.record_id)
    WHERE given.id = ANY(${[...campaigns]}::int[])`;
  return [...new Set([...campaigns, ...twins.map(({ id }) => id)])];
}

/** Spend of the campaign that counts, else of its twin, over its days up to now: what is spent is not of days to come. */
async function refreshSpends(db: Queries, campaigns: readonly number[], rules: HistoryRules, now: Date): Promise<void> {
  const ids = [...campaigns];
  await db.$executeRaw`
    WITH spent AS (
      SELECT k.id, 'campaign:' || k.crm || ':' || k.record_id AS key, k.channel, k.starts_on, k.ends_on, k.created_at,
        paid.spend AS amount, coalesce(paid.currency, ${rules.currency}) AS currency
      FROM crm_campaign k JOIN LATERAL (
        SELECT own.spend, own.currency FROM crm_campaign own
        WHERE (own.id = k.id OR own.twin_of = k.id AND own.id = ANY(${ids}::int[])) AND own.spend > 0 AND NOT own.gone
        ORDER BY own.id <> k.id, own.created_at LIMIT 1) AS paid ON true
      WHERE k.id = ANY(${ids}::int[]) AND k.twin_of IS NULL AND NOT k.gone
    ), dated AS (
      SELECT *, greatest(from_day, least(ends_on, (${now}::timestamptz AT TIME ZONE ${rules.zone})::date)) AS to_day
      FROM (SELECT *, coalesce(starts_on, least(ends_on, (created_at AT TIME ZONE ${rules.zone})::date)) AS from_day FROM spent) AS begun
    ), computed AS (
      SELECT dated.key, dated.channel, dated.id AS campaign_id, from_day, to_day, amount, dated.currency,
        round(amount * rate.rate, 4) AS value
      FROM dated LEFT JOIN ${rates(rules)} ON rate.currency = dated.currency
        AND from_day >= rate.since AND from_day < rate.before
    ), dropped AS (
      DELETE FROM cost WHERE origin = 'campaign' AND key IN (
          SELECT 'campaign:' || crm || ':' || record_id FROM crm_campaign WHERE id = ANY(${ids}::int[]))
        AND NOT EXISTS (SELECT 1 FROM computed WHERE computed.key = cost.key))
    INSERT INTO cost AS kept (origin, key, department, channel, campaign_id, from_day, to_day, amount, currency, value, entered_at)
    SELECT 'campaign', key, 'marketing', channel, campaign_id, from_day, to_day, amount, currency, value, ${now}::timestamptz
    FROM computed
    ON CONFLICT (key) DO UPDATE SET (channel, campaign_id, from_day, to_day, amount, currency, value, gone)
      = (EXCLUDED.channel, EXCLUDED.campaign_id, EXCLUDED.from_day, EXCLUDED.to_day, EXCLUDED.amount, EXCLUDED.currency,
        EXCLUDED.value, false)
    WHERE (kept.channel, kept.campaign_id, kept.from_day, kept.to_day, kept.amount, kept.currency, kept.value)
      IS DISTINCT FROM (EXCLUDED.channel, EXCLUDED.campaign_id, EXCLUDED.from_day, EXCLUDED.to_day, EXCLUDED.amount,
        EXCLUDED.currency, EXCLUDED.value)`;
}

/** What came before its campaign, or names one that another stands for now. */
async function movePointers(db: Queries, campaigns: readonly number[], dirty: Dirty): Promise<void> {
  const ids = [...campaigns];
  const touched = await db.$queryRaw<{ prospect: number | null }[]>`
    WITH counting AS (SELECT id, crm, record_id, coalesce(twin_of, id) AS now FROM crm_campaign WHERE id = ANY(${ids}::int[])),
    arrived AS (
      UPDATE touch t SET campaign_id = counting.now FROM counting
      WHERE t.campaign_id IS NULL AND t.campaign_ref IS NOT NULL AND (t.crm, t.campaign_ref) = (counting.crm, counting.record_id)
      RETURNING t.prospect_id),
    renamed AS (
      UPDATE touch t SET campaign_id = counting.now FROM counting
      WHERE t.campaign_id = ANY(${ids}::int[]) AND (t.crm, t.campaign_ref) = (counting.crm, counting.record_id)
        AND t.campaign_id <> counting.now
      RETURNING t.prospect_id)
    SELECT prospect_id AS prospect FROM arrived UNION SELECT prospect_id FROM renamed
    UNION SELECT c.prospect_id FROM touch c JOIN touch_credit k ON k.touch_id = c.id
      JOIN crm_campaign m ON m.id = c.campaign_id
      WHERE c.campaign_id = ANY(${ids}::int[]) AND c.channel IS NULL AND k.channel IS DISTINCT FROM m.channel`;
  const deals = await db.$queryRaw<{ id: number }[]>`
    SELECT d.id FROM deal d JOIN crm_campaign k ON (k.crm, k.record_id) = (d.crm, d.campaign_ref)
    WHERE k.id = ANY(${ids}::int[]) AND d.campaign_id IS DISTINCT FROM coalesce(k.twin_of, k.id)`;
  const people = await db.$queryRaw<{ prospect: number | null }[]>`
    SELECT DISTINCT r.prospect_id AS prospect FROM person_record r
      JOIN crm_campaign k ON (k.crm, k.record_id) = (r.crm, r.campaign_id)
      JOIN prospect p ON p.id = r.prospect_id
    WHERE k.id = ANY(${ids}::int[]) AND r.campaign_id IS NOT NULL
      AND p.campaign_id IS DISTINCT FROM coalesce(k.twin_of, k.id)`;
  addAll(
    dirty.prospects,
    people.map(({ prospect }) => prospect),
  );
  addAll(
    dirty.deals,
    deals.map(({ id }) => id),
  );
  addAll(
    dirty.credits,
    await dealsOf(
      db,
      touched.map(({ prospect }) => prospect).filter((one) => one !== null),
    ),
  );
}

/** Running campaigns without an end whose costs end before today. */
export async function runningOn(db: Queries, rules: HistoryRules, now: Date): Promise<readonly number[]> {
  const found = await db.$queryRaw<{ id: number }[]>`
    SELECT k.id FROM crm_campaign k JOIN cost c ON c.campaign_id = k.id AND c.origin = 'campaign'
    WHERE k.ends_on IS NULL AND c.to_day < (${now}::timestamptz AT TIME ZONE ${rules.zone})::date`;
  return found.map(({ id }) => id);
}
