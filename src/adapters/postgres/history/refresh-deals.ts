// Works out whom deals belong to, and what they take from them: owner, company, campaign, and the twin that counts.
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Queries } from '../client.ts';
import { ownerName } from './owner-name.ts';
import { COUNTERPARTS } from './take-deals.ts';

/** Its own people come first, then who was converted into it, then the people of the same deal in the other CRM. */
const POSITIONS = { converted: 10_000, twin: 20_000 };

/** Answers with everybody they belong to, or did until now. */
export async function linkDealPeople(db: Queries, deals: readonly number[]): Promise<readonly number[]> {
  if (deals.length === 0) return [];
  const ids = [...deals];
  const people = await db.$queryRaw<{ prospect: number | null }[]>`
    WITH named AS (
      SELECT id AS deal_id, own.person, own.position::int AS position
      FROM deal CROSS JOIN LATERAL (
        SELECT person, position FROM unnest(deal.people) WITH ORDINALITY AS u (person, position)
        UNION ALL SELECT r.crm || ':' || r.object || ':' || r.record_id, ${POSITIONS.converted}::int
          + row_number() OVER (ORDER BY r.created_at, r.object, r.record_id)
          FROM person_record r WHERE r.converted_deal_id IS NOT NULL AND (r.crm, r.converted_deal_id) = (deal.crm, deal.record_id)
        UNION ALL SELECT u.person, ${POSITIONS.twin}::int + u.position FROM (${COUNTERPARTS}) AS other
          CROSS JOIN LATERAL unnest(other.people) WITH ORDINALITY AS u (person, position) WHERE NOT other.gone
      ) AS own WHERE deal.id = ANY(${ids}::int[])
    ), wanted AS (
      SELECT deal_id, person, min(position) AS position, r.prospect_id
      FROM named LEFT JOIN person_record r ON r.crm = split_part(person, ':', 1) AND r.object = split_part(person, ':', 2)
        AND r.record_id = regexp_replace(person, '^[^:]*:[^:]*:', '')
      GROUP BY deal_id, person, r.prospect_id
    ), former AS (SELECT prospect_id FROM deal_person WHERE deal_id = ANY(${ids}::int[])),
    dropped AS (
      DELETE FROM deal_person p WHERE deal_id = ANY(${ids}::int[])
        AND NOT EXISTS (SELECT 1 FROM wanted WHERE (wanted.deal_id, wanted.person) = (p.deal_id, p.person))
    ), kept AS (
      INSERT INTO deal_person AS p (deal_id, person, prospect_id, position)
      SELECT deal_id, person, prospect_id, position FROM wanted
      ON CONFLICT (deal_id, person) DO UPDATE SET (prospect_id, position) = (EXCLUDED.prospect_id, EXCLUDED.position)
      WHERE (p.prospect_id, p.position) IS DISTINCT FROM (EXCLUDED.prospect_id, EXCLUDED.position))
    SELECT prospect_id AS prospect FROM former UNION SELECT prospect_id FROM wanted`;
  return people.map(({ prospect }) => prospect).filter((one) => one !== null);
}

/** Fields that deals have from elsewhere. */
export async function refreshDeals(db: Queries, deals: readonly number[]): Promise<void> {
  if (deals.length === 0) return;
  await db.$executeRaw`
    WITH found AS (
      SELECT deal.id, main.prospect_id, coalesce(k.twin_of, k.id) AS campaign_id,
        ${ownerName('deal')} AS owner,
        coalesce(c.company_key, p.company_key) AS company_key, coalesce(c.country, p.country) AS country,
        coalesce(c.employees, p.employees) AS employees,
        CASE WHEN NOT deal.gone THEN (
          SELECT other.id FROM (${COUNTERPARTS}) AS other
          WHERE NOT other.gone AND (other.created_at, other.crm, other.record_id) < (deal.created_at, deal.crm, deal.record_id)
          ORDER BY other.created_at, other.crm, other.record_id LIMIT 1) END AS twin_of
      FROM deal
        LEFT JOIN LATERAL (SELECT prospect_id FROM deal_person WHERE deal_id = deal.id AND prospect_id IS NOT NULL
          ORDER BY position, person LIMIT 1) AS main ON true
        LEFT JOIN prospect p ON p.id = main.prospect_id
        LEFT JOIN crm_company c ON (c.crm, c.record_id) = (deal.crm, deal.company_id) AND NOT c.gone
        LEFT JOIN crm_user u ON (u.crm, u.user_id) = (deal.crm, deal.owner_id)
        LEFT JOIN crm_campaign k ON (k.crm, k.record_id) = (deal.crm, deal.campaign_ref)
      WHERE deal.id = ANY(${[...deals]}::int[]))
    UPDATE deal SET (${FIELDS}) = (${Prisma.raw(prefixed('found'))}) FROM found
    WHERE found.id = deal.id AND (${Prisma.raw(prefixed('deal'))}) IS DISTINCT FROM (${Prisma.raw(prefixed('found'))})`;
}

const INHERITED = ['prospect_id', 'campaign_id', 'owner', 'company_key', 'country', 'employees', 'twin_of'];
const FIELDS = Prisma.raw(INHERITED.join(', '));

function prefixed(relation: string): string {
  return INHERITED.map((column) => `${relation}.${column}`).join(', ');
}
