import { beforeEach, describe, expect, it } from 'vitest';
import { Pool } from 'pg';
import { forgetFinished } from '#adapters/postgres/forget.ts';
import { after, DAY_MS } from '#kernel/time.ts';
import { useDatabase } from '../../support/database.ts';
import { noon } from '../../support/lead-builder.ts';

const db = useDatabase({ now: () => noon });
const lastWeek = after(noon, -7 * DAY_MS);
const old = after(lastWeek, -DAY_MS);

async function put(table: 'inbox' | 'outbox', state: string, finishedAt: Date | null, count: number): Promise<void> {
  const columns =
    table === 'inbox'
      ? `(key, crm, record_id, change, type, occurred_at, received_at, correlation_id, due_at, state, finished_at)
         SELECT gen_random_uuid(), 'hubspot', '1', 'changed', 't', $1, $1, 'c', $1`
      : `(key, kind, lane, urgency, payload, correlation_id, created_at, due_at, state, finished_at)
         SELECT gen_random_uuid(), 'lead.card', 'l', 5, '{}', 'c', $1, $1`;
  await db.rows(`INSERT INTO ${table} ${columns}, $2, $3 FROM generate_series(1, $4)`, [
    noon,
    state,
    finishedAt,
    count,
  ]);
}

async function left(table: 'inbox' | 'outbox'): Promise<Readonly<Record<string, number>>> {
  const rows = await db.rows<{ state: string; count: number }>(
    `SELECT state, count(*)::int AS count FROM ${table} GROUP BY state ORDER BY state`,
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

describe('what the queues have finished', () => {
  beforeEach(async () => {
    await db.rows('DELETE FROM inbox');
    await db.rows('DELETE FROM outbox');
  });

  it('is forgotten after its time; what waits or was given up is not', async () => {
    await put('inbox', 'done', old, 30);
    await put('inbox', 'ignored', old, 5);
    await put('inbox', 'done', noon, 2);
    await put('inbox', 'failed', old, 3);
    await put('inbox', 'pending', null, 1);
    await put('outbox', 'done', old, 12);
    await put('outbox', 'dead', old, 4);
    await put('outbox', 'pending', null, 1);
    expect(await db.database.forgetFinished(lastWeek)).toBe(47);
    expect(await left('inbox')).toEqual({ done: 2, failed: 3, pending: 1 });
    expect(await left('outbox')).toEqual({ dead: 4, pending: 1 });
  });

  it('goes portion by portion, also where many rows finished in the same instant', async () => {
    await put('inbox', 'failed', old, 10);
    await put('inbox', 'done', old, 25);
    const pool = new Pool({ connectionString: db.url });
    const portions: number[] = [];
    const counting: Parameters<typeof forgetFinished>[0] = {
      query: async (text, values) => {
        const result = await pool.query(text, values);
        if (text.includes('inbox')) portions.push((result.rows[0] as { rows: number }).rows);
        return result as never;
      },
    };
    const forgotten = await forgetFinished(counting, lastWeek, { portion: 10 }).finally(() => pool.end());
    expect(forgotten).toBe(25);
    expect(portions).toEqual([10, 10, 5]);
    expect(await left('inbox')).toEqual({ failed: 10 });
  });

  it('goes on next time where the time was up', async () => {
    await put('inbox', 'done', old, 3);
    const pool = new Pool({ connectionString: db.url });
    try {
      expect(await forgetFinished(pool, lastWeek, { withinMs: 0 })).toBe(0);
      expect(await forgetFinished(pool, lastWeek)).toBe(3);
    } finally {
      await pool.end();
    }
  });

  it('leaves rows that somebody else holds to the next time', async () => {
    await put('inbox', 'done', old, 3);
    const pool = new Pool({ connectionString: db.url });
    const other = await pool.connect();
    try {
      await other.query('BEGIN');
      await other.query('SELECT id FROM inbox LIMIT 1 FOR UPDATE');
      expect(await forgetFinished(pool, lastWeek)).toBe(2);
      await other.query('ROLLBACK');
    } finally {
      other.release();
      await pool.end();
    }
    expect(await db.database.forgetFinished(lastWeek)).toBe(1);
  });
});
