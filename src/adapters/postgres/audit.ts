// The audit log: entries are added and read. The database itself refuses to change or remove one.
import { actorKey } from '#kernel/actor.ts';
import type { AuditStore } from '#features/audit/store.ts';
import type { Queries } from './client.ts';
import { JsonObjectColumn, toJsonb } from './json-columns.ts';

export function createAuditStore(db: Queries): AuditStore {
  return {
    async append(entry) {
      await db.$executeRaw`
        INSERT INTO audit (at, action, actor, subject, before, after, playbook_version, correlation_id)
        VALUES (${entry.at}, ${entry.action}, ${actorKey(entry.actor)}, ${entry.subject},
          ${toJsonb(entry.before)}::jsonb, ${toJsonb(entry.after)}::jsonb, ${entry.playbookVersion ?? null},
          ${entry.correlationId})`;
    },
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
