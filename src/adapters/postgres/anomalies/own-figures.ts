// What Signalbox looks at of its own work: webhooks, claims, messages and writes. A few statements, each over few rows.
import { DAY_MS, HOUR_MS } from '#kernel/time.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { CrmName } from '#ports/crm.ts';
import { rowsOf } from '../statements.ts';
import type { Sql } from '../statements.ts';

interface Cases {
  readonly cases: number;
  readonly bad: number;
}

export interface OwnFigures {
  /** When each CRM last told of a change by itself, and how many changes polling found since; null: none lately. */
  readonly webhooks: ReadonlyMap<CrmName, { readonly last: Date | null; readonly polled: number }>;
  /** Leads whose time to be claimed ended in the last 24 hours, and in the same hours of the four weeks before. */
  readonly claims: { readonly now: Cases; readonly usual: Cases };
  /** Messages and writes of the last hour: done, given up or refused. */
  readonly intents: Cases;
}

/** @param claimMs within which a lead is due to be claimed, where its offer does not say so. */
export async function ownFigures(pool: Sql, now: Date, claimMs: number): Promise<OwnFigures> {
  const [webhooks, claims, intents] = await Promise.all([
    webhookFigures(pool),
    claimFigures(pool, now, claimMs),
    intentFigures(pool, now),
  ]);
  return { webhooks, claims, intents };
}

/** Changes that one look goes back through, and those that are no words of a CRM. */
const RECENT_EVENTS = 2000;
const OURS = `('poll', 'company.changed')`;

const WEBHOOKS = `
  WITH recent AS (SELECT crm, type, received_at FROM inbox ORDER BY id DESC LIMIT ${RECENT_EVENTS}),
    told AS (SELECT crm, max(received_at) AS at FROM recent WHERE type NOT IN ${OURS} GROUP BY crm)
  SELECT crm, told.at AS last, count(*) FILTER (WHERE type = 'poll' AND received_at > told.at)::int AS polled
  FROM recent LEFT JOIN told USING (crm) GROUP BY crm, told.at`;

async function webhookFigures(pool: Sql): Promise<OwnFigures['webhooks']> {
  const rows = await rowsOf<{ crm: string; last: Date | null; polled: number }>(pool, WEBHOOKS, []);
  return new Map(
    CRM_NAMES.flatMap((name) => {
      const row = rows.find(({ crm }) => crm === name);
      return row === undefined ? [] : [[name, { last: row.last, polled: row.polled }] as const];
    }),
  );
}

// $1 now, $2 within which a lead is due. Found by when leads were seen, which has an index.
const CLAIMS = `
  SELECT week > 0 AS past, count(*)::int AS cases, count(*) FILTER (WHERE NOT in_time)::int AS bad
  FROM generate_series(0, 4) AS week
  CROSS JOIN LATERAL (SELECT $1::timestamptz - week * interval '7 days' AS ends) AS span
  JOIN LATERAL (
    SELECT state IN ('disqualified', 'converted', 'gone') OR LEAST(claimed_at,
      (SELECT min(at) FROM claim WHERE claim.lead_id = lead.id)) <= due.at AS was_in_time
    FROM lead CROSS JOIN LATERAL (
      SELECT LEAST(offer_ends_at, seen_at + $2::float8 * interval '1 millisecond') AS at) AS due
    WHERE standing = 'announced' AND seen_at <= span.ends
      AND seen_at > span.ends - interval '24 hours' - $2::float8 * interval '1 millisecond'
      AND due.at > span.ends - interval '24 hours' AND due.at <= span.ends
  ) AS owed ON true
  CROSS JOIN LATERAL (SELECT coalesce(was_in_time, false) AS in_time) AS claimed
  GROUP BY week > 0`;

async function claimFigures(pool: Sql, now: Date, claimMs: number): Promise<OwnFigures['claims']> {
  const rows = await rowsOf<Cases & { past: boolean }>(pool, CLAIMS, [now, Math.min(claimMs, 30 * DAY_MS)]);
  const of = (past: boolean): Cases => {
    const { cases = 0, bad = 0 } = rows.find((row) => row.past === past) ?? {};
    return { cases, bad };
  };
  return { now: of(false), usual: of(true) };
}

// $1 an hour ago, $2 now. What waits for an outage passes by itself; what is refused needs a person.
const INTENTS = `
  SELECT count(*)::int AS cases, count(*) FILTER (WHERE bad)::int AS bad FROM (
    SELECT state = 'dead' AND fault IS DISTINCT FROM 'dropped' AS bad FROM outbox
    WHERE state <> 'pending' AND finished_at > $1 AND finished_at <= $2
    UNION ALL
    SELECT true FROM outbox WHERE state = 'pending' AND failing_since IS NOT NULL
      AND fault NOT IN ('timeout', 'unavailable', 'rate_limited')
  ) AS work`;

async function intentFigures(pool: Sql, now: Date): Promise<Cases> {
  const [row] = await rowsOf<Cases>(pool, INTENTS, [new Date(now.getTime() - HOUR_MS), now]);
  const { cases = 0, bad = 0 } = row ?? {};
  return { cases, bad };
}
