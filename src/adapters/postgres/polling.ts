// How far the poller has read, and which CRM accounts this installation is connected to.
import type { ConnectionStore, CrmConnection, CursorStore } from '#features/intake/store.ts';
import { Fault } from '#kernel/errors.ts';
import type { CrmName } from '#ports/crm.ts';
import type { Queries } from './client.ts';

export function createCursorStore(db: Queries): CursorStore {
  return {
    async read(crm, object) {
      const row = await db.pollCursor.findUnique({ where: { crm_object: { crm, object } } });
      if (!row) return null;
      return { cursor: { at: row.at, id: row.recordId }, caughtUp: row.caughtUp, polledAt: row.polledAt };
    },
    async write(crm, object, { cursor, caughtUp, polledAt }) {
      const values = { at: cursor.at, recordId: cursor.id, caughtUp, polledAt };
      await db.pollCursor.upsert({
        where: { crm_object: { crm, object } },
        create: { crm, object, ...values },
        update: values,
      });
    },
  };
}

export function createConnectionStore(db: Queries): ConnectionStore {
  return {
    get: (crm) => readConnection(db, crm),
    async connect(crm, connection) {
      await db.connection.createMany({ data: [{ crm, ...connection }], skipDuplicates: true });
      const kept = await readConnection(db, crm);
      if (!kept) throw new Fault('internal', `The connection to ${crm} was removed while it was stored.`);
      return kept;
    },
  };
}

async function readConnection(db: Queries, crm: CrmName): Promise<CrmConnection | null> {
  return db.connection.findUnique({
    where: { crm },
    select: { accountId: true, accountName: true, connectedAt: true },
  });
}
