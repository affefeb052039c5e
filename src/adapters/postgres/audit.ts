// The audit log: entries are added and read. The database itself refuses to change or remove one.
import { actorKey } from '#kernel/actor.ts';
import type { AuditEntry } from '#features/audit/entry.ts';
import type { AuditStore } from '#features/audit/store.ts';
import type { Queries } from './client.ts';
import { JsonObjectColumn, toJsonb } from './json-columns.ts';

/** Each entry is written at once. */
export function createAuditStore(db: Queries): AuditStore {
  return {
    append: (entry) => write(db, [entry]),
    async list({ subject, actor, since, before, limit }) {
      const rows = await db.audit.findMany({
        where: {
          ...(subject === undefined ? {} : { subject }),
          ...(actor === undefined ? {} : { actor }),
          ...(since === undefined ? {} : { at: { gte: since } }),
          ...(before === undefined ? {} : { id: { lt: BigInt(before) } }),
        },
        orderBy: { id: 'desc' },
        take: limit,
      });
      return rows.map((row) => ({
        ...row,
        id: String(row.id),
        before: JsonObjectColumn.nullable().parse(row.before),
        after: JsonObjectColumn.nullable().parse(row.after),
      }));
    },
  };
}

export interface GatheringAuditStore extends AuditStore {
  /** Writes what was gathered, in one statement: the last of its transaction. */
  flush(): Promise<void>;
}

/** For one transaction: entries are gathered, because a lead that arrives writes half a dozen. */
export function createGatheringAuditStore(db: Queries): GatheringAuditStore {
  const { list } = createAuditStore(db);
  const gathered: AuditEntry[] = [];
  return {
    async append(entry) {
      gathered.push(entry);
    },
    async list(query) {
      await flush();
      return list(query);
    },
    flush,
  };

  async function flush(): Promise<void> {
    const entries = gathered.splice(0);
    if (entries.length > 0) await write(db, entries);
  }
}

async function write(db: Queries, entries: readonly AuditEntry[]): Promise<void> {
  await db.$executeRaw`
    INSERT INTO audit (at, action, actor, subject, before, after, playbook_version, correlation_id)
    SELECT at, action, actor, subject, before::jsonb, after::jsonb, playbook_version, correlation_id
    FROM unnest(${entries.map(({ at }) => at)}::timestamptz[], ${entries.map(({ action }) => action)}::text[],
      ${entries.map(({ actor }) => actorKey(actor))}::text[], ${entries.map(({ subject }) => subject)}::text[],
      ${entries.map(({ before }) => toJsonb(before))}::text[], ${entries.map(({ after }) => toJsonb(after))}::text[],
      ${entries.map(({ playbookVersion }) => playbookVersion ?? null)}::int[],
      ${entries.map(({ correlationId }) => correlationId)}::text[]) WITH ORDINALITY
      AS given (at, action, actor, subject, before, after, playbook_version, correlation_id, place)
    ORDER BY place`;
}
