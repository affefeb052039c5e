// A process is killed while it holds events, an intent and a job. The other process goes on with all three.
import { expect } from 'vitest';
import { untilReady } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { patiently } from './patience.ts';
import { aPipeline } from './pipeline.ts';

/** Each never goes on, and is held on to for as long as the process lives. */
const HOLDS = 'inbox.leased:salesforce=hang, outbox.called:crm.create=hang, job.taken:tick.late-leads=hang';
const PATIENCE_MS = 60_000;

/** Milliseconds from the kill to each being done by the other. */
export interface TakeoverFigures {
  readonly inboxMs: number;
  readonly outboxMs: number;
  readonly jobMs: number;
}

export async function killAHolder(): Promise<TakeoverFigures> {
  const pipeline = await aPipeline({ app: false });
  const { house } = pipeline;
  try {
    const stop = pipeline.pressClaims();
    const holder = await house.startProcess({ FAILPOINTS: HOLDS });
    await untilReady(house);
    pipeline.enter();
    await house.tick('late-leads');
    const held = await patiently(PATIENCE_MS, () => heldIn(house));
    await house.startProcess();

    await holder.kill9();
    const killed = performance.now();
    async function until(done: string, ids: readonly string[]): Promise<number> {
      await patiently(PATIENCE_MS, async () => expect(await house.rows(done, [ids])).toHaveLength(ids.length));
      return performance.now() - killed;
    }
    const [inboxMs, outboxMs, jobMs] = await Promise.all([
      until(`SELECT 1 FROM inbox WHERE id = ANY($1) AND state = 'done'`, held.inbox),
      until(`SELECT 1 FROM outbox WHERE id = ANY($1) AND state = 'done'`, held.outbox),
      until(`SELECT 1 FROM pgboss.job WHERE id = ANY($1) AND state = 'completed'`, held.jobs),
    ]);
    await pipeline.expectExactlyOnce(PATIENCE_MS);
    await stop();
    return { inboxMs, outboxMs, jobMs };
  } finally {
    await pipeline.close();
  }
}

/** Ids of what is held; throws while one of them is not held yet. */
async function heldIn(house: House): Promise<Readonly<Record<'inbox' | 'outbox' | 'jobs', readonly string[]>>> {
  const idsOf = async (statement: string): Promise<readonly string[]> => {
    const rows = await house.rows<{ id: string }>(statement);
    expect(rows).not.toEqual([]);
    return rows.map(({ id }) => id);
  };
  return {
    inbox: await idsOf(`SELECT id FROM inbox WHERE crm = 'salesforce' AND state = 'pending' AND attempts > 0`),
    outbox: await idsOf(`SELECT id FROM outbox WHERE kind = 'crm.create' AND state = 'pending' AND attempts > 0`),
    jobs: await idsOf(`SELECT id FROM pgboss.job WHERE name = 'tick.late-leads' AND state = 'active'`),
  };
}
