// Which records are the same person: those that share an address, or that name each other by stored ids, directly or
// through others. Everything is worked out from the records as they are, so the order in which they came is no matter.
import type { Queries } from '../client.ts';
import { addAll } from './dirty.ts';
import type { Dirty } from './dirty.ts';

/** A record with what links it. */
export interface Linked {
  /** `crm:object:id` */
  readonly key: string;
  readonly email: string | null;
  readonly twins: readonly string[];
  /** Who it was until now. */
  readonly prospect: number | null;
}

interface Place {
  readonly key: string;
  readonly prospect: number;
}

/**
 * Finds who these records are, after they were changed as given. Answers with the person of each; records beside them
 * whose person is another one now, and what points at any of them, are moved.
 */
export async function linkPeople(
  db: Queries,
  changed: readonly Linked[],
  dirty: Dirty,
): Promise<ReadonlyMap<string, number>> {
  if (changed.length === 0) return new Map();
  const given = new Set(changed.map(({ key }) => key));
  const around = (await neighbours(db, changed)).filter(({ key }) => !given.has(key));
  const records = [...changed, ...around];
  const groups = connected(records).toSorted(byFirstKey);
  const former = new Set(records.map(({ prospect }) => prospect).filter((one) => one !== null));
  const taken = new Set<number>();
  const known = groups.map((group) => claimed(group, taken));
  const fresh = await newProspects(db, known.filter((one) => one === null).length);
  const places = groups.flatMap((group, index) => {
    const prospect = known[index] ?? fresh.pop() ?? 0;
    return group.map((record) => ({ ...record, now: prospect }));
  });
  const moved = places.filter(({ prospect, now }) => prospect !== now).map(({ key, now }) => ({ key, prospect: now }));
  await moveRecords(
    db,
    moved.filter(({ key }) => !given.has(key)),
  );
  await movePointers(db, moved, [...former], dirty);
  await forgetProspects(
    db,
    [...former].filter((one) => !taken.has(one)),
  );
  addAll(dirty.prospects, new Set(places.map(({ now }) => now)));
  return new Map(places.map(({ key, now }) => [key, now]));
}

/** Everybody that the changed records were linked with, or are now. */
async function neighbours(db: Queries, changed: readonly Linked[]): Promise<readonly Linked[]> {
  const emails = changed.map(({ email }) => email).filter((email) => email !== null);
  const twins = changed.flatMap((record) => record.twins);
  const former = changed.map(({ prospect }) => prospect).filter((one) => one !== null);
  return db.$queryRaw<Linked[]>`
    WITH named AS (
      SELECT split_part(key, ':', 1) AS crm, split_part(key, ':', 2) AS object,
        regexp_replace(key, '^[^:]*:[^:]*:', '') AS record_id FROM unnest(${twins}::text[]) AS given (key)
    ), hit AS (
      SELECT prospect_id FROM person_record WHERE email = ANY(${emails}::text[])
      UNION SELECT prospect_id FROM person_record
        WHERE twins <> '{}' AND twins && ${[...changed.map(({ key }) => key), ...twins]}::text[]
      UNION SELECT r.prospect_id FROM named JOIN person_record r USING (crm, object, record_id)
      UNION SELECT unnest(${former}::int[]))
    SELECT r.crm || ':' || r.object || ':' || r.record_id AS key, r.email, r.twins, r.prospect_id AS prospect
    FROM person_record r WHERE r.prospect_id IN (SELECT prospect_id FROM hit)`;
}

/** Groups of records that hang together. A stored id links those that name it even before its record is known. */
function connected<R extends Linked>(records: readonly R[]): readonly (readonly R[])[] {
  const parents = new Map<string, string>();
  const root = (node: string): string => {
    let at = node;
    for (let up = parents.get(at); up !== undefined && up !== at; up = parents.get(at)) at = up;
    parents.set(node, at);
    return at;
  };
  for (const { key, email, twins } of records) {
    const nodes = [...twins.map((twin) => `record ${twin}`), ...(email === null ? [] : [`email ${email}`])];
    for (const node of nodes) parents.set(root(node), root(`record ${key}`));
  }
  const groups = new Map<string, R[]>();
  for (const record of records) {
    const group = groups.get(root(`record ${record.key}`)) ?? [];
    group.push(record);
    groups.set(root(`record ${record.key}`), group);
  }
  return [...groups.values()];
}

/** The smallest number that was one of theirs and that nobody else has taken. */
function claimed(group: readonly Linked[], taken: Set<number>): number | null {
  const theirs = group.map(({ prospect }) => prospect).filter((one) => one !== null);
  const [prospect] = theirs.filter((one) => !taken.has(one)).toSorted((one, other) => one - other);
  if (prospect === undefined) return null;
  taken.add(prospect);
  return prospect;
}

function byFirstKey(one: readonly Linked[], other: readonly Linked[]): number {
  const [first, second] = [one, other].map((group) =>
    group.reduce((least, { key }) => (key < least ? key : least), group[0]?.key ?? ''),
  );
  return (first ?? '') < (second ?? '') ? -1 : 1;
}

async function newProspects(db: Queries, count: number): Promise<number[]> {
  if (count === 0) return [];
  const rows = await db.$queryRaw<{ id: number }[]>`
    SELECT nextval(pg_get_serial_sequence('prospect', 'id'))::int AS id FROM generate_series(1, ${count}::int)`;
  return rows.map(({ id }) => id).reverse();
}

async function moveRecords(db: Queries, moved: readonly Place[]): Promise<void> {
  if (moved.length === 0) return;
  await db.$executeRaw`
    UPDATE person_record r SET prospect_id = place.prospect
    FROM unnest(${moved.map(({ key }) => key)}::text[], ${moved.map(({ prospect }) => prospect)}::int[])
      AS place (key, prospect)
    WHERE r.crm = split_part(key, ':', 1) AND r.object = split_part(key, ':', 2)
      AND r.record_id = regexp_replace(key, '^[^:]*:[^:]*:', '')`;
}

/** Touches and deals that waited for these people, or knew them as somebody else. */
async function movePointers(db: Queries, moved: readonly Place[], former: readonly number[], dirty: Dirty) {
  if (moved.length === 0) return;
  const keys = moved.map(({ key }) => key);
  const prospects = moved.map(({ prospect }) => prospect);
  const touched = await db.$queryRaw<{ prospect: number }[]>`
    WITH place AS (SELECT * FROM unnest(${keys}::text[], ${prospects}::int[]) AS given (key, prospect)),
    waiting AS (
      UPDATE touch t SET prospect_id = place.prospect FROM place
      WHERE t.prospect_id IS NULL AND t.person = place.key RETURNING place.prospect),
    renamed AS (
      UPDATE touch t SET prospect_id = place.prospect FROM place
      WHERE t.prospect_id = ANY(${former}::int[]) AND t.person = place.key AND t.prospect_id <> place.prospect
      RETURNING place.prospect)
    SELECT prospect FROM waiting UNION SELECT prospect FROM renamed`;
  const deals = await db.$queryRaw<{ id: number }[]>`
    WITH place AS (SELECT * FROM unnest(${keys}::text[], ${prospects}::int[]) AS given (key, prospect)),
    renamed AS (
      UPDATE deal_person p SET prospect_id = place.prospect FROM place
      WHERE p.person = place.key AND p.prospect_id IS DISTINCT FROM place.prospect RETURNING p.deal_id)
    SELECT DISTINCT deal_id AS id FROM renamed`;
  addAll(
    dirty.deals,
    deals.map(({ id }) => id),
  );
  addAll(dirty.credits, await dealsOf(db, [...touched.map(({ prospect }) => prospect), ...former]));
}

/** Deals that belong to these people. */
export async function dealsOf(db: Queries, prospects: readonly number[]): Promise<readonly number[]> {
  if (prospects.length === 0) return [];
  const rows = await db.$queryRaw<{ id: number }[]>`
    SELECT DISTINCT deal_id AS id FROM deal_person WHERE prospect_id = ANY(${[...prospects]}::int[])`;
  return rows.map(({ id }) => id);
}

/** Nobody is them any more: their records are others' now. */
async function forgetProspects(db: Queries, prospects: readonly number[]): Promise<void> {
  if (prospects.length === 0) return;
  await db.$executeRaw`DELETE FROM prospect WHERE id = ANY(${[...prospects]}::int[])`;
}
