// What the three queues gave up, as one list. The job queue's tables are pg-boss's own: they may be missing, and of its
// failures only those count that were not followed by a success.
import { z } from 'zod';
import type { DeadLetter, LetterQueue, LetterStore } from '#features/recovery/store.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Queries } from './client.ts';
import { WAITING_SINCE } from './figures.ts';
import { JsonObjectColumn } from './json-columns.ts';

const Row = z.object({
  queue: z.enum(['outbox', 'inbox', 'job']),
  number: z.string(),
  kind: z.string(),
  key: z.string(),
  payload: JsonObjectColumn,
  because: z.string().nullable(),
  fault: z.string().nullable(),
  tries: z.number(),
  created_at: z.date(),
  dead_at: z.date(),
});

const PREFIX: Readonly<Record<LetterQueue, string>> = { outbox: 'out-', inbox: 'in-', job: 'job-' };

const OUTBOX = Prisma.sql`SELECT 'outbox' AS queue, id::text AS number, kind, key, payload, note AS because, fault,
  attempts - waits AS tries, created_at, finished_at AS dead_at FROM outbox
  WHERE state = 'dead' AND fault IS DISTINCT FROM 'dropped'`;

const INBOX = Prisma.sql`SELECT 'inbox' AS queue, id::text AS number, 'inbox.' || crm AS kind, key,
  jsonb_build_object('crm', crm, 'object', object, 'record', record_id, 'change', change, 'type', type) AS payload,
  note AS because, NULL AS fault, attempts AS tries, received_at AS created_at, finished_at AS dead_at FROM inbox
  WHERE state = 'failed'`;

const JOBS = Prisma.sql`SELECT 'job' AS queue, id::text AS number, name AS kind, id::text AS key,
  coalesce(data, '{}') AS payload, output->>'because' AS because, NULL AS fault, retry_count + 1 AS tries,
  created_on AS created_at, completed_on AS dead_at
  FROM (SELECT DISTINCT ON (name) * FROM pgboss.job WHERE state IN ('completed', 'failed')
    ORDER BY name, completed_on DESC) AS newest
  WHERE state = 'failed'`;

const BacklogRow = z.object({ kind: z.string(), rows: z.number(), failing: z.number(), since: z.date().nullable() });

export function createLetterStore(db: Queries): LetterStore {
  return {
    async backlog(now) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT kind, count(*)::int AS rows, count(failing_since)::int AS failing,
          min(${Prisma.raw(WAITING_SINCE)}) FILTER (WHERE attempts > 0 OR due_at <= ${now}) AS since
        FROM outbox WHERE state = 'pending' GROUP BY kind
        UNION ALL SELECT 'inbox.' || crm, count(*)::int, count(note)::int, min(received_at)
        FROM inbox WHERE state = 'pending' GROUP BY crm ORDER BY 1`;
      return rows.map((row) => BacklogRow.parse(row));
    },
    async list({ since, kind, limit }) {
      const jobs = await hasJobs(db);
      const all = Prisma.sql`${OUTBOX} UNION ALL ${INBOX} ${jobs ? Prisma.sql`UNION ALL ${JOBS}` : Prisma.empty}`;
      const rows = await db.$queryRaw<unknown[]>`
        SELECT * FROM (${all}) AS letter
        WHERE (${since ?? null}::timestamptz IS NULL OR dead_at >= ${since ?? null}::timestamptz)
          AND (${kind ?? null}::text IS NULL OR kind = ${kind ?? null}::text)
        ORDER BY dead_at DESC, number DESC LIMIT ${limit}`;
      return rows.map(parseLetter);
    },
    async get(id) {
      const place = placeOf(id);
      if (place === null || (place.queue === 'job' && !(await hasJobs(db)))) return null;
      const [row] = await db.$queryRaw<unknown[]>`${QUERIES[place.queue]} AND id::text = ${place.number}`;
      return row === undefined ? null : parseLetter(row);
    },
    async revive({ id }, now) {
      const place = placeOf(id);
      if (place === null) return false;
      return (await db.$executeRaw(revival(place, now))) === 1;
    },
    async drop({ id }, because, now) {
      const place = placeOf(id);
      if (place === null) return false;
      return (await db.$executeRaw(burial(place, because, now))) === 1;
    },
  };
}

const QUERIES: Readonly<Record<LetterQueue, Prisma.Sql>> = { outbox: OUTBOX, inbox: INBOX, job: JOBS };

interface Place {
  readonly queue: LetterQueue;
  readonly number: string;
}

function placeOf(id: string): Place | null {
  const [, prefix, number] = /^(out-|in-|job-)([0-9a-f-]+)$/u.exec(id) ?? [];
  const queue = (Object.keys(PREFIX) as LetterQueue[]).find((one) => PREFIX[one] === prefix);
  if (queue === undefined || number === undefined) return null;
  const fits = queue === 'job' ? z.uuid().safeParse(number).success : /^\d{1,18}$/u.test(number);
  return fits ? { queue, number } : null;
}

/** The count of tries stays, so that whoever does it again looks first whether it was done before. It has another day. */
function revival({ queue, number }: Place, now: Date): Prisma.Sql {
  switch (queue) {
    case 'outbox':
      return Prisma.sql`WITH revived AS (
          UPDATE outbox SET state = 'pending', due_at = ${now}, finished_at = NULL, failing_since = ${now}, fault = NULL
          WHERE id = ${BigInt(number)} AND state = 'dead' AND fault IS DISTINCT FROM 'dropped' RETURNING id)
        SELECT pg_notify('outbox', '') FROM revived`;
    case 'inbox':
      return Prisma.sql`WITH revived AS (
          UPDATE inbox SET state = 'pending', due_at = ${now}, finished_at = NULL
          WHERE id = ${BigInt(number)} AND state = 'failed' RETURNING id)
        SELECT pg_notify('inbox', '') FROM revived`;
    case 'job':
      return Prisma.sql`UPDATE pgboss.job SET state = 'retry', retry_limit = retry_limit + 1, start_after = now(),
          completed_on = NULL
        WHERE id = ${number}::uuid AND state = 'failed' AND NOT EXISTS (
          SELECT 1 FROM pgboss.job other WHERE other.name = job.name AND other.state < 'completed')`;
  }
}

function burial({ queue, number }: Place, because: string, now: Date): Prisma.Sql {
  switch (queue) {
    case 'outbox':
      return Prisma.sql`UPDATE outbox SET fault = 'dropped', finished_at = ${now}, note = ${because}
        WHERE id = ${BigInt(number)} AND state = 'dead' AND fault IS DISTINCT FROM 'dropped'`;
    case 'inbox':
      return Prisma.sql`UPDATE inbox SET state = 'ignored', finished_at = ${now}, note = ${because}
        WHERE id = ${BigInt(number)} AND state = 'failed'`;
    case 'job':
      return Prisma.sql`DELETE FROM pgboss.job WHERE id = ${number}::uuid AND state = 'failed'`;
  }
}

async function hasJobs(db: Queries): Promise<boolean> {
  const [found] = await db.$queryRaw<[{ there: boolean }]>`SELECT to_regclass('pgboss.job') IS NOT NULL AS there`;
  return found.there;
}

function parseLetter(selected: unknown): DeadLetter {
  const { queue, number, created_at: createdAt, dead_at: deadAt, because, ...row } = Row.parse(selected);
  return { ...row, queue, id: `${PREFIX[queue]}${number}`, createdAt, deadAt, because: because ?? 'no reason is kept' };
}
