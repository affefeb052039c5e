// A CRM in memory that keeps the port's promises: owners by id, records by key, and refusals that a test asks for.
import type { AssignOutcome, Assignment, Crm, CrmName, CrmRecord, NewRecord, UpdateOutcome } from '#ports/crm.ts';
import { refKey } from '#ports/crm.ts';
import { fakeCampaigns } from './fake-campaigns.ts';
import type { FakeCampaigns } from './fake-campaigns.ts';
import { NO_PAST } from './fake-history.ts';

export interface FakeCrm extends Crm {
  readonly campaigns: FakeCampaigns;
  /** Owners by refKey, as the CRM has them now. */
  readonly owners: Map<string, string | null>;
  readonly records: Map<string, CrmRecord>;
  readonly created: { readonly object: string; readonly record: NewRecord; readonly id: string }[];
  readonly updated: { readonly ref: string; readonly fields: object }[];
  readonly assigned: Assignment[];
  /** What the next assignments answer instead, oldest first; an Error is thrown. */
  readonly answers: (AssignOutcome | Error)[];
  readonly updates: UpdateOutcome[];
  /** The CRM's own words; null: records are made. */
  refuseCreation: string | null;
}

export function aFakeCrm(name: CrmName): FakeCrm {
  const crm: FakeCrm = {
    name,
    owners: new Map(),
    records: new Map(),
    created: [],
    updated: [],
    assigned: [],
    answers: [],
    updates: [],
    refuseCreation: null,
    tracked: ['lead'],
    account: async () => ({ id: `${name}-account`, name }),
    missingProperties: async () => [],
    async read(object, ids) {
      const found = ids.flatMap((id) => crm.records.get(refKey({ crm: name, object, id })) ?? []);
      const known = new Set(found.map(({ ref }) => ref.id));
      return { found, gone: ids.filter((id) => !known.has(id)), merged: [] };
    },
    changes: async (_, next) => ({ changes: [], next, caughtUp: true }),
    users: async () => [],
    stages: async () => [],
    async create(object, record) {
      if (crm.refuseCreation !== null) return { kind: 'refused', message: crm.refuseCreation };
      const earlier = crm.created.find((one) => one.record.key === record.key);
      const id = earlier?.id ?? `${name}-${object}-${crm.created.length + 1}`;
      const ref = { crm: name, object, id };
      if (earlier) return { kind: 'found', ref };
      crm.created.push({ object, record, id });
      crm.owners.set(refKey(ref), record.ownerId);
      return { kind: 'created', ref };
    },
    async update(ref, fields) {
      crm.updated.push({ ref: refKey(ref), fields });
      return crm.updates.shift() ?? { kind: 'updated' };
    },
    async assign(assignment) {
      crm.assigned.push(assignment);
      const answer = crm.answers.shift() ?? assign(crm.owners, assignment);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    recordUrl: (ref) => `https://${name}.test/${ref.object}/${ref.id}`,
    campaigns: fakeCampaigns(name),
    history: NO_PAST,
    workItems: null,
    close: async () => {},
  };
  return crm;
}

function assign(owners: Map<string, string | null>, { ref, to, expected }: Assignment): AssignOutcome {
  const owner = owners.get(refKey(ref)) ?? null;
  if (owner === to) return { kind: 'unchanged' };
  if (owner !== null && owner !== expected) return { kind: 'conflict', ownerId: owner };
  owners.set(refKey(ref), to);
  return { kind: 'assigned' };
}
