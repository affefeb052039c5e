// The part of the CRM contract about reading records.
import { describe, expect, it } from 'vitest';
import { byText, kim, readLead, type Start } from './crm-cases.ts';

export function describeReading(start: Start): void {
  describe('reading', () => {
    it('reads any number of records', async () => {
      const { crm, hands } = await start();
      const ids: string[] = [];
      for (let n = 0; n < 250; n += 1) ids.push(await hands.createLead({ email: `p${n}@x.test`, lastName: `P${n}` }));
      const { found, gone, merged } = await crm.read('lead', ids);
      expect(found.map(({ ref }) => ref.id).sort(byText)).toEqual(ids.toSorted(byText));
      expect({ gone, merged }).toEqual({ gone: [], merged: [] });
    });

    it('asks for nothing when given nothing', async () => {
      const { crm, hands } = await start();
      hands.disturb('reset', 99);
      await expect(crm.read('lead', [])).resolves.toEqual({ found: [], gone: [], merged: [] });
    });

    it('maps fields to our names: numbers are numbers, empty is null', async () => {
      const { crm, hands } = await start();
      const at = new Date('2026-11-23T09:30:00Z');
      hands.setTime(at);
      const full = await readLead(crm, await hands.createLead(kim));
      expect(full).toMatchObject({
        ref: { crm: crm.name, object: 'lead' },
        createdAt: at,
        modifiedAt: at,
        fields: { email: 'kim@globex.test', last_name: 'Okafor', title: 'CTO', score: 91 },
        converted: null,
      });
      const bare = await readLead(crm, await hands.createLead({ email: 'lee@x.test', lastName: 'Lee' }));
      expect(bare.fields).toMatchObject({ title: null, score: null });
    });

    it("brings the lead's company along", async () => {
      const { crm, hands } = await start();
      const lead = await readLead(crm, await hands.createLead(kim));
      expect(lead.company?.fields).toMatchObject({ name: 'Globex', employees: 620 });
    });

    it('tells what is deleted, never was, or lives on elsewhere', async () => {
      const { crm, hands, unknownLeadId } = await start();
      const winner = await hands.createLead(kim);
      const loser = await hands.createLead({ email: 'kim@old.test', lastName: 'Okafor' });
      const deleted = await hands.createLead({ email: 'lee@x.test', lastName: 'Lee' });
      await hands.mergeLeads(winner, loser);
      await hands.deleteLead(deleted);
      const result = await crm.read('lead', [deleted, unknownLeadId, loser]);
      expect(result.gone.toSorted(byText)).toEqual([deleted, unknownLeadId].sort(byText));
      expect(result.merged).toEqual([{ from: loser, into: winner }]);
      expect(result.found.map(({ ref }) => ref.id)).toEqual([winner]);
    });
  });
}
