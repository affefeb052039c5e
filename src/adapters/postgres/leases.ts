// How long a row of a queue is held. Leases run in the database's own time: replicas agree on it, and moving the app's
// clock does not end them.

/**
 * A lease is short, so that the work of a process that died is taken over within seconds, and renewed often. It must
 * outlast one call to Slack (5 s) and a hiccup of the database, so that nobody is taken for dead who is not.
 */
export const LEASED_UNTIL = `clock_timestamp() + interval '10 seconds'`;

/** Between two renewals: three may fail before a lease is lost. */
export const RENEW_MS = 2_500;

type Queue = 'inbox' | 'outbox';

/** The tail of a statement that matches the rows which are still held under the given leases ($1 ids, $2 leases). */
export function stillHeld(queue: Queue): string {
  return `FROM unnest($1::bigint[], $2::int[]) AS held (id, lease)
  WHERE ${queue}.id = held.id AND ${queue}.attempts = held.lease AND ${queue}.state = 'pending'`;
}

/**
 * The statement that renews such leases. Rows that somebody is finishing are left out: a renewal that waited for them
 * would hold the others back meanwhile, and locked rows are leased to nobody else.
 */
export function renewalOf(queue: Queue): string {
  return `
  WITH renewable AS (SELECT ${queue}.id FROM unnest($1::bigint[], $2::int[]) AS held (id, lease)
    JOIN ${queue} ON ${queue}.id = held.id AND ${queue}.attempts = held.lease AND ${queue}.state = 'pending'
    FOR UPDATE OF ${queue} SKIP LOCKED)
  UPDATE ${queue} SET leased_until = ${LEASED_UNTIL} FROM renewable WHERE ${queue}.id = renewable.id`;
}
