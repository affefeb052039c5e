// What JSON columns hold, checked on reading: they are text that some version of us wrote, not types.
import { z } from 'zod';
import type { Facts } from '#features/playbook/facts.ts';
import type { Fields } from '#ports/crm.ts';
import type { JsonObject } from '#ports/json.ts';

export const FieldValueColumn = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const FieldsColumn: z.ZodType<Fields> = z.record(z.string(), FieldValueColumn);

export const FactsColumn: z.ZodType<Facts> = z.object({
  lead: FieldsColumn.nullable(),
  company: FieldsColumn.nullable(),
  opportunity: FieldsColumn.nullable(),
});

export const JsonObjectColumn: z.ZodType<JsonObject> = z.record(z.string(), z.json());

/** A value for a `::jsonb` parameter; null stays SQL's NULL. */
export function toJsonb(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
