// Records that their CRM has deleted: kept, and counted no more.
import type { HistoryRef, HistoryRules } from '#features/history/store.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Queries } from '../client.ts';
import { addAll, nothingDirty } from './dirty.ts';
import type { Dirty } from './dirty.ts';
import { dealsOf } from './link-people.ts';
import { lockHistory, settle } from './put.ts';
import { refreshCampaigns } from './refresh-campaigns.ts';
import { touchCompanies } from './take-companies.ts';
import { counterparts } from './take-deals.ts';
import { peopleNamed } from './take-touches.ts';

type Kept = 'crm_company' | 'crm_campaign' | 'deal' | 'touch' | 'activity' | 'subscription' | 'content_day';

const TABLES: Readonly<Record<Exclude<HistoryRef['object'], 'lead' | 'contact'>, Kept>> = {
  company: 'crm_company',
  campaign: 'crm_campaign',
  opportunity: 'deal',
  touch: 'touch',
  activity: 'activity',
  task: 'activity',
  subscription: 'subscription',
  content: 'content_day',
};

/** Unknown ones are passed over. */
export async function markGone(
  db: Queries,
  refs: readonly HistoryRef[],
  rules: HistoryRules,
  now: Date,
): Promise<void> {
  await lockHistory(db);
  const dirty = nothingDirty();
  await losePeople(db, refs, dirty);
  const companies = await lose<{ crm: string; id: string }>(db, 'crm_company', refs, 'crm, record_id AS id');
  await touchCompanies(db, companies, dirty);
  const campaigns = await lose<{ id: number }>(db, 'crm_campaign', refs, 'id');
  await refreshCampaigns(
    db,
    campaigns.map(({ id }) => id),
    rules,
    now,
    dirty,
  );
  const deals = (await lose<{ id: number }>(db, 'deal', refs, 'id')).map(({ id }) => id);
  addAll(dirty.deals, [...deals, ...(await counterparts(db, deals))]);
  const touches = await lose<{ prospect: number | null }>(db, 'touch', refs, 'prospect_id AS prospect');
  addAll(
    dirty.credits,
    await dealsOf(
      db,
      touches.map(({ prospect }) => prospect).filter((one) => one !== null),
    ),
  );
  const activities = await lose<{ crm: string; id: string; people: string[] }>(
    db,
    'activity',
    refs,
    'crm, record_id AS id, people',
  );
  await db.$executeRaw`
    DELETE FROM activity_person WHERE (crm, record_id) IN (SELECT * FROM unnest(
      ${activities.map(({ crm }) => crm)}::text[], ${activities.map(({ id }) => id)}::text[]))`;
  addAll(
    dirty.prospects,
    await peopleNamed(
      db,
      activities.flatMap(({ people }) => people),
    ),
  );
  await lose(db, 'subscription', refs, 'crm');
  await lose(db, 'content_day', refs, 'crm');
  await settle(db, dirty, rules);
}

async function losePeople(db: Queries, refs: readonly HistoryRef[], dirty: Dirty): Promise<void> {
  const people = refs.filter(({ object }) => object === 'lead' || object === 'contact');
  if (people.length === 0) return;
  const lost = await db.$queryRaw<{ prospect: number | null }[]>`
    UPDATE person_record SET gone = true WHERE NOT gone AND (crm, object, record_id) IN (
      SELECT * FROM unnest(${people.map(({ crm }) => crm)}::text[], ${people.map(({ object }) => object)}::text[],
        ${people.map(({ id }) => id)}::text[]))
    RETURNING prospect_id AS prospect`;
  addAll(
    dirty.prospects,
    lost.map(({ prospect }) => prospect),
  );
}

async function lose<Returned>(
  db: Queries,
  table: Kept,
  refs: readonly HistoryRef[],
  returning: string,
): Promise<readonly Returned[]> {
  const those = refs.filter(({ object }) => object !== 'lead' && object !== 'contact' && TABLES[object] === table);
  if (those.length === 0) return [];
  return db.$queryRaw<Returned[]>`
    UPDATE ${Prisma.raw(table)} SET gone = true WHERE NOT gone AND (crm, record_id) IN (
      SELECT * FROM unnest(${those.map(({ crm }) => crm)}::text[], ${those.map(({ id }) => id)}::text[]))
    RETURNING ${Prisma.raw(returning)}`;
}
