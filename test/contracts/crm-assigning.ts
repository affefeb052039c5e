// The part of the CRM contract about owners: what a claim writes, and whom it never overwrites.
import { describe, expect, it } from 'vitest';
import type { CrmHarness } from './crm-harness.ts';
import { kim, readLead, settled, type Start } from './crm-cases.ts';

export function describeAssigning(start: Start): void {
  async function aLead(harness: CrmHarness) {
    const { crm, hands } = harness;
    const id = await hands.createLead(kim);
    const expected = (await readLead(crm, id)).ownerId;
    return { ...harness, id, ref: { crm: crm.name, object: 'lead', id } as const, expected };
  }

  describe('assigning', () => {
    it('gives the record its owner', async () => {
      const { crm, hands, ana, id, ref, expected } = await aLead(await start());
      await expect(crm.assign({ ref, to: ana, expected })).resolves.toEqual({ kind: 'assigned' });
      expect(hands.ownerOf(id)).toBe(ana);
      expect((await readLead(crm, id)).ownerId).toBe(ana);
    });

    it('leaves it alone when it is theirs already', async () => {
      const { crm, hands, ana, id, ref, expected } = await aLead(await start());
      await hands.setOwner(id, ana);
      await expect(crm.assign({ ref, to: ana, expected })).resolves.toEqual({ kind: 'unchanged' });
    });

    it('reports whoever took it meanwhile, and overwrites nothing', async () => {
      const { crm, hands, ana, bo, id, ref, expected } = await aLead(await start());
      await hands.setOwner(id, bo);
      await expect(crm.assign({ ref, to: ana, expected })).resolves.toEqual({ kind: 'conflict', ownerId: bo });
      expect(hands.ownerOf(id)).toBe(bo);
    });

    it('moves it from the owner that was expected', async () => {
      const { crm, hands, ana, bo, id, ref } = await aLead(await start());
      await hands.setOwner(id, bo);
      await expect(crm.assign({ ref, to: ana, expected: bo })).resolves.toEqual({ kind: 'assigned' });
      expect(hands.ownerOf(id)).toBe(ana);
    });

    it("passes on a refusal in the CRM's own words", async () => {
      const { crm, hands, ana, ref, expected } = await aLead(await start());
      hands.refuse('lead', 'A lead status is required when an owner is set');
      await expect(crm.assign({ ref, to: ana, expected })).resolves.toEqual({
        kind: 'refused',
        message: expect.stringContaining('A lead status is required when an owner is set'),
      });
    });

    it('says when the record is gone', async () => {
      const { crm, hands, ana, id, ref, expected } = await aLead(await start());
      await hands.deleteLead(id);
      await expect(crm.assign({ ref, to: ana, expected })).resolves.toEqual({ kind: 'gone' });
    });

    it('is done once although its answer was lost', async () => {
      const { crm, hands, ana, id, ref, expected } = await aLead(await start());
      hands.loseNextWriteAnswer();
      await settled(crm.assign({ ref, to: ana, expected }));
      await expect(crm.assign({ ref, to: ana, expected })).resolves.toEqual({ kind: 'unchanged' });
      expect(hands.ownerOf(id)).toBe(ana);
    });
  });
}
