// The numbers of metric-mirror.ts once more, by SQL that was written by hand and asks for nothing but to be read: each
// fact as plain rows with its names spelled out, days one by one, and one comparison a span. Slow, and shares nothing
// with adapters/postgres/metrics.
import type { Fact } from '#features/metrics/metric.ts';

/** Names of sources, channels, teams and segments as metric-reading.ts has them. */
const SOURCE = (raw: string): string => `CASE WHEN ${raw} IN ('Web', 'ORGANIC_SEARCH') THEN 'Website'
  WHEN ${raw} = 'SALES' THEN 'Outbound' ELSE ${raw} END`;
const CHANNEL = (raw: string): string => `CASE WHEN ${raw} IN ('Web', 'ORGANIC_SEARCH', 'Website') THEN 'organic'
  WHEN ${raw} IN ('Webinar', 'Trade Show') THEN 'event' END`;
const TEAM = (
  owner: string,
): string => `CASE ${owner} WHEN 'ana@acme.test' THEN 'north' WHEN 'bo@acme.test' THEN 'north'
  WHEN 'cy@acme.test' THEN 'south' END`;
const SEGMENT = (employees: string): string => `CASE WHEN ${employees} > 1000 THEN 'enterprise' WHEN ${employees} > 200
  THEN 'mid-market' WHEN ${employees} IS NOT NULL THEN 'smb' END`;
const LATER = (to: string, from: string): string =>
  `CASE WHEN ${to} >= ${from} THEN extract(epoch FROM ${to} - ${from}) * 1000 END`;

const CAMPAIGN_NAMES = `SELECT a.id, coalesce(b.name, a.name) AS name, a.channel, a.type FROM crm_campaign a
  LEFT JOIN crm_campaign b ON b.id = a.twin_of`;
const USERS = `SELECT crm, user_id, coalesce(lower(email), crm || ':' || user_id) AS owner FROM crm_user
  UNION SELECT DISTINCT crm, owner_id, crm || ':' || owner_id FROM person_record r WHERE owner_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM crm_user u WHERE u.crm = r.crm AND u.user_id = r.owner_id)
  UNION SELECT DISTINCT crm, owner_id, crm || ':' || owner_id FROM crm_company r WHERE owner_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM crm_user u WHERE u.crm = r.crm AND u.user_id = r.owner_id)
  UNION SELECT DISTINCT crm, owner_id, crm || ':' || owner_id FROM crm_campaign r WHERE owner_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM crm_user u WHERE u.crm = r.crm AND u.user_id = r.owner_id)
  UNION SELECT DISTINCT crm, value, crm || ':' || value FROM record_change r WHERE field = 'owner' AND value IS NOT NULL
    AND NOT EXISTS (SELECT FROM crm_user u WHERE u.crm = r.crm AND u.user_id = r.value)`;

const PERSON_NAMES = `${SOURCE('p.source')} AS source, ${CHANNEL('p.source')} AS channel, n.name AS campaign, p.owner,
  ${TEAM('p.owner')} AS team, p.country, ${SEGMENT('p.employees')} AS segment, p.crm,
  CASE coalesce(p.stage, p.status) WHEN 'lead' THEN 'New lead' ELSE coalesce(p.stage, p.status) END AS stage`;
const PERSONS = `prospect p LEFT JOIN (${CAMPAIGN_NAMES}) n ON n.id = p.campaign_id`;

const DEAL_SOURCE = `coalesce(d.source, q.source)`;
const DEAL_NAMES = `${SOURCE(DEAL_SOURCE)} AS source, ${CHANNEL(DEAL_SOURCE)} AS channel, n.name AS campaign, d.owner,
  ${TEAM('d.owner')} AS team, d.country, ${SEGMENT('d.employees')} AS segment, d.crm, d.product`;
const DEALS = `deal d LEFT JOIN prospect q ON q.id = d.prospect_id LEFT JOIN (${CAMPAIGN_NAMES}) n ON n.id = d.campaign_id`;
const DEAL_COUNTS = 'd.twin_of IS NULL AND NOT d.gone';

/** Of $zone: instants that days begin at. */
const BEGINS = (day: string): string => `((${day})::date::timestamp AT TIME ZONE $zone)`;
const IN_SPAN = (instant: string): string => `(${instant} >= s.from_at AND ${instant} < s.to_at)`;
const OWN_CHANNEL = (own: string, raw: string): string =>
  `coalesce(${own}, n.channel, ${CHANNEL(raw)}, ${CHANNEL('n.type')})`;

const SPENT_DAYS = `SELECT k.*, day, k.value / (k.to_day - k.from_day + 1) AS part
  FROM cost k, generate_series(k.from_day, k.to_day, interval '1 day') day WHERE NOT k.gone`;

const WORTH = (currency: string, day: string): string => `CASE WHEN ${currency} IS NULL OR ${currency} = 'EUR' THEN 1
  WHEN ${currency} = 'USD' THEN CASE WHEN ${day} >= date '2024-03-01' THEN 0.9 ELSE 0.5 END END`;

/** 08:00 to 16:00 UTC of every day but Sunday, as metric-reading.ts has it: day by day. */
const WORKED = (from: string, to: string): string => `(SELECT coalesce(sum(extract(epoch FROM
    greatest(least(${to}, day + interval '16 hours'), day + interval '8 hours') -
    greatest(least(${from}, day + interval '16 hours'), day + interval '8 hours'))), 0) * 1000
  FROM generate_series(date_trunc('day', ${from}, 'UTC'), ${to}, interval '24 hours') day
  WHERE extract(dow FROM day AT TIME ZONE 'UTC') > 0)`;

const WAS = (
  field: string,
  now: string,
): string => `CASE WHEN NOT EXISTS (SELECT FROM record_change h WHERE h.crm = d.crm
    AND h.record_id = d.record_id AND h.field = '${field}' AND h.object = 'opportunity') THEN ${now}
  WHEN EXISTS (SELECT FROM record_change h WHERE h.crm = d.crm AND h.record_id = d.record_id AND h.field = '${field}'
    AND h.at <= s.from_at) THEN (SELECT value FROM record_change h WHERE h.crm = d.crm AND h.record_id = d.record_id
    AND h.field = '${field}' AND h.at <= s.from_at ORDER BY h.at DESC LIMIT 1)
  ELSE (SELECT value FROM record_change h WHERE h.crm = d.crm AND h.record_id = d.record_id AND h.field = '${field}'
    ORDER BY h.at LIMIT 1) END`;

const PAYS = (day: string): string =>
  `CASE WHEN u.starts_on <= ${day} AND coalesce(u.ends_on, ${day}) >= ${day} THEN u.value END`;

/** Rows with the names of FACT_COLUMNS as columns; `bySpan` ones say themselves in which span they lie. */
export interface PlainRows {
  readonly sql: string;
  readonly bySpan: boolean;
}

const lines = (sql: string): PlainRows => ({ sql, bySpan: false });
const spanned = (sql: string): PlainRows => ({ sql, bySpan: true });

/** @param dimension some rows differ by what they are grouped by: customers count once a product. */
export const PLAIN_ROWS: Readonly<Record<Exclude<Fact, 'credit'>, (dimension: string | null) => PlainRows>> = {
  prospect: () =>
    lines(`SELECT p.id, p.created_at AS at_created, lead_at AS at_lead, mql_at AS at_mql, sql_at AS at_sql,
      opportunity_at AS at_opportunity, customer_at AS at_customer, p.created_at AS born, p.modified_at,
      ${LATER('mql_at', 'lead_at')} AS lead_to_mql, ${LATER('sql_at', 'mql_at')} AS mql_to_sql,
      ${LATER('opportunity_at', 'sql_at')} AS sql_to_opportunity,
      ${LATER('customer_at', 'opportunity_at')} AS opportunity_to_customer, ${LATER('customer_at', 'lead_at')} AS lead_to_customer,
      6 AS fields_asked, length(replace((filled & 63)::bit(6)::text, '0', '')) AS fields_filled,
      length(replace((filled & valid & 63)::bit(6)::text, '0', '')) AS fields_valid,
      (marketable AND NOT opted_out AND NOT bounced) AS is_marketable, ${PERSON_NAMES}
      FROM ${PERSONS} WHERE p.gone = false`),
  deal: () =>
    lines(`SELECT d.id, d.created_at AS at_created, d.closed_at AS at_closed, d.created_at AS born, d.created_value, d.closed_value,
      CASE WHEN d.closed_at < d.created_at THEN 0 ELSE extract(epoch FROM d.closed_at - d.created_at) * 1000 END AS cycle,
      d.won AS is_won, d.closed AS is_closed, NOT (d.closed AND NOT d.won) AS is_not_lost, NOT d.closed AS is_open,
      coalesce(${SOURCE(DEAL_SOURCE)} IN ('Website', 'Webinar'), false) AS is_sourced, ${DEAL_SOURCE} IS NOT NULL AS is_has_source,
      d.id IN (SELECT deal_id FROM touch_credit) AS is_has_touch,
      ${DEAL_SOURCE} IS NOT NULL AND d.id IN (SELECT deal_id FROM touch_credit) AS is_attributed,
      CASE d.stage WHEN 'proposal' THEN 'Proposal sent' WHEN 'closedwon' THEN 'Won' ELSE d.stage END AS stage, ${DEAL_NAMES}
      FROM ${DEALS} WHERE ${DEAL_COUNTS}`),
  touch: () =>
    lines(`SELECT t.id, t.at AS at_at, t.at AS born, t.responded AS is_responded, ${SOURCE('t.source')} AS source,
      ${OWN_CHANNEL('t.channel', 't.source')} AS channel, n.name AS campaign, t.crm
      FROM touch t LEFT JOIN (${CAMPAIGN_NAMES}) n ON n.id = t.campaign_id WHERE NOT t.gone`),
  cost: () =>
    spanned(`SELECT s.span, k.id, sum(k.part) AS value, k.department = 'marketing' AS is_marketing,
      k.department = 'sales' AS is_sales, ${SOURCE('k.source')} AS source, ${OWN_CHANNEL('k.channel', 'k.source')} AS channel,
      n.name AS campaign
      FROM (${SPENT_DAYS}) k JOIN span s ON ${IN_SPAN(BEGINS('k.day'))} LEFT JOIN (${CAMPAIGN_NAMES}) n ON n.id = k.campaign_id
      GROUP BY s.span, k.id, k.department, k.source, k.channel, n.name, n.channel, n.type`),
  campaign: () =>
    spanned(`WITH c AS (SELECT c.*, coalesce(c.starts_on, (c.created_at AT TIME ZONE $zone)::date) AS first
        FROM crm_campaign c WHERE NOT c.gone AND c.twin_of IS NULL),
      whole AS (SELECT c.*, CASE WHEN c.ends_on > c.first THEN c.ends_on ELSE c.first END AS last FROM c),
      budget AS (SELECT w.id, day::date AS day, w.budget * ${WORTH('w.currency', 'w.first')} / (w.last - w.first + 1) AS part
        FROM whole w, generate_series(w.first, w.last, interval '1 day') day)
      SELECT s.span, w.id, w.budget IS NOT NULL AS is_budgeted, n.name AS campaign, coalesce(w.channel, ${CHANNEL('w.type')}) AS channel,
        w.crm, u.owner, ${TEAM('u.owner')} AS team,
        (SELECT sum(k.part) FROM (${SPENT_DAYS}) k WHERE k.campaign_id = w.id AND ${IN_SPAN(BEGINS('k.day'))}) AS spend,
        CASE WHEN w.budget * ${WORTH('w.currency', 'w.first')} IS NOT NULL THEN
          coalesce((SELECT sum(b.part) FROM budget b WHERE b.id = w.id AND ${IN_SPAN(BEGINS('b.day'))}), 0) END AS budget,
        CASE WHEN w.budget * ${WORTH('w.currency', 'w.first')} IS NOT NULL THEN
          coalesce((SELECT sum(b.part) FROM budget b WHERE b.id = w.id AND ${IN_SPAN(BEGINS('b.day'))}
            AND ${BEGINS('b.day')} <= $now::timestamptz), 0) END AS budget_elapsed
      FROM whole w JOIN span s ON ${BEGINS('w.first')} < s.to_at AND (w.ends_on IS NULL OR ${BEGINS('w.last')} >= s.from_at)
      LEFT JOIN (${USERS}) u ON u.crm = w.crm AND u.user_id = w.owner_id LEFT JOIN (${CAMPAIGN_NAMES}) n ON n.id = w.id`),
  assignment: () =>
    lines(`SELECT p.id, p.assigned_at AS at_assigned,
      CASE WHEN p.first_touched_at >= p.assigned_at THEN ${WORKED('p.assigned_at', 'p.first_touched_at')} END AS response,
      ${LATER('p.first_touched_at', 'p.assigned_at')} AS response_elapsed,
      coalesce(p.first_touched_at >= p.assigned_at, false) AS is_touched,
      p.assigned_at + interval '24 hours' <= $now::timestamptz AS is_due,
      coalesce(p.first_touched_at BETWEEN p.assigned_at AND p.assigned_at + interval '24 hours', false) AS is_in_time, ${PERSON_NAMES}
      FROM ${PERSONS} WHERE p.gone = false AND p.assigned_at IS NOT NULL`),
  routing: () =>
    lines(`SELECT p.id, p.assigned_at AS at_routed, p.assigned_at + interval '168 hours' <= $now::timestamptz AS is_settled,
      (SELECT count(DISTINCT u.owner) FROM person_record r JOIN record_change h USING (crm, object, record_id)
        JOIN (${USERS}) u ON u.crm = h.crm AND u.user_id = h.value WHERE r.prospect_id = p.id AND h.field = 'owner'
        AND h.at BETWEEN p.assigned_at AND p.assigned_at + interval '168 hours') < 2
      AND 0 = (SELECT count(*) FROM person_record r JOIN lead_ref l USING (crm, object, record_id) JOIN claim c USING (lead_id)
        WHERE r.prospect_id = p.id AND c.at > p.assigned_at AND c.at <= p.assigned_at + interval '168 hours'
        AND (c.kind = 'hand_over' OR c.kind = 'release' OR c.state = 'conflict')) AS is_right, ${PERSON_NAMES}
      FROM ${PERSONS} WHERE p.gone = false AND p.assigned_at IS NOT NULL`),
  subscription: (dimension) => {
    const more = dimension === null ? '' : `, u.${dimension}`;
    return spanned(`WITH days AS (SELECT span, (from_at AT TIME ZONE $zone)::date AS first,
        ((to_at - interval '1 second') AT TIME ZONE $zone)::date AS last, (to_at AT TIME ZONE $zone)::date AS next FROM span),
      paid AS (SELECT d.span, coalesce(u.company_key, u.crm || ':' || u.record_id) AS id${more},
          sum(${PAYS('d.first')}) AS start, sum(${PAYS('d.last')}) AS "end", sum(${PAYS('d.next')}) AS later
        FROM days d JOIN subscription u ON NOT u.gone AND u.starts_on <= d.next AND coalesce(u.ends_on, d.first) >= d.first
        GROUP BY d.span, coalesce(u.company_key, u.crm || ':' || u.record_id)${more})
      SELECT u.*, CASE WHEN u.start > 0 THEN u.later END AS kept, coalesce(u.start > 0, false) AS is_at_start,
        coalesce(u."end" > 0, false) AS is_at_end, coalesce(u.start > 0, false) AND u.later IS NULL AS is_lost FROM paid u`);
  },
  content: () =>
    lines(`SELECT record_id AS id, ${BEGINS('day')} AS at_day, views, conversions, format, segment, crm
      FROM content_day WHERE NOT gone`),
  plan: () =>
    lines(`SELECT id, launched_at AS at_launched, ${LATER('launched_at', 'requested_at')} AS deployment,
      ${LATER('requested_at', 'created_at')} AS brief, ${LATER('approved_at', 'requested_at')} AS approval,
      ${LATER('launch_asked_at', 'approved_at')} AS build, ${LATER('launched_at', 'launch_asked_at')} AS launch, channel, owner,
      ${TEAM('owner')} AS team FROM campaign WHERE launched_at IS NOT NULL AND adopted_from IS NULL`),
  crm_read: () =>
    lines(`SELECT key AS id, received_at AS at_received, extract(epoch FROM finished_at - received_at) * 1000 AS lag,
        state IN ('done', 'ignored', 'failed') AS is_attempted, state IN ('done', 'ignored') AS is_synced, crm FROM inbox
      UNION ALL SELECT key, created_at, extract(epoch FROM finished_at - created_at) * 1000, state IN ('done', 'dead'),
        state = 'done', payload #>> '{ref,crm}' FROM outbox WHERE kind IN ('crm.assign', 'crm.update')`),
  run: () =>
    lines(`SELECT subject AS id, at AS at_at, correlation_id NOT IN (SELECT correlation_id FROM outbox WHERE state = 'dead'
        UNION SELECT correlation_id FROM audit WHERE action = 'crm.update_refused') AS is_clean FROM rule_firing`),
  step: () =>
    lines(`SELECT id, at AS at_at, actor IN ('rule:rule-1', 'system:intake') AS is_automated FROM audit
      WHERE action <> 'slack.card_posted'`),
  record: () =>
    lines(`SELECT r.record_id AS id, r.created_at AS at_created, r.created_at AS born, ${SOURCE('r.source')} AS source,
      ${CHANNEL('r.source')} AS channel, u.owner, ${TEAM('u.owner')} AS team, r.country, ${SEGMENT('r.employees')} AS segment, r.crm,
      CASE r.stage WHEN 'lead' THEN 'New lead' ELSE r.stage END AS stage,
      r.email IS NOT NULL AND row_number() OVER (PARTITION BY r.crm, r.email ORDER BY r.created_at, r.record_id) > 1 AS is_excess
      FROM person_record r LEFT JOIN (${USERS}) u ON u.crm = r.crm AND u.user_id = r.owner_id
      WHERE NOT r.gone AND r.converted_at IS NULL`),
  company: () =>
    lines(`SELECT c.record_id AS id, c.created_at AS at_created, c.created_at AS born, u.owner, ${TEAM('u.owner')} AS team, c.country,
      ${SEGMENT('c.employees')} AS segment, c.crm,
      c.domain IS NOT NULL AND row_number() OVER (PARTITION BY c.crm, lower(c.domain) ORDER BY c.created_at, c.record_id) > 1 AS is_excess
      FROM crm_company c LEFT JOIN (${USERS}) u ON u.crm = c.crm AND u.user_id = c.owner_id WHERE NOT c.gone`),
  forecast: () =>
    spanned(`SELECT s.span, d.id, ${WAS('amount', 'd.amount::text')}::numeric * ${WORTH('d.currency', '(s.from_at AT TIME ZONE $zone)::date')} AS value,
      coalesce(lower(${WAS('forecast', 'd.forecast')}) IN ('commit', 'closed'), false) AS is_committed, ${DEAL_NAMES}
      FROM ${DEALS} JOIN span s ON d.created_at < s.from_at AND coalesce(d.closed_at, s.from_at) >= s.from_at
      WHERE ${DEAL_COUNTS} AND ${IN_SPAN(BEGINS(WAS('close_date', 'd.close_date::text')))}`),
};
