// Campaigns of a CRM in memory, that keep the port's promises, and what somebody does to them by hand.
import type { CrmName } from '#ports/crm.ts';
import type { CampaignWriteOutcome, CrmCampaign, CrmCampaignFields, CrmCampaigns } from '#ports/crm-campaigns.ts';

interface CampaignWrite {
  /** Null: a new one. */
  readonly id: string | null;
  readonly key: string | null;
  readonly repeat: boolean;
  readonly fields: Partial<CrmCampaignFields>;
}

export interface FakeCampaigns extends CrmCampaigns {
  /** What stands there, by id. */
  readonly there: Map<string, CrmCampaign>;
  /** Every call that wrote or tried to, oldest first. */
  readonly writes: CampaignWrite[];
  /** What the next writes answer instead of being done, oldest first; an Error is thrown. */
  readonly answers: (CampaignWriteOutcome | Error)[];
  /** The next writes are done, and throw this instead of answering. */
  readonly lost: Error[];
  /** Somebody makes or changes one in the CRM's own pages. */
  edit(id: string, fields: Partial<CrmCampaignFields>, by?: string): void;
  remove(id: string): void;
}

export function fakeCampaigns(crm: CrmName): FakeCampaigns {
  const ids = new Map<string, string>();
  const gone: { readonly id: string; readonly at: Date }[] = [];
  let ticks = Date.parse('2026-11-23T00:00:00Z');
  const tick = (): Date => new Date((ticks += 1000));

  function put(id: string, fields: Partial<CrmCampaignFields>, modifiedBy: string | null): CrmCampaign {
    const before = fake.there.get(id)?.fields ?? { name: '', state: 'planned' };
    const campaign: CrmCampaign = { crm, id, fields: { ...before, ...fields }, modifiedAt: tick(), modifiedBy };
    fake.there.set(id, campaign);
    return campaign;
  }

  function write(attempt: CampaignWrite, id: () => string | null): CampaignWriteOutcome {
    fake.writes.push(attempt);
    const answer = fake.answers.shift();
    if (answer instanceof Error) throw answer;
    if (answer !== undefined) return answer;
    const target = id();
    if (target === null) return { kind: 'gone' };
    const campaign = put(target, attempt.fields, null);
    const lost = fake.lost.shift();
    if (lost !== undefined) throw lost;
    return { kind: 'written', campaign, differs: [] };
  }

  const fake: FakeCampaigns = {
    there: new Map(),
    writes: [],
    answers: [],
    lost: [],
    edit: (id, fields, by) => void put(id, fields, by ?? null),
    remove(id) {
      fake.there.delete(id);
      gone.push({ id, at: tick() });
    },
    async create(fields, key, repeat) {
      return write({ id: null, key, repeat, fields }, () => {
        const earlier = repeat ? ids.get(key) : undefined;
        const id = earlier ?? `${crm}-campaign-${fake.there.size + 1}`;
        ids.set(key, id);
        return id;
      });
    },
    async update(id, fields) {
      return write({ id, key: null, repeat: false, fields }, () => (fake.there.has(id) ? id : null));
    },
    read: async (id) => fake.there.get(id) ?? null,
    async changes(place) {
      const since = place ?? { at: new Date(0), id: '' };
      const later = (at: Date, id: string): boolean =>
        at > since.at || (at.getTime() === since.at.getTime() && id > since.id);
      const campaigns = [...fake.there.values()].filter(({ modifiedAt, id }) => later(modifiedAt, id));
      campaigns.sort((a, b) => a.modifiedAt.getTime() - b.modifiedAt.getTime());
      const removed = gone.filter(({ id, at }) => later(at, id));
      const places = [...campaigns.map(({ id, modifiedAt: at }) => ({ id, at })), ...removed];
      const next = places.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0] ?? since;
      return { campaigns, gone: removed.map(({ id }) => id), next, caughtUp: true };
    },
    url: (id) => `https://${crm}.test/campaign/${id}`,
  };
  return fake;
}
