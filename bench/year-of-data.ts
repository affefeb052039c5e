// A year of a busy team, put into an empty database by PostgreSQL itself, in proportions as the app leaves them behind.
import { Client } from 'pg';

export const YEAR = { inbox: 1_000_000, audit: 1_000_000, leads: 300_000 } as const;

/** Where generated leads lie in the past: evenly over a year that ended a while ago. */
const AT = (share: string) => `now() - interval '366 days' + interval '365 days' * (${share})`;
const LEAD_ID = (number: string) => `md5('lead' || ${number})::uuid`;

const FILL: readonly string[] = [
  `INSERT INTO inbox (key, crm, object, record_id, change, type, occurred_at, received_at, correlation_id, state,
     attempts, due_at, finished_at)
   SELECT 'hubspot:' || md5('event' || n) || 'abcdef12', 'hubspot', 'lead', (n % ${YEAR.leads})::text, 'changed',
     'contact.propertyChange', at, at, md5('cause' || n), 'done', 1, at, at
   FROM generate_series(1, ${YEAR.inbox}) n, LATERAL (SELECT ${AT(`n::float8 / ${YEAR.inbox}`)} AS at) t`,
  `INSERT INTO outbox (key, kind, lane, urgency, payload, correlation_id, created_at, state, attempts, due_at, finished_at)
   SELECT 'card:' || md5('intent' || n), 'lead.card', 'card:' || ${LEAD_ID(`n % ${YEAR.leads}`)}, 5,
     jsonb_build_object('lead', ${LEAD_ID(`n % ${YEAR.leads}`)}), md5('cause' || n), at, 'done', 1, at, at
   FROM generate_series(1, ${YEAR.leads * 2}) n, LATERAL (SELECT ${AT(`n::float8 / ${YEAR.leads * 2}`)} AS at) t`,
  `INSERT INTO lead (id, email, facts, search_text, score, score_reasons, state, standing, claim_by, claimed_by,
     claimed_at, card_target, card_channel, card_ts, card_hash, created_at, seen_at, changed_at)
   SELECT ${LEAD_ID('n')}, 'lead' || n || '@company-' || n || '.test',
     jsonb_build_object('lead', jsonb_build_object('name', 'Person No' || n, 'email', 'lead' || n || '@company-' || n ||
       '.test', 'country', 'Germany', 'score', n % 100, 'title', 'VP Marketing'),
       'company', jsonb_build_object('name', 'Company ' || n, 'employees', n % 5000), 'opportunity', NULL),
     lower('Person No' || n || ' Company ' || n || ' lead' || n || '@company-' || n || '.test'), n % 100,
     '[{"points": 10, "because": "a business address"}]',
     (ARRAY['open', 'claimed', 'converted', 'disqualified'])[1 + n % 4], CASE WHEN n % 10 = 0 THEN 'baseline' ELSE
       'announced' END, 'anyone', CASE WHEN n % 4 = 1 THEN 'U' || lpad((n % 200)::text, 8, '0') END,
     CASE WHEN n % 4 = 1 THEN at END, '#leads', 'C0000' || n % 50, n || '.0001', md5('card' || n), at, at, at
   FROM generate_series(1, ${YEAR.leads}) n, LATERAL (SELECT ${AT(`n::float8 / ${YEAR.leads}`)} AS at) t`,
  `INSERT INTO lead_ref (crm, object, record_id, lead_id)
   SELECT 'hubspot', 'lead', n::text, ${LEAD_ID('n')} FROM generate_series(1, ${YEAR.leads}) n
   UNION ALL SELECT 'salesforce', 'lead', '00Q' || n, ${LEAD_ID('n')} FROM generate_series(1, ${YEAR.leads}, 2) n`,
  `INSERT INTO mirror_record (crm, object, record_id, created_at, modified_at, owner_id, company_id, fields, company,
     lead_ids, gone, mirrored_at)
   SELECT 'hubspot', 'lead', n::text, at, at, (n % 200)::text, n::text, jsonb_build_object('email', 'lead' || n ||
     '@company-' || n || '.test', 'name', 'Person No' || n, 'score', n % 100, 'country', 'Germany'),
     jsonb_build_object('id', n::text, 'fields', jsonb_build_object('name', 'Company ' || n)), '{}', n % 50 = 0, at
   FROM generate_series(1, ${YEAR.leads}) n, LATERAL (SELECT ${AT(`n::float8 / ${YEAR.leads}`)} AS at) t`,
  `INSERT INTO claim (id, lead_id, by, kind, at, state)
   SELECT md5('claim' || n)::uuid, ${LEAD_ID('n')}, 'U' || lpad((n % 200)::text, 8, '0'), 'claim',
     ${AT(`n::float8 / ${YEAR.leads}`)}, 'written' FROM generate_series(1, ${YEAR.leads}, 4) n`,
  `INSERT INTO claim_write (claim_id, crm, object, record_id, expected, target, outcome)
   SELECT md5('claim' || n)::uuid, 'hubspot', 'lead', n::text, NULL, '1000', 'assigned'
   FROM generate_series(1, ${YEAR.leads}, 4) n`,
  `INSERT INTO lead_event (key, type, subject, at, before, after, correlation_id)
   SELECT 'lead:' || id || ':lead.updated:' || n, 'lead.updated', 'lead:' || id, at,
     '{"lead": {"score": 10}, "company": null, "opportunity": null}',
     '{"lead": {"score": 20}, "company": null, "opportunity": null}', md5('cause' || n)
   FROM generate_series(1, ${YEAR.leads * 2}) n,
     LATERAL (SELECT ${LEAD_ID(`n % ${YEAR.leads}`)} AS id, ${AT(`n::float8 / ${YEAR.leads * 2}`)} AS at) t`,
  `INSERT INTO rule_firing (rule, subject, edge, event, playbook_version, "values", at, correlation_id)
   SELECT 'rule-' || n % 20, 'lead:' || ${LEAD_ID('n')}, 0, 'lead.created', 1,
     '[{"path": "lead.score", "value": 90}]', ${AT(`n::float8 / ${YEAR.leads}`)}, md5('cause' || n)
   FROM generate_series(1, ${YEAR.leads}) n`,
  `INSERT INTO routing_decision (lead_id, team, rule, chosen, skipped, at)
   SELECT ${LEAD_ID('n')}, 'enterprise', 'rule-' || n % 20, 'ana@acme.test', '[]', ${AT(`n::float8 / ${YEAR.leads}`)}
   FROM generate_series(1, ${YEAR.leads}) n`,
  `INSERT INTO audit (at, action, actor, subject, after, playbook_version, correlation_id)
   SELECT ${AT(`n::float8 / ${YEAR.audit}`)}, (ARRAY['lead.seen', 'rule.fired', 'lead.routed', 'slack.card_posted',
     'lead.claimed'])[1 + n % 5], CASE WHEN n % 5 = 4 THEN 'person:U' || lpad((n % 200)::text, 8, '0') ELSE 'rule:rule-'
     || n % 20 END, 'lead:' || ${LEAD_ID(`n % ${YEAR.leads}`)}, '{"state": "claimed"}', 1, md5('cause' || n)
   FROM generate_series(1, ${YEAR.audit}) n`,
  `INSERT INTO audit_seal (seq, audit_id, hash, sealed_at)
   SELECT row_number() OVER (ORDER BY id), id, sha256(id::text::bytea), at FROM audit`,
  'TRUNCATE audit_unsealed',
];

/** Indexes are built in a tenth of the time when the rows are there. */
const INDEXES = `
  SELECT indexdef AS create, 'DROP INDEX ' || quote_ident(indexname) AS drop FROM pg_indexes
  WHERE tablename IN ('inbox', 'outbox', 'lead', 'lead_ref', 'mirror_record', 'claim', 'lead_event', 'rule_firing',
    'routing_decision', 'audit', 'audit_seal') AND indexname NOT LIKE '%_pkey'`;

/** Fills a migrated database. What the app did in a year it was also vacuumed and analyzed for. */
export async function fillWithAYear(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`SET synchronous_commit = off; SET maintenance_work_mem = '256MB'`);
    const { rows: indexes } = await client.query<{ create: string; drop: string }>(INDEXES);
    for (const { drop } of indexes) await client.query(drop);
    for (const statement of FILL) await client.query(statement);
    for (const { create } of indexes) await client.query(create);
    await client.query('VACUUM ANALYZE');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}

/** Leads that anybody may claim, which no CRM knows: so a claim is the database's work alone. Returns their ids. */
export async function addClaimableLeads(databaseUrl: string, count: number): Promise<readonly string[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO lead (id, email, facts, search_text, score_reasons, state, standing, created_at, seen_at, changed_at)
       SELECT gen_random_uuid(), NULL, jsonb_build_object('lead', jsonb_build_object('name',
         'Claimable No' || n), 'company', NULL, 'opportunity', NULL), 'claimable no' || n, '[]', 'open', 'announced',
         now(), now(), now()
       FROM generate_series(1, $1::int) n RETURNING id`,
      [count],
    );
    return rows.map(({ id }) => id);
  } finally {
    await client.end();
  }
}
