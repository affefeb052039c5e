// The stores in PostgreSQL.
import type { Database } from '#adapters/postgres/connect.ts';
import type { TestDatabase } from '../../../support/database.ts';
import type { Ground } from './ground.ts';

/** Runs share the database one after the other: what the runs before left running is of no concern to the next. */
export function postgresGround(database: Database, rows: TestDatabase['rows']): Ground {
  return {
    stores: database.stores,
    transact: (work) => database.transact(work),
    async opsTold() {
      const told = await rows<{ key: string }>(`SELECT key FROM outbox WHERE kind = 'ops.message'`);
      return told.map(({ key }) => key);
    },
    // Nothing is kept anywhere else.
    restart: async () => undefined,
  };
}
