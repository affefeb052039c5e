// How long a row of a queue is held. Leases run in the database's own time: replicas agree on it, and moving the app's
// clock does not end them.

/**
 * A lease is short, so that the work of a process that died is taken over within seconds, and renewed often. It must
 * outlast one call to Slack (5 s) and a hiccup of the database, so that nobody is taken for dead who is not.
 */
export const LEASED_UNTIL = `clock_timestamp() + interval '10 seconds'`;

/** Between two renewals: three may fail before a lease is lost. */
export const RENEW_MS = 2_500;
