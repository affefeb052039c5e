// Two years of a busy company's CRM, put into a migrated database by PostgreSQL itself: for each lead a fifth of a deal and
// five touches, in the tables that KPIs are counted from.
import { Client } from 'pg';

/** All of the data lies before this moment, whatever day it is. */
export const KPI_NOW = new Date('2026-11-02T09:00:00Z');

/** What CRMs write: two thirds of them are one of four sources. */
const SOURCES = `ARRAY['ORGANIC_SEARCH', 'PAID_SEARCH', 'Webinar', 'Website', 'PAID_SEARCH', 'ORGANIC_SEARCH', 'Web',
  'Trade Show', 'Referral', 'Partner', 'OFFLINE', 'Outbound', 'EMAIL_MARKETING', 'SOCIAL_MEDIA', NULL]`;
const COUNTRIES = `ARRAY['DE', 'US', 'FR', 'GB', 'AT', 'CH', 'NL', 'IN', 'BR', NULL]`;
const CHANNELS = `ARRAY['paid', 'event', 'email', 'organic', NULL]`;
const CAMPAIGNS = 300;
const OWNERS = 120;

/** When a lead was made: over two years, in an order that has nothing to do with its id. */
const MADE = (lead: string, leads: number) =>
  `timestamptz '2024-11-01 00:00+00' + interval '731 days' * ((((${lead}) * 7919::bigint) % ${leads})::float8 / ${leads})`;
const PICK = (array: string, number: string) => `(${array})[1 + (abs(hashint4(${number})) % cardinality(${array}))]`;
const SHARE = (number: string, salt: number) => `(abs(hashint8((${number})::bigint * 31 + ${salt})) % 10000 / 10000.0)`;

function statements(leads: number): readonly string[] {
  const deals = leads / 5;
  return [
    `INSERT INTO crm_campaign (id, crm, record_id, name, channel, starts_on, ends_on, budget, spend, currency, created_at, modified_at)
     SELECT n, 'hubspot', 'c' || n, 'Campaign ' || n, (ARRAY['paid', 'event', 'email', NULL])[1 + n % 4], day, day + 60,
       20000, 15000, 'EUR', day, day
     FROM generate_series(1, ${CAMPAIGNS}) n, LATERAL (SELECT date '2024-11-01' + n * 2 AS day) t`,
    `INSERT INTO cost (origin, key, channel, campaign_id, from_day, to_day, amount, currency, value, entered_at)
     SELECT 'campaign', 'campaign:' || id, channel, id, starts_on, ends_on, spend, 'EUR', spend, created_at FROM crm_campaign`,
    `INSERT INTO prospect (id, email, name, crm, company_key, company_name, country, employees, source, campaign_id, owner,
       stage, created_at, modified_at, lead_at, mql_at, sql_at, opportunity_at, customer_at, assigned_at, first_touched_at,
       marketable, filled, valid)
     SELECT n, 'person' || n || '@company-' || n / 4 || '.test', 'Person No' || n,
       CASE WHEN n % 3 = 0 THEN 'salesforce' ELSE 'hubspot' END, 'company-' || n / 4 || '.test', 'Company ' || n / 4,
       ${PICK(COUNTRIES, 'n')}, CASE WHEN n % 9 > 0 THEN 1 + n % 3000 END, ${PICK(SOURCES, 'n + 7')}, n % ${CAMPAIGNS} + 1,
       'rep' || n % ${OWNERS} || '@acme.test', 'lead', made, least(made + interval '90 days', timestamptz '2026-11-01 00:00+00'), made,
       CASE WHEN mql THEN made + interval '40 days' * ${SHARE('n', 1)} END,
       CASE WHEN sql THEN made + interval '40 days' + interval '40 days' * ${SHARE('n', 2)} END,
       CASE WHEN n % 5 = 0 THEN made + interval '60 days' * ${SHARE('n', 4)} END,
       CASE WHEN n % 20 = 0 THEN made + interval '60 days' + interval '90 days' * ${SHARE('n', 5)} END,
       made + interval '5 minutes', made + interval '2 days' * ${SHARE('n', 6)}, n % 8 > 0, 63, 31
     FROM generate_series(1, ${leads}) n, LATERAL (SELECT ${MADE('n', leads)} AS made, ${SHARE('n', 7)} < 0.5 AS mql,
       ${SHARE('n', 7)} < 0.25 AS sql) t`,
    `INSERT INTO person_record (crm, object, record_id, prospect_id, email, name, company_name, country, employees, source,
       stage, twins, owner_id, created_at, modified_at)
     SELECT crm, 'lead', 'p' || id, id, email, name, company_name, country, employees, source, stage, '{}',
       (id % ${OWNERS})::text, created_at, modified_at FROM prospect`,
    `INSERT INTO deal (id, crm, record_id, name, owner, company_key, prospect_id, people, country, employees, stage, product,
       amount, currency, created_value, closed_value, close_date, closed_at, closed, won, source, created_at, modified_at)
     SELECT n, 'hubspot', 'd' || n, 'Deal No' || n, 'rep' || n % ${OWNERS} || '@acme.test', 'company-' || n * 5 / 4 || '.test',
       n * 5, ARRAY['hubspot:lead:p' || n * 5], ${PICK(COUNTRIES, 'n * 5')}, CASE WHEN n % 9 > 0 THEN 1 + n % 3000 END,
       'stage', (ARRAY['Suite', 'Basic', NULL])[1 + n % 3], amount, 'EUR', amount, CASE WHEN closed THEN amount END,
       (made + lasts)::date, CASE WHEN closed THEN (made + lasts)::date END, closed, closed AND n % 4 = 0,
       CASE WHEN n % 4 > 0 THEN ${PICK(SOURCES, 'n * 5 + 7')} END, made, made
     FROM generate_series(1, ${deals}) n,
       LATERAL (SELECT ${MADE('n * 5', leads)} + interval '60 days' * ${SHARE('n * 5', 4)} AS made,
         interval '90 days' * ${SHARE('n', 8)} AS lasts, 500 + n % 40000 AS amount, n % 3 > 0 AS closed) t`,
    `INSERT INTO touch (id, crm, record_id, person, prospect_id, campaign_id, channel, source, at, touch, responded, modified_at)
     SELECT n, 'hubspot', 't' || n, 'hubspot:lead:p' || lead, lead, CASE WHEN ${SHARE('n', 9)} < 0.8 THEN n % ${CAMPAIGNS} + 1 END,
       ${PICK(CHANNELS, 'n')}, ${PICK(SOURCES, 'n')}, at, 'member', n % 3 = 0, at
     FROM generate_series(1, ${leads * 5}) n, LATERAL (SELECT 1 + n % ${leads} AS lead) l,
       LATERAL (SELECT ${MADE('lead', leads)} + interval '1 day' * (n / ${leads} * 9 + n % 7 - 6) AS at) t`,
    `INSERT INTO touch_credit (deal_id, touch_id, campaign_id, channel, source, at, first_touch, last_touch, linear, u_shaped,
       w_shaped, time_decay)
     SELECT deal_id, id, campaign_id, channel, source, at, (nth = 1)::int, (nth = of)::int, 1.0 / of, 1.0 / of, 1.0 / of, 1.0 / of
     FROM (SELECT d.id AS deal_id, t.*, row_number() OVER (PARTITION BY d.id ORDER BY t.at, t.id) AS nth,
         count(*) OVER (PARTITION BY d.id) AS of
       FROM deal d JOIN touch t ON t.prospect_id = d.prospect_id
       WHERE t.at BETWEEN d.created_at - interval '365 days' AND d.created_at) t`,
    ...['crm_campaign', 'cost', 'prospect', 'deal', 'touch'].map(
      (table) => `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT max(id) FROM ${table}))`,
    ),
  ];
}

const INDEXES = `
  SELECT indexdef AS create, 'DROP INDEX ' || quote_ident(indexname) AS drop FROM pg_indexes
  WHERE tablename IN ('prospect', 'person_record', 'deal', 'touch', 'touch_credit') AND indexname NOT LIKE '%_pkey'`;

/** Vacuumed and analyzed, as a database that has been followed for a while is. */
export async function fillForKpis(databaseUrl: string, leads: number): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`SET synchronous_commit = off; SET maintenance_work_mem = '256MB'; SET work_mem = '128MB'`);
    const { rows: indexes } = await client.query<{ create: string; drop: string }>(INDEXES);
    for (const { drop } of indexes) await client.query(drop);
    for (const statement of statements(leads)) await client.query(statement);
    for (const { create } of indexes) await client.query(create);
    await client.query('VACUUM ANALYZE');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}
