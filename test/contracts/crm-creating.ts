// The part of the CRM contract about making and changing records: once each, or with the CRM's own words of refusal.
import { describe, expect, it } from 'vitest';
import type { CreateOutcome, NewRecord, RecordRef } from '#ports/crm.ts';
import { kim, readLead, settled, type Start } from './crm-cases.ts';

function anOpportunity(changes: Partial<NewRecord> = {}): NewRecord {
  return {
    fields: { name: 'Globex - inbound', close_date: '2027-02-21', amount: 12_000 },
    ownerId: null,
    key: 'enterprise-leads:lead-1',
    links: [],
    repeat: false,
    ...changes,
  };
}

export function describeCreating(start: Start): void {
  describe('creating', () => {
    it('makes an opportunity with its owner, in a stage given by label', async () => {
      const { crm, hands, ana } = await start();
      const lead = await hands.createLead(kim);
      const stage = (await crm.stages('opportunity'))[1];
      const fields = { ...anOpportunity().fields, stage: stage?.label ?? '' };
      const links = [{ crm: crm.name, object: 'lead', id: lead } as const];
      const outcome = await crm.create('opportunity', anOpportunity({ fields, ownerId: ana, links }));
      const ref = refOf(outcome);
      const { found } = await crm.read('opportunity', [ref.id]);
      expect(found).toMatchObject([
        { ref, ownerId: ana, fields: { name: 'Globex - inbound', amount: 12_000, stage: stage?.id } },
      ]);
      expect(found[0]?.fields['close_date']).toContain('2027-02-21');
    });

    it.each(['opportunity', 'task'] as const)(
      'finds the %s of the same key instead of making a second',
      async (object) => {
        const { crm, hands } = await start();
        const record = aNew(object, { crm: crm.name, object: 'lead', id: await hands.createLead(kim) });
        const first = await crm.create(object, record);
        const second = await crm.create(object, { ...record, repeat: true });
        const third = await crm.create(object, { ...record, key: 'other-rule:lead-1', repeat: true });
        expect(first.kind).toBe('created');
        expect(second).toEqual({ kind: 'found', ref: refOf(first) });
        expect(third.kind).toBe('created');
      },
    );

    it.each(['opportunity', 'task'] as const)('finds the %s whose answer was lost', async (object) => {
      const { crm, hands } = await start();
      const record = aNew(object, { crm: crm.name, object: 'lead', id: await hands.createLead(kim) });
      hands.loseNextWriteAnswer();
      await settled(crm.create(object, record));
      const repeated = await crm.create(object, { ...record, repeat: true });
      expect(repeated.kind).toBe('found');
      expect([...hands.opportunityNames(), ...hands.taskSubjects()]).toHaveLength(1);
    });

    it('finds the opportunity that was made before the CRM knew its lead', async () => {
      const { crm, hands } = await start();
      const first = await crm.create('opportunity', anOpportunity());
      const lead: RecordRef = { crm: crm.name, object: 'lead', id: await hands.createLead(kim) };
      const repeated = await crm.create('opportunity', anOpportunity({ links: [lead], repeat: true }));
      expect(repeated).toEqual({ kind: 'found', ref: refOf(first) });
    });

    it('makes a task that names its lead', async () => {
      const { crm, hands } = await start();
      const lead: RecordRef = { crm: crm.name, object: 'lead', id: await hands.createLead(kim) };
      const ref = refOf(await crm.create('task', aNew('task', lead)));
      expect(hands.taskSubjects()).toEqual(['Call Kim']);
      const { found } = await crm.read('task', [ref.id]);
      expect(found).toMatchObject([{ ref, fields: { subject: 'Call Kim' }, leadIds: [lead.id] }]);
    });

    it("passes on a refusal in the CRM's own words", async () => {
      const { crm, hands } = await start();
      const takeBack = hands.refuse('opportunity', 'Give the region, please');
      await expect(crm.create('opportunity', anOpportunity())).resolves.toEqual({
        kind: 'refused',
        message: expect.stringContaining('Give the region, please'),
      });
      takeBack();
      await expect(crm.create('opportunity', anOpportunity())).resolves.toMatchObject({ kind: 'created' });
    });
  });
}

function aNew(object: 'opportunity' | 'task', lead: RecordRef): NewRecord {
  const task = { subject: 'Call Kim', body: 'Asked for a demo', due: '2026-11-24T09:00:00.000Z', kind: 'call' };
  return anOpportunity({ links: [lead], ...(object === 'task' ? { fields: task } : {}) });
}

export function describeUpdating(start: Start): void {
  describe('updating', () => {
    it('writes our fields', async () => {
      const { crm, hands } = await start();
      const id = await hands.createLead(kim);
      await expect(crm.update({ crm: crm.name, object: 'lead', id }, { title: 'CEO', score: 95 })).resolves.toEqual({
        kind: 'updated',
      });
      expect((await readLead(crm, id)).fields).toMatchObject({ title: 'CEO', score: 95 });
    });

    it("passes on a refusal in the CRM's own words, and says when the record is gone", async () => {
      const { crm, hands } = await start();
      const id = await hands.createLead(kim);
      const ref = { crm: crm.name, object: 'lead', id } as const;
      const takeBack = hands.refuse('lead', 'Titles are frozen this week');
      await expect(crm.update(ref, { title: 'CEO' })).resolves.toEqual({
        kind: 'refused',
        message: expect.stringContaining('Titles are frozen this week'),
      });
      takeBack();
      await hands.deleteLead(id);
      await expect(crm.update(ref, { title: 'CEO' })).resolves.toEqual({ kind: 'gone' });
    });
  });
}

function refOf(outcome: CreateOutcome): RecordRef {
  if (outcome.kind === 'refused') throw new Error(`refused: ${outcome.message}`);
  return outcome.ref;
}
