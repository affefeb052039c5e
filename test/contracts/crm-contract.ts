// Everything that ports/crm.ts promises, run against each adapter and the CRM behind it.
import { describe, expect, it, onTestFinished } from 'vitest';
import { Fault } from '#kernel/errors.ts';
import { describeAssigning } from './crm-assigning.ts';
import { kim, readLead, type Start } from './crm-cases.ts';
import { describeCampaigns } from './crm-campaigns.ts';
import { describeChanges } from './crm-changes.ts';
import { describeCreating, describeUpdating } from './crm-creating.ts';
import type { CrmHarness } from './crm-harness.ts';
import { describeReading } from './crm-reading.ts';

/** Runs the suite. `open` starts a fresh, empty account for each test. */
export function describeCrmContract(name: string, open: () => Promise<CrmHarness>): void {
  async function start(): Promise<CrmHarness> {
    const harness = await open();
    onTestFinished(() => harness.close());
    return harness;
  }

  describe(`${name} keeps the CRM contract`, () => {
    describeReading(start);
    describeChanges(start);
    describeAccount(start);
    describeCreating(start);
    describeUpdating(start);
    describeAssigning(start);
    describeCampaigns(start);
    describeBadLuck(start);
  });
}

function describeAccount(start: Start): void {
  describe('the account', () => {
    it('names itself, and links to its records', async () => {
      const { crm, hands } = await start();
      const account = await crm.account();
      expect(account.id).not.toBe('');
      expect(account.name).not.toBe('');
      const id = await hands.createLead(kim);
      expect(new URL(crm.recordUrl({ crm: crm.name, object: 'lead', id })).href).toContain(id);
    });

    it('lists its people', async () => {
      const { crm, ana, bo } = await start();
      const users = await crm.users();
      expect(users.find(({ id }) => id === ana)).toMatchObject({
        email: 'ana@acme.test',
        active: true,
        kind: 'person',
      });
      expect(users.find(({ id }) => id === bo)).toMatchObject({ email: 'bo@acme.test', active: true, kind: 'person' });
    });

    it('shows stages by label, in order, and which of them end an opportunity', async () => {
      const { crm } = await start();
      const leadStages = await crm.stages('lead');
      expect(leadStages.length).toBeGreaterThan(1);
      expect(leadStages.every(({ label }) => label !== '')).toBe(true);
      const stages = await crm.stages('opportunity');
      expect(stages[0]).toMatchObject({ closed: false, won: false });
      expect(stages.filter(({ won }) => won)).toMatchObject([{ closed: true }]);
    });

    it('has every mapped property, or says which is missing and what was meant', async () => {
      const { crm, misspelt } = await start();
      await expect(crm.missingProperties()).resolves.toEqual([]);
      await expect(misspelt.crm.missingProperties()).resolves.toEqual([
        { path: 'lead.score', property: misspelt.property, suggestion: misspelt.suggestion },
      ]);
    });
  });
}

function describeBadLuck(start: Start): void {
  describe('bad luck', () => {
    it.each(['reset', 'rate_limited'] as const)('gets over one %s', async (kind) => {
      const { crm, hands } = await start();
      const id = await hands.createLead(kim);
      hands.disturb(kind, 1);
      expect((await readLead(crm, id)).ref.id).toBe(id);
    });

    it.each([
      { kind: 'reset', code: 'unavailable' },
      { kind: 'hang', code: 'timeout' },
      { kind: 'rate_limited', code: 'rate_limited' },
    ] as const)('gives up with "$code" when every call meets a $kind', async ({ kind, code }) => {
      const { crm, hands } = await start();
      hands.disturb(kind, 99);
      await expect(crm.users()).rejects.toMatchObject({ name: 'Fault', code });
    });

    it('throws "unauthorized" for credentials that no longer work, and does not go on trying', async () => {
      const { crm, hands } = await start();
      hands.revokeAccess();
      await expect(crm.users()).rejects.toMatchObject({ name: 'Fault', code: 'unauthorized' });
    });

    it('answers nothing more once it is closed', async () => {
      const { crm } = await start();
      await crm.close();
      await expect(crm.users()).rejects.toBeInstanceOf(Fault);
    });
  });
}
