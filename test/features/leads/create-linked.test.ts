import { describe, expect, it } from 'vitest';
import { createLinked } from '#features/leads/create-linked.ts';
import type { CreateOutcome, NewRecord, RecordRef } from '#ports/crm.ts';
import { aCrmRecord } from '../../support/builders.ts';
import { aFakeCrm } from '../../support/fake-crm.ts';

const lead = (id: string): RecordRef => ({ crm: 'salesforce', object: 'lead', id });
const task: Omit<NewRecord, 'links'> = { fields: { subject: 'Call' }, ownerId: null, key: 'k', repeat: false };

/** Knows the leads of these ids, leads merged ones on, and refuses links to all others as Salesforce does. */
function aCrm({ living, merged = {} }: { living: readonly string[]; merged?: Readonly<Record<string, string>> }) {
  const asked: NewRecord[] = [];
  const crm = {
    ...aFakeCrm('salesforce'),
    async read(_: unknown, ids: readonly string[]) {
      const found = ids.filter((id) => living.includes(id)).map((id) => aCrmRecord({ ref: lead(id) }));
      const moved = ids.flatMap((from) => (merged[from] === undefined ? [] : [{ from, into: merged[from] }]));
      return { found, merged: moved, gone: ids.filter((id) => !living.includes(id) && merged[id] === undefined) };
    },
    async create(object: string, record: NewRecord): Promise<CreateOutcome> {
      asked.push(record);
      if (record.links.some(({ id }) => !living.includes(id))) {
        return { kind: 'refused', message: 'invalid cross reference id' };
      }
      return { kind: 'created', ref: { crm: 'salesforce', object: object as 'task', id: 'made' } };
    },
  };
  return { crm, asked };
}

describe('A record that is tied to others', () => {
  it.each([
    { when: 'its lead was merged', links: ['old'], tiedTo: ['new'] },
    { when: 'one of two leads was deleted', links: ['gone', 'new'], tiedTo: ['new'] },
  ])('is made for what stays when $when', async ({ links, tiedTo }) => {
    const { crm, asked } = aCrm({ living: ['new'], merged: { old: 'new' } });
    const outcome = await createLinked(crm, 'task', { ...task, links: links.map(lead) });
    expect(outcome.kind).toBe('created');
    expect(asked.at(-1)).toMatchObject({ repeat: true, links: tiedTo.map(lead) });
  });

  it('is refused in plain words when its lead was deleted', async () => {
    const { crm } = aCrm({ living: [] });
    const outcome = await createLinked(crm, 'task', { ...task, links: [lead('gone')] });
    expect(outcome).toEqual({ kind: 'refused', message: 'the lead is deleted' });
  });

  it('is refused in the CRM’s own words when its leads are as they were', async () => {
    const { crm, asked } = aCrm({ living: ['new'] });
    crm.create = async (_, record) => {
      asked.push(record);
      return { kind: 'refused', message: 'Stage is not active' };
    };
    const outcome = await createLinked(crm, 'opportunity', { ...task, links: [lead('new')] });
    expect(outcome).toEqual({ kind: 'refused', message: 'Stage is not active' });
    expect(asked).toHaveLength(1);
  });
});
