// The fields of companies beside the contacts and deals of a page: those that a page of companies has just told are not
// asked for again.
import type { Fields, FieldMap } from '#ports/crm.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import type { HubspotApi } from '../client.ts';
import { fieldsOf, readFields } from '../fields.ts';
import type { PropertyLists } from '../properties.ts';
import { readBatch, type ListedRecord } from './listed.ts';

const MOST = 50_000;
const FRESH_MS = 15 * MINUTE_MS;

export interface KnownCompanies {
  note(records: readonly ListedRecord[]): Promise<void>;
  /** Our fields of each; asks for those that are not known. Throws Fault. */
  fields(ids: readonly string[]): Promise<ReadonlyMap<string, Fields>>;
}

export function createKnownCompanies(deps: {
  readonly api: HubspotApi;
  readonly lists: PropertyLists;
  readonly fieldMap: () => FieldMap;
}): KnownCompanies {
  let known = new Map<string, Fields>();
  let since = performance.now();
  let map: FieldMap | null = null;

  /** Forgets what is old, and everything once the playbook maps otherwise. */
  function current(): Map<string, Fields> {
    const now = deps.fieldMap();
    const other = JSON.stringify(map) !== JSON.stringify(now);
    if (other || performance.now() - since > FRESH_MS || known.size > MOST) {
      known = new Map();
      since = performance.now();
      map = now;
    }
    return known;
  }

  async function note(records: readonly ListedRecord[]): Promise<void> {
    const definitions = await deps.lists.of('companies');
    const mapped = fieldsOf(deps.fieldMap(), 'companies');
    const kept = current();
    for (const { id, properties } of records) {
      kept.set(id, readFields(mapped, definitions, properties));
    }
  }

  return {
    note,
    async fields(ids) {
      const missing = [...new Set(ids)].filter((id) => !current().has(id));
      const properties = fieldsOf(deps.fieldMap(), 'companies').map(({ property }) => property);
      if (missing.length > 0) await note(await readBatch(deps.api, 'companies', missing, { properties }));
      const kept = current();
      return new Map(ids.flatMap((id) => (kept.has(id) ? [[id, kept.get(id) ?? {}] as const] : [])));
    },
  };
}
