// Works people out from their records: living ones, or all of them where none is left.
import type { HistoryRules, LifeStage } from '#features/history/store.ts';
import { countryCodes } from '#kernel/countries.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Queries } from '../client.ts';
import { ownerName } from './owner-name.ts';

export interface Refreshed {
  readonly id: number;
  /** What credits and deals take from them is another now. */
  readonly lead: boolean;
  readonly company: boolean;
}

const LIFE_STAGES: readonly LifeStage[] = ['lead', 'mql', 'sql', 'opportunity', 'customer'];

/** A record's field that CRMs tell stages by. */
const STAGE_FIELD = { hubspot: 'stage', salesforce: 'status' } as const;

/** Answers with those whose deals have to follow. */
export async function refreshProspects(
  db: Queries,
  prospects: readonly number[],
  rules: HistoryRules,
): Promise<readonly Refreshed[]> {
  if (prospects.length === 0) return [];
  return db.$queryRaw<Refreshed[]>`
    WITH before AS (
      SELECT id, lead_at, company_key, country, employees FROM prospect WHERE id = ANY(${[...prospects]}::int[])
    ), record AS (
      SELECT r.prospect_id, r.crm, r.object, r.record_id, r.crm || ':' || r.object || ':' || r.record_id AS key,
        r.created_at, r.modified_at, r.gone, r.email, nullif(btrim(r.name), '') AS name, nullif(btrim(r.title), '') AS title,
        nullif(btrim(r.phone), '') AS phone, nullif(btrim(r.source), '') AS source, r.stage, r.status,
        r.marketable, r.opted_out, r.bounced, r.first_touched_at,
        CASE WHEN r.converted_deal_id IS NOT NULL THEN r.converted_at END AS converted_at,
        coalesce(c.company_key, r.company_key) AS company_key,
        coalesce(nullif(btrim(c.name), ''), nullif(btrim(r.company_name), '')) AS company_name,
        coalesce(r.country, c.country) AS country, coalesce(nullif(btrim(r.industry), ''), c.industry) AS industry,
        coalesce(r.employees, c.employees) AS employees,
        coalesce(k.twin_of, k.id) AS campaign_id,
        ${ownerName('r')} AS owner
      FROM person_record r
        LEFT JOIN LATERAL (SELECT * FROM crm_company WHERE (crm, record_id) = (r.crm, r.company_id) AND NOT gone LIMIT 1) AS c ON true
        LEFT JOIN crm_campaign k ON (k.crm, k.record_id) = (r.crm, r.campaign_id)
        LEFT JOIN crm_user u ON (u.crm, u.user_id) = (r.crm, r.owner_id)
      WHERE r.prospect_id = ANY(${[...prospects]}::int[])
    ), ranked AS (
      SELECT *, row_number() OVER (PARTITION BY prospect_id ORDER BY created_at, crm, object, record_id) AS born,
        row_number() OVER (PARTITION BY prospect_id ORDER BY modified_at DESC, crm, object, record_id) AS changed
      FROM (SELECT record.*, bool_and(gone) OVER (PARTITION BY prospect_id) AS none_left FROM record) AS record
      WHERE NOT gone OR none_left
    ), together AS (
      SELECT r.prospect_id AS id, ${earliest('email', 'name', 'title', 'phone', 'company_key', 'company_name', 'country')},
        ${earliest('industry', 'employees', 'source', 'campaign_id', 'owner', 'crm')}, ${latest('stage', 'status')},
        min(r.created_at) AS created_at, max(r.modified_at) AS modified_at,
        min(coalesce(e.lead_at, r.created_at)) AS lead_at, min(e.mql_at) AS mql_at, min(e.sql_at) AS sql_at,
        min(least(e.opportunity_at, r.converted_at)) AS opportunity_at, min(e.customer_at) AS customer_at,
        min(e.assigned_at) AS assigned_at, min(least(r.first_touched_at, a.at)) AS first_touched_at,
        bool_or(r.marketable) AS marketable, coalesce(bool_or(r.opted_out), false) AS opted_out,
        coalesce(bool_or(r.bounced), false) AS bounced, bool_and(r.gone) AS gone
      FROM ranked r
        CROSS JOIN LATERAL (
          SELECT ${entries(rules)}, min(h.at) FILTER (WHERE h.field = 'owner' AND h.value IS NOT NULL
            AND NOT (h.crm = 'salesforce' AND h.value LIKE '00G%')) AS assigned_at
          FROM record_change h WHERE (h.crm, h.object, h.record_id) = (r.crm, r.object, r.record_id)) AS e
        CROSS JOIN LATERAL (SELECT min(at) AS at FROM activity_person WHERE person = r.key) AS a
      GROUP BY r.prospect_id
    ), kept AS (
      INSERT INTO prospect AS p (${COLUMNS})
      SELECT t.id, t.email, t.name, t.crm, t.company_key, t.company_name, t.country, t.industry, t.employees, t.source,
        t.campaign_id, t.owner, t.stage, t.status, t.created_at, t.modified_at, t.lead_at, t.mql_at, t.sql_at,
        least(t.opportunity_at, d.opportunity_at), least(t.customer_at, d.customer_at), t.assigned_at,
        t.first_touched_at, coalesce(t.marketable, t.email IS NOT NULL), t.opted_out, t.bounced,
        ${bits(rules, filled)}, ${bits(rules, valid)}, t.gone
      FROM together t CROSS JOIN LATERAL (
        SELECT min(deal.created_at) AS opportunity_at, min(deal.closed_at) FILTER (WHERE deal.won) AS customer_at
        FROM deal_person p JOIN deal ON deal.id = p.deal_id WHERE p.prospect_id = t.id AND NOT deal.gone) AS d
      ON CONFLICT (id) DO UPDATE SET (${COLUMNS}) = ROW(${COMPUTED})
      WHERE (${KEPT}) IS DISTINCT FROM (${COMPUTED})
      RETURNING id, lead_at, company_key, country, employees)
    SELECT id, kept.lead_at IS DISTINCT FROM before.lead_at AS lead,
      (kept.company_key, kept.country, kept.employees)
        IS DISTINCT FROM (before.company_key, before.country, before.employees) AS company
    FROM kept LEFT JOIN before USING (id)`;
}

const NAMES = (
  'id email name crm company_key company_name country industry employees source campaign_id owner stage status ' +
  'created_at modified_at lead_at mql_at sql_at opportunity_at customer_at assigned_at first_touched_at marketable ' +
  'opted_out bounced filled valid gone'
).split(' ');
const COLUMNS = Prisma.raw(NAMES.join(', '));
const KEPT = Prisma.raw(NAMES.map((name) => `p.${name}`).join(', '));
const COMPUTED = Prisma.raw(NAMES.map((name) => `EXCLUDED.${name}`).join(', '));

/** When a record first had a stage or status that means this, in any case of letters. */
function entries({ stages }: HistoryRules): Prisma.Sql {
  return Prisma.join(
    LIFE_STAGES.map((stage) => {
      const ways = CRM_NAMES.map((crm) => {
        const words = stages[stage][crm].map((word) => word.toLowerCase());
        return Prisma.sql`h.crm = ${crm} AND h.field = ${STAGE_FIELD[crm]} AND lower(h.value) = ANY(${words}::text[])`;
      });
      return Prisma.sql`min(h.at) FILTER (WHERE ${Prisma.join(ways, ' OR ')}) AS ${Prisma.raw(`${stage}_at`)}`;
    }),
  );
}

/** Of the record that was made first among those that say something. */
function earliest(...columns: readonly string[]): Prisma.Sql {
  return said(columns, 'born');
}

/** Of the record that was changed last among those that say something. */
function latest(...columns: readonly string[]): Prisma.Sql {
  return said(columns, 'changed');
}

function said(columns: readonly string[], order: string): Prisma.Sql {
  return Prisma.raw(
    columns
      .map(
        (column) =>
          `(array_agg(r.${column} ORDER BY r.${order}) FILTER (WHERE r.${column} IS NOT NULL))[1] AS ${column}`,
      )
      .join(', '),
  );
}

type QualityField = HistoryRules['qualityFields'][number];

function bits({ qualityFields }: HistoryRules, is: (field: QualityField) => Prisma.Sql): Prisma.Sql {
  const all = qualityFields.map(
    (field, index) => Prisma.sql`CASE WHEN ${is(field)} THEN ${2 ** index}::int ELSE 0 END`,
  );
  return all.length === 0 ? Prisma.sql`0` : Prisma.sql`(${Prisma.join(all, ' + ')})`;
}

function filled(field: QualityField): Prisma.Sql {
  return Prisma.raw(`t.${COLUMN_OF[field]} IS NOT NULL`);
}

const COLUMN_OF: Readonly<Record<QualityField, string>> = {
  email: 'email',
  name: 'name',
  title: 'title',
  phone: 'phone',
  company: 'company_name',
  country: 'country',
  industry: 'industry',
  employees: 'employees',
  source: 'source',
  owner: 'owner',
};

/** Filled with something that can be true. */
function valid(field: QualityField): Prisma.Sql {
  switch (field) {
    case 'email':
      return Prisma.sql`coalesce(t.email ~ '^[^@[:space:],;<>()]+@[^@[:space:],;<>().]+([.][^@[:space:],;<>().]+)+$', false)`;
    case 'name':
    case 'title':
    case 'industry':
    case 'source':
      return Prisma.raw(`coalesce(${placeholder(COLUMN_OF[field])}, false)`);
    case 'company':
      return Prisma.raw(`coalesce(${placeholder('company_name')}, false)`);
    case 'phone':
      return Prisma.sql`coalesce(length(regexp_replace(t.phone, '[^0-9]', '', 'g')) BETWEEN 7 AND 15
        AND t.phone !~ '[[:alpha:]]{4}', false)`;
    case 'country':
      return Prisma.sql`coalesce(t.country = ANY(${[...countryCodes()]}::text[]), false)`;
    case 'employees':
      return Prisma.sql`coalesce(t.employees > 0, false)`;
    case 'owner':
      return Prisma.sql`t.owner IS NOT NULL`;
  }
}

/** What people type to get past a field that must be filled. */
function placeholder(column: string): string {
  return `lower(t.${column}) NOT IN ('unknown', 'n/a', 'na', 'none', 'null', 'test', '-', '--', '.', '?', 'tbd', 'x', 'xx', 'xxx')`;
}
