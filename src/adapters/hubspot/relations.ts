// Which records belong together: association reads in batches of 100.
import { z } from 'zod';
import type { CrmCall } from '#adapters/http/policy.ts';
import type { HubspotApi } from './client.ts';
import type { HubspotObject } from './objects.ts';

export const BATCH_LIMIT = 100;

const PRIMARY_LABEL = 'Primary';

const AssociationBatch = z.object({
  results: z.array(
    z.object({
      _from: z.object({ id: z.string() }),
      to: z.array(
        z.object({
          toObjectId: z.coerce.string(),
          associationTypes: z.array(z.object({ label: z.string().nullish() })),
        }),
      ),
    }),
  ),
});

/** Associated ids by the record they belong to, the primary one first. A record without any is left out. */
export async function readRelations(
  api: HubspotApi,
  from: HubspotObject,
  ids: readonly string[],
  to: HubspotObject,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const call: CrmCall = { kind: 'associations', effect: 'read', urgency: 'normal' };
  const batches = await Promise.all(
    chunks(ids, BATCH_LIMIT).map((batch) =>
      api.call(call, AssociationBatch, (client, options) =>
        client.crm.associations.v4.batchApi.getPage(from, to, { inputs: batch.map((id) => ({ id })) }, options),
      ),
    ),
  );
  return new Map(
    batches.flatMap(({ results }) =>
      results.map(({ _from, to: links }) => {
        const primaryFirst = links.toSorted((a, b) => Number(isPrimary(b)) - Number(isPrimary(a)));
        return [_from.id, primaryFirst.map(({ toObjectId }) => toObjectId)] as const;
      }),
    ),
  );
}

function isPrimary(link: { associationTypes: readonly { label?: string | null | undefined }[] }): boolean {
  return link.associationTypes.some(({ label }) => label === PRIMARY_LABEL);
}

export function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}
