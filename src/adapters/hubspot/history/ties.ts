// The ties of records that came in a batch, which tells none: asked for a hundred records at a time, and put where a list
// would have them.
import { z } from 'zod';
import type { HistoryParts } from './deps.ts';
import { scan, type ListedRecord } from './listed.ts';
import type { HistoryObject } from './wanted.ts';

const MOST = 100;
const PRIMARY_LABEL = 'Primary';

const TieBatch = z.object({
  results: z.array(
    z.object({
      from: z.object({ id: z.string() }),
      to: z.array(
        z.object({
          toObjectId: z.coerce.string(),
          associationTypes: z.array(z.object({ label: z.string().nullish() })),
        }),
      ),
    }),
  ),
});

type Ties = NonNullable<ListedRecord['associations']>[string];

/** A contact that carries its primary company needs no call. Throws Fault. */
export async function withTies(
  parts: HistoryParts,
  object: HistoryObject,
  records: readonly ListedRecord[],
): Promise<readonly ListedRecord[]> {
  if (object === 'companies') return records;
  const alone = records.filter(({ properties }) => !properties['associatedcompanyid']).map(({ id }) => id);
  const companies = await tiesTo(
    parts,
    object,
    object === 'contacts' ? alone : records.map(({ id }) => id),
    'companies',
  );
  const contacts =
    object === 'deals'
      ? await tiesTo(
          parts,
          object,
          records.map(({ id }) => id),
          'contacts',
        )
      : new Map<string, Ties>();
  return records.map((record) => ({
    ...record,
    associations: {
      companies: companies.get(record.id) ?? { results: [] },
      contacts: contacts.get(record.id) ?? { results: [] },
    },
  }));
}

/** By the id that they lead from; of any object. */
export async function tiesTo(
  { api }: Pick<HistoryParts, 'api'>,
  from: string,
  ids: readonly string[],
  to: string,
): Promise<ReadonlyMap<string, Ties>> {
  const found = new Map<string, Ties>();
  for (let at = 0; at < ids.length; at += MOST) {
    const inputs = ids.slice(at, at + MOST).map((id) => ({ id }));
    const path = `/crm/v4/associations/${from}/${to}/batch/read`;
    const { results } = await api.send(scan('associations'), TieBatch, { method: 'POST', path, body: { inputs } });
    for (const { from: end, to: links } of results) {
      const ties = links.map(({ toObjectId, associationTypes }) => {
        const primary = associationTypes.some(({ label }) => label === PRIMARY_LABEL);
        return { id: toObjectId, type: primary ? 'primary' : 'tie_unlabeled' };
      });
      found.set(end.id, { results: ties });
    }
  }
  return found;
}
