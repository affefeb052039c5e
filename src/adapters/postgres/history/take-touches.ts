// Touches and activities: what was done to people, by whom, and who they are.
import type { ActivityRow, TouchRow } from '#ports/crm-history.ts';
import { refKey } from '#ports/crm.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Queries } from '../client.ts';
import { addAll } from './dirty.ts';
import type { Dirty } from './dirty.ts';
import { dealsOf } from './link-people.ts';
import { newest, upsert } from './tables.ts';
import type { Table } from './tables.ts';

const TOUCHES: Table = {
  name: 'touch',
  key: ['crm', 'record_id'],
  columns: {
    crm: 'text',
    record_id: 'text',
    person: 'text',
    campaign_ref: 'text',
    channel: 'text',
    source: 'text',
    at: 'timestamptz',
    touch: 'text',
    responded: 'bool',
    modified_at: 'timestamptz',
  },
  helpers: { person_crm: 'text', person_object: 'text', person_id: 'text' },
  derived: { prospect_id: 'person.prospect_id', campaign_id: 'coalesce(campaign.twin_of, campaign.id)' },
};

const JOINS = Prisma.sql`
  LEFT JOIN person_record person ON (person.crm, person.object, person.record_id)
    = (given.person_crm, given.person_object, given.person_id)
  LEFT JOIN crm_campaign campaign ON (campaign.crm, campaign.record_id) = (given.crm, given.campaign_ref)`;

const ACTIVITIES: Table = {
  name: 'activity',
  key: ['crm', 'record_id'],
  columns: {
    crm: 'text',
    record_id: 'text',
    activity: 'text',
    at: 'timestamptz',
    owner_id: 'text',
    people: 'text[]',
    modified_at: 'timestamptz',
  },
};

/** Answers how many were new or newer. */
export async function takeTouches(db: Queries, rows: readonly TouchRow[], dirty: Dirty): Promise<number> {
  if (rows.length === 0) return 0;
  const given = newest(rows, keyOf);
  const before = await db.$queryRaw<{ prospect: number | null }[]>`
    SELECT DISTINCT prospect_id AS prospect FROM touch WHERE (crm, record_id) IN (${keys(given)})`;
  const written = await upsert<{ readonly prospect: number | null }>(
    db,
    TOUCHES,
    given.map((row) => ({
      crm: row.crm,
      record_id: row.id,
      person: refKey(row.person),
      person_crm: row.person.crm,
      person_object: row.person.object,
      person_id: row.person.id,
      campaign_ref: row.campaignId,
      channel: row.channel,
      source: row.source,
      at: row.at,
      touch: row.touch,
      responded: row.responded,
      modified_at: row.modifiedAt,
    })),
    'kept.prospect_id AS prospect',
    JOINS,
  );
  if (written.length === 0) return 0;
  const people = new Set([...before, ...written].map(({ prospect }) => prospect).filter((one) => one !== null));
  addAll(dirty.credits, await dealsOf(db, [...people]));
  return written.length;
}

/** Answers how many were new or newer. */
export async function takeActivities(db: Queries, rows: readonly ActivityRow[], dirty: Dirty): Promise<number> {
  if (rows.length === 0) return 0;
  const given = newest(rows, keyOf);
  const before = await db.$queryRaw<{ people: string[] }[]>`
    SELECT people FROM activity WHERE (crm, record_id) IN (${keys(given)})`;
  const written = await upsert<Written>(
    db,
    ACTIVITIES,
    given.map((row) => ({
      crm: row.crm,
      record_id: row.id,
      activity: row.activity,
      at: row.at,
      owner_id: row.ownerId,
      people: [...new Set(row.people.map(refKey))].toSorted(),
      modified_at: row.modifiedAt,
    })),
    'kept.crm, kept.record_id AS id, kept.people, kept.at',
  );
  await keepPeople(db, written);
  await hurryFirstTouches(
    db,
    written.filter(({ created }) => created),
  );
  const again = [...before, ...written.filter(({ created }) => !created)].flatMap(({ people }) => people);
  addAll(dirty.prospects, await peopleNamed(db, again));
  return written.length;
}

interface Written {
  readonly crm: string;
  readonly id: string;
  readonly people: readonly string[];
  readonly at: Date;
  readonly created: boolean;
}

async function keepPeople(db: Queries, activities: readonly Written[]): Promise<void> {
  const changed = activities.filter(({ created }) => !created);
  if (changed.length > 0)
    await db.$executeRaw`DELETE FROM activity_person WHERE (crm, record_id) IN (${keys(changed)})`;
  const pairs = activities.flatMap(({ crm, id, people, at }) => people.map((person) => ({ crm, id, person, at })));
  if (pairs.length === 0) return;
  await db.$executeRaw`
    INSERT INTO activity_person (crm, record_id, person, at)
    SELECT * FROM unnest(${pairs.map(({ crm }) => crm)}::text[], ${pairs.map(({ id }) => id)}::text[],
      ${pairs.map(({ person }) => person)}::text[], ${pairs.map(({ at }) => at)}::timestamptz[])`;
}

/** A new activity can only make the first one earlier: nothing else of a person follows from it. */
async function hurryFirstTouches(
  db: Queries,
  activities: readonly { readonly people: readonly string[]; readonly at: Date }[],
): Promise<void> {
  const pairs = activities.flatMap(({ people, at }) => people.map((person) => ({ person, at })));
  if (pairs.length === 0) return;
  await db.$executeRaw`
    WITH given AS (
      SELECT person, min(at) AS at FROM unnest(${pairs.map(({ person }) => person)}::text[],
        ${pairs.map(({ at }) => at)}::timestamptz[]) AS pair (person, at) GROUP BY person
    ), first AS (
      SELECT r.prospect_id, min(given.at) AS at FROM given JOIN person_record r
        ON r.crm = split_part(person, ':', 1) AND r.object = split_part(person, ':', 2)
        AND r.record_id = regexp_replace(person, '^[^:]*:[^:]*:', '')
      GROUP BY r.prospect_id)
    UPDATE prospect p SET first_touched_at = first.at FROM first
    WHERE p.id = first.prospect_id AND (p.first_touched_at IS NULL OR p.first_touched_at > first.at)`;
}

/** Who `crm:object:id` are, as far as they are known. */
export async function peopleNamed(db: Queries, people: readonly string[]): Promise<readonly number[]> {
  if (people.length === 0) return [];
  const found = await db.$queryRaw<{ prospect: number | null }[]>`
    SELECT DISTINCT r.prospect_id AS prospect FROM unnest(${[...new Set(people)]}::text[]) AS given (person)
    JOIN person_record r ON r.crm = split_part(person, ':', 1) AND r.object = split_part(person, ':', 2)
      AND r.record_id = regexp_replace(person, '^[^:]*:[^:]*:', '')`;
  return found.map(({ prospect }) => prospect).filter((one) => one !== null);
}

function keys(rows: readonly { readonly crm: string; readonly id: string }[]): Prisma.Sql {
  return Prisma.sql`SELECT * FROM unnest(${rows.map(({ crm }) => crm)}::text[], ${rows.map(({ id }) => id)}::text[])`;
}

function keyOf({ crm, id }: { readonly crm: string; readonly id: string }): string {
  return `${crm}:${id}`;
}
