// How many records HubSpot has, from the count that comes with a search; archived ones are not in it. Sums it has none.
import { z } from 'zod';
import type { HistoryTotals } from '#ports/crm-history.ts';
import type { HubspotApi } from '../client.ts';
import { OBJECTS, scan } from './listed.ts';

const Counted = z.object({ total: z.number() });

export interface CountFilter {
  readonly propertyName: string;
  readonly operator: 'EQ' | 'GT' | 'HAS_PROPERTY';
  readonly value?: string;
}

export async function countOf(
  api: HubspotApi,
  object: string,
  filters: readonly CountFilter[] = [],
): Promise<HistoryTotals> {
  const call = { ...scan('search'), lane: 'search' } as const;
  const { total } = await api.send(call, Counted, {
    method: 'POST',
    path: `${OBJECTS}/${object}/search`,
    body: { filterGroups: filters.length === 0 ? [] : [{ filters }], limit: 1 },
  });
  return { count: total, amounts: null };
}
