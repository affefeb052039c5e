// Shares each deal among the touches of its people, by six models. A deal's shares add up to 1 in each of them.
//
// First and last touch: all of it. Linear: equal shares. U-shaped: 40% each for the first and the last, 20% among those
// between (50/50 of two). W-shaped: 30% each for the first touch, the one that made the lead and the last one; a touch
// that plays several of these parts has them all (as in Marketo Measure), the others share 10%, and where there are no
// others the rest is scaled to 1. Time decay: half as much for each half-life before the last touch.
import type { HistoryRules } from '#features/history/store.ts';
import type { Queries } from '../client.ts';

/** Further back a half-life makes no difference, and PostgreSQL calls smaller numbers an error. */
const SMALLEST_EXPONENT = -1000;

export async function refreshCredits(db: Queries, deals: readonly number[], rules: HistoryRules): Promise<void> {
  if (deals.length === 0) return;
  const ids = [...deals];
  const { lookbackDays, halfLifeDays } = rules.attribution;
  await db.$executeRaw`
    WITH counted AS (
      SELECT d.id, d.created_at, p.lead_at FROM deal d LEFT JOIN prospect p ON p.id = d.prospect_id
      WHERE d.id = ANY(${ids}::int[]) AND NOT d.gone AND d.twin_of IS NULL
    ), belonging AS (
      SELECT DISTINCT deal_id, prospect_id FROM deal_person WHERE deal_id = ANY(${ids}::int[]) AND prospect_id IS NOT NULL
    ), seen AS (
      SELECT c.id AS deal_id, c.lead_at, t.id AS touch_id, t.at, t.campaign_id, coalesce(t.channel, k.channel) AS channel,
        t.source, row_number() OVER story AS place, count(*) OVER whole AS touches, max(t.at) OVER whole AS last_at
      FROM counted c JOIN belonging b ON b.deal_id = c.id
        JOIN touch t ON t.prospect_id = b.prospect_id AND NOT t.gone AND t.at <= c.created_at
          AND t.at >= c.created_at - make_interval(secs => ${lookbackDays}::float8 * 86400)
        LEFT JOIN crm_campaign k ON k.id = t.campaign_id
      WINDOW whole AS (PARTITION BY c.id), story AS (PARTITION BY c.id ORDER BY t.at, t.crm, t.record_id)
    ), parts AS (
      SELECT *, coalesce(max(place) FILTER (WHERE at <= lead_at) OVER deal, 1) AS lead_place FROM seen
      WINDOW deal AS (PARTITION BY deal_id)
    ), weighed AS (
      SELECT *, (place = 1)::int AS is_first, (place = touches)::int AS is_last, (place = lead_place)::int AS is_lead,
        touches - (1 + (touches > 1)::int + (lead_place NOT IN (1, touches))::int) AS others,
        power(2::float8, greatest(${SMALLEST_EXPONENT}::float8,
          -extract(epoch FROM last_at - at)::float8 / 86400 / ${halfLifeDays}::float8)) AS decayed
      FROM parts
    ), shaped AS (
      SELECT *, CASE WHEN touches = 1 THEN 1 WHEN touches = 2 THEN 0.5 WHEN is_first + is_last > 0 THEN 0.4
          ELSE 0.2 / (touches - 2) END::float8 AS u,
        CASE WHEN is_first + is_last + is_lead = 0 THEN 0.1::float8 / others
          ELSE 0.3::float8 * (is_first + is_last + is_lead) END AS w
      FROM weighed
    ), computed AS (
      SELECT deal_id, touch_id, campaign_id, channel, source, at, is_first::float8 AS first_touch, is_last::float8 AS last_touch,
        1::float8 / touches AS linear, u AS u_shaped, w / sum(w) OVER deal AS w_shaped,
        decayed / sum(decayed) OVER deal AS time_decay
      FROM shaped WINDOW deal AS (PARTITION BY deal_id)
    ), dropped AS (
      DELETE FROM touch_credit c WHERE c.deal_id = ANY(${ids}::int[]) AND NOT EXISTS (
        SELECT 1 FROM computed WHERE (computed.deal_id, computed.touch_id) = (c.deal_id, c.touch_id)))
    INSERT INTO touch_credit AS kept (deal_id, touch_id, campaign_id, channel, source, at, first_touch, last_touch, linear,
      u_shaped, w_shaped, time_decay)
    SELECT * FROM computed
    ON CONFLICT (deal_id, touch_id) DO UPDATE SET (campaign_id, channel, source, at, first_touch, last_touch, linear,
      u_shaped, w_shaped, time_decay) = (EXCLUDED.campaign_id, EXCLUDED.channel, EXCLUDED.source, EXCLUDED.at,
      EXCLUDED.first_touch, EXCLUDED.last_touch, EXCLUDED.linear, EXCLUDED.u_shaped, EXCLUDED.w_shaped, EXCLUDED.time_decay)
    WHERE (kept.campaign_id, kept.channel, kept.source, kept.at, kept.first_touch, kept.last_touch, kept.linear,
      kept.u_shaped, kept.w_shaped, kept.time_decay) IS DISTINCT FROM (EXCLUDED.campaign_id, EXCLUDED.channel,
      EXCLUDED.source, EXCLUDED.at, EXCLUDED.first_touch, EXCLUDED.last_touch, EXCLUDED.linear, EXCLUDED.u_shaped,
      EXCLUDED.w_shaped, EXCLUDED.time_decay)`;
}
