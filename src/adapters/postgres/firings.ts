// Which rules acted on which subject. The unique row is why nothing fires twice.
import { z } from 'zod';
import type { FiringStore } from '#features/leads/store.ts';
import type { Queries } from './client.ts';
import { FieldValueColumn, toJsonb } from './json-columns.ts';

const ValuesColumn = z.array(z.object({ path: z.string(), value: FieldValueColumn }));

export function createFiringStore(db: Queries): FiringStore {
  return {
    async record(firing) {
      const recorded = await db.$executeRaw`
        INSERT INTO rule_firing (rule, subject, edge, event, playbook_version, "values", at, correlation_id)
        VALUES (${firing.rule}, ${firing.subject}, ${firing.edge}, ${firing.event}, ${firing.playbookVersion},
          ${toJsonb(firing.values)}::jsonb, ${firing.at}, ${firing.correlationId})
        ON CONFLICT DO NOTHING`;
      return recorded === 1;
    },
    async ofSubject(subject) {
      const rows = await db.ruleFiring.findMany({ where: { subject }, orderBy: [{ at: 'asc' }, { rule: 'asc' }] });
      return rows.map((row) => ({ ...row, values: ValuesColumn.parse(row.values) }));
    },
  };
}
