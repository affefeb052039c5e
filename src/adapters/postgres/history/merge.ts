// One record lives on in another: what points at it points there from now on.
import type { HistoryRef, HistoryRules } from '#features/history/store.ts';
import type { Queries } from '../client.ts';
import { addAll, nothingDirty } from './dirty.ts';
import type { Dirty } from './dirty.ts';
import { markGone } from './gone.ts';
import { dealsOf, linkPeople } from './link-people.ts';
import { settle } from './put.ts';
import { refreshCampaigns } from './refresh-campaigns.ts';
import { touchCompanies } from './take-companies.ts';

/** Good for records that are not known yet, and when told again. */
export async function mergeRecords(
  db: Queries,
  from: HistoryRef,
  into: HistoryRef,
  rules: HistoryRules,
  now: Date,
): Promise<void> {
  await markGone(db, [from], rules, now);
  const dirty = nothingDirty();
  switch (from.object) {
    case 'lead':
    case 'contact':
      await mergePeople(db, from, into, dirty);
      break;
    case 'company':
      await mergeCompanies(db, from, into, dirty);
      break;
    case 'opportunity':
      await mergeDeals(db, from, into, dirty);
      break;
    case 'campaign':
      await mergeCampaigns(db, from, into, rules, now, dirty);
      break;
    case 'task':
    case 'touch':
    case 'activity':
    case 'subscription':
    case 'content':
      break; // nothing points at these
  }
  await settle(db, dirty, rules);
}

async function mergePeople(db: Queries, from: HistoryRef, into: HistoryRef, dirty: Dirty): Promise<void> {
  const [old, kept] = [keyOf(from), keyOf(into)];
  const [lost] = await db.$queryRaw<{ email: string | null; twins: string[]; prospect: number | null }[]>`
    UPDATE person_record SET twins = CASE WHEN ${kept} = ANY(twins) THEN twins ELSE twins || ${kept}::text END
    WHERE (crm, object, record_id) = (${from.crm}, ${from.object}, ${from.id})
    RETURNING email, twins, prospect_id AS prospect`;
  // Who entered a stage as the one has entered it as the other; owners of the one were never the other's.
  await db.$executeRaw`
    INSERT INTO record_change (crm, object, record_id, field, at, value, observed)
    SELECT ${into.crm}, ${into.object}, ${into.id}, field, at, value, observed FROM record_change
    WHERE (crm, object, record_id) = (${from.crm}, ${from.object}, ${from.id}) AND field IN ('stage', 'status')
    ON CONFLICT DO NOTHING`;
  await db.$executeRaw`
    UPDATE touch SET person = ${kept} WHERE person = ${old} AND prospect_id IS NULL`;
  if (lost) {
    await db.$executeRaw`UPDATE touch SET person = ${kept} WHERE person = ${old} AND prospect_id = ${lost.prospect}`;
  }
  const deals = await db.$queryRaw<{ id: number }[]>`
    UPDATE deal SET people = (SELECT array_agg(person ORDER BY position) FROM (
      SELECT person, min(position) AS position FROM unnest(array_replace(deal.people, ${old}, ${kept}))
        WITH ORDINALITY AS u (person, position) GROUP BY person) AS once)
    WHERE id IN (SELECT deal_id FROM deal_person WHERE person = ${old}) AND ${old} = ANY(people) RETURNING id`;
  const activities = await db.$executeRaw`
    WITH theirs AS (DELETE FROM activity_person WHERE person = ${old} RETURNING crm, record_id, at),
    moved AS (
      INSERT INTO activity_person (crm, record_id, person, at) SELECT crm, record_id, ${kept}, at FROM theirs
      ON CONFLICT DO NOTHING)
    UPDATE activity a SET people = (SELECT array_agg(DISTINCT person ORDER BY person) FROM
      unnest(array_replace(a.people, ${old}, ${kept})) AS u (person))
    FROM theirs WHERE (a.crm, a.record_id) = (theirs.crm, theirs.record_id)`;
  const [alive] = await db.$queryRaw<{ email: string | null; twins: string[]; prospect: number | null }[]>`
    SELECT email, twins, prospect_id AS prospect FROM person_record
    WHERE (crm, object, record_id) = (${into.crm}, ${into.object}, ${into.id})`;
  const links = [
    ...(lost ? [{ key: old, ...lost }] : []),
    ...(alive ? [{ key: kept, ...alive, prospect: alive.prospect }] : []),
  ];
  const prospects = await linkPeople(db, links, dirty);
  await db.$executeRaw`
    UPDATE person_record r SET prospect_id = place.prospect
    FROM unnest(${[from, into].map(({ crm }) => crm)}::text[], ${[from, into].map(({ object }) => object)}::text[],
      ${[from, into].map(({ id }) => id)}::text[], ${[old, kept].map((key) => prospects.get(key) ?? null)}::int[])
      AS place (crm, object, record_id, prospect)
    WHERE (r.crm, r.object, r.record_id) = (place.crm, place.object, place.record_id) AND place.prospect IS NOT NULL`;
  await db.$executeRaw`
    UPDATE touch t SET prospect_id = r.prospect_id FROM person_record r
    WHERE t.person = ${kept} AND t.prospect_id IS NULL
      AND (r.crm, r.object, r.record_id) = (${into.crm}, ${into.object}, ${into.id})`;
  addAll(
    dirty.deals,
    deals.map(({ id }) => id),
  );
  addAll(dirty.prospects, prospects.values());
  if (activities > 0 && alive) addAll(dirty.prospects, [prospects.get(kept) ?? alive.prospect]);
  addAll(dirty.credits, await dealsOf(db, [...prospects.values()]));
}

async function mergeCompanies(db: Queries, from: HistoryRef, into: HistoryRef, dirty: Dirty): Promise<void> {
  const those = [from.crm, from.id] as const;
  await db.$executeRaw`UPDATE person_record SET company_id = ${into.id} WHERE (crm, company_id) = (${those[0]}, ${those[1]})`;
  await db.$executeRaw`UPDATE deal SET company_id = ${into.id} WHERE (crm, company_id) = (${those[0]}, ${those[1]})`;
  await db.$executeRaw`UPDATE subscription SET company_id = ${into.id} WHERE (crm, company_id) = (${those[0]}, ${those[1]})`;
  await touchCompanies(db, [into], dirty);
}

async function mergeDeals(db: Queries, from: HistoryRef, into: HistoryRef, dirty: Dirty): Promise<void> {
  const twins = await db.$queryRaw<{ id: number }[]>`
    UPDATE deal SET twin = ${keyOf(into)} WHERE twin = ${keyOf(from)} RETURNING id`;
  await db.$executeRaw`
    UPDATE person_record SET converted_deal_id = ${into.id} WHERE (crm, converted_deal_id) = (${from.crm}, ${from.id})`;
  const kept = await db.$queryRaw<{ id: number }[]>`
    SELECT id FROM deal WHERE (crm, record_id) = (${into.crm}, ${into.id})`;
  addAll(
    dirty.deals,
    [...twins, ...kept].map(({ id }) => id),
  );
}

async function mergeCampaigns(
  db: Queries,
  from: HistoryRef,
  into: HistoryRef,
  rules: HistoryRules,
  now: Date,
  dirty: Dirty,
): Promise<void> {
  const campaigns = await db.$queryRaw<{ id: number; record_id: string }[]>`
    SELECT id, record_id FROM crm_campaign WHERE crm = ${from.crm} AND record_id IN (${from.id}, ${into.id})`;
  const ids = campaigns.map(({ id }) => id);
  const touched = await db.$queryRaw<{ prospect: number | null }[]>`
    UPDATE touch SET campaign_ref = ${into.id}, campaign_id = NULL
    WHERE (campaign_id IS NULL OR campaign_id = ANY(${ids}::int[])) AND (crm, campaign_ref) = (${from.crm}, ${from.id})
    RETURNING prospect_id AS prospect`;
  await db.$executeRaw`UPDATE deal SET campaign_ref = ${into.id} WHERE (crm, campaign_ref) = (${from.crm}, ${from.id})`;
  await db.$executeRaw`
    UPDATE person_record SET campaign_id = ${into.id} WHERE (crm, campaign_id) = (${from.crm}, ${from.id})`;
  addAll(
    dirty.credits,
    await dealsOf(
      db,
      touched.map(({ prospect }) => prospect).filter((one) => one !== null),
    ),
  );
  await refreshCampaigns(db, ids, rules, now, dirty);
}

function keyOf({ crm, object, id }: HistoryRef): string {
  return `${crm}:${object}:${id}`;
}
