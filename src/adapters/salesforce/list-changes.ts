// The list of changes for pollers: by SystemModstamp and id, deleted records included, one page a call.
import { z } from 'zod';
import type { ChangeCursor, ChangePage, CrmObject } from '#ports/crm.ts';
import { OBJECTS } from './objects.ts';
import type { OrgView } from './org-view.ts';
import * as soql from './soql.ts';
import { instant } from './values.ts';

const ChangedRow = z.object({ Id: z.string(), SystemModstamp: z.string(), IsDeleted: z.boolean() });

/** See `Crm.changes`. SystemModstamp counts whole seconds, so equal places are common and the id decides. Throws Fault. */
export async function listChanges(org: OrgView, object: CrmObject, after: ChangeCursor): Promise<ChangePage> {
  const query = soql.select({
    select: ['Id', 'SystemModstamp', 'IsDeleted'],
    from: OBJECTS[object].sobject,
    where: soql.strictlyAfter(after),
    orderBy: ['SystemModstamp', 'Id'],
    limit: org.pageSize,
  });
  const rows = await org.client.query(query, ChangedRow, { kind: 'changes', urgency: 'scan', withDeleted: true });
  const changes = rows.map((row) => ({
    ref: { crm: 'salesforce', object, id: row.Id } as const,
    modifiedAt: instant(row.SystemModstamp),
    deleted: row.IsDeleted,
  }));
  const last = changes.at(-1);
  const next = last === undefined ? after : { at: last.modifiedAt, id: last.ref.id };
  return { changes, next, caughtUp: rows.length < org.pageSize };
}
