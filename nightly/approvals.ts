// Ten thousand random runs of the approvals' model, and some of them over PostgreSQL.
import { Pool } from 'pg';
import { connectDatabase } from '#adapters/postgres/connect.ts';
import { memoryGround } from '../test/features/approvals/model/memory-ground.ts';
import { playMany } from '../test/features/approvals/model/play-many.ts';
import { postgresGround } from '../test/features/approvals/model/postgres-ground.ts';
import { pressAtOnce } from '../test/scenarios/approvals.ts';
import { freshDatabase } from '../test/support/database.ts';
import { silentLog } from '../test/support/silent-log.ts';
import type { Scenario } from './runner/scenario.ts';

export const scenario: Scenario = {
  name: 'approvals',
  async run(report, { runs = '10000', seed, people = '200' }) {
    const from = seed === undefined ? {} : { seed: Number(seed) };
    const played = await playMany({ runs: Number(runs), ground: memoryGround, ...from });
    report(`${played} random runs kept every promise`);
    const stored = await overPostgres(Math.ceil(Number(runs) / 50), from);
    report(`${stored} of them over PostgreSQL`);
    const { votes, outcomes, edits, tookMs, again, ackMs } = await pressAtOnce(Number(people));
    report(
      `${people} approvers at once in two processes: ${votes} votes, ${outcomes} outcome, in ${Math.round(tookMs / 1000)} s`,
    );
    report(`${edits} edits of the channel's card; ${again} presses had to be made again`);
    report(`acknowledged after ${Math.round(ackMs.median)} ms (median), ${Math.round(ackMs.longest)} ms (longest)`);
  },
};

async function overPostgres(runs: number, from: { readonly seed?: number }): Promise<number> {
  const fresh = await freshDatabase();
  const clock = { now: () => new Date() };
  const database = connectDatabase({ url: fresh.url, log: silentLog, clock, poolSize: 4 });
  const pool = new Pool({ connectionString: fresh.url, max: 1 });
  try {
    const rows = async (text: string, values: readonly unknown[] = []) => (await pool.query(text, [...values])).rows;
    return await playMany({ runs, ground: () => postgresGround(database, rows), ...from });
  } finally {
    await database.close();
    await pool.end();
    await fresh.drop();
  }
}
