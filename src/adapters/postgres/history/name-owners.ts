// Owners are called by their address. Who was not known yet, or has another address now, is called by it from now on.
import type { CrmName, CrmUser } from '#ports/crm.ts';
import type { Queries } from '../client.ts';

export interface Renamed {
  readonly before: string;
  readonly now: string;
}

/** Those of the given users that are kept with another address. To be asked before they are put. */
export async function renamedUsers(db: Queries, crm: CrmName, users: readonly CrmUser[]): Promise<readonly Renamed[]> {
  return db.$queryRaw<Renamed[]>`
    SELECT DISTINCT kept.email AS before, given.email AS now
    FROM unnest(${users.map(({ id }) => id)}::text[], ${users.map(({ email }) => email?.toLowerCase() ?? null)}::text[])
      AS given (id, email) JOIN crm_user kept ON (kept.crm, kept.user_id) = (${crm}, given.id)
    WHERE kept.email <> given.email`;
}

/** @param renamed an address that somebody else still has stays with what is theirs. */
export async function nameOwners(db: Queries, renamed: readonly Renamed[]): Promise<void> {
  await db.$executeRaw`
    WITH known AS (SELECT crm || ':' || user_id AS label, lower(email) AS email FROM crm_user WHERE email IS NOT NULL),
    people AS (
      UPDATE prospect p SET owner = known.email FROM known WHERE p.owner = known.label AND p.owner LIKE '%:%')
    UPDATE deal d SET owner = known.email FROM known WHERE d.owner = known.label AND d.owner LIKE '%:%'`;
  if (renamed.length === 0) return;
  await db.$executeRaw`
    WITH given AS (
      SELECT * FROM unnest(${renamed.map(({ before }) => before)}::text[], ${renamed.map(({ now }) => now)}::text[])
        AS pair (before, now)
      WHERE NOT EXISTS (SELECT 1 FROM crm_user WHERE email = pair.before)
    ), people AS (UPDATE prospect p SET owner = given.now FROM given WHERE p.owner = given.before)
    UPDATE deal d SET owner = given.now FROM given WHERE d.owner = given.before`;
}
