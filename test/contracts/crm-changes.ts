// The part of the CRM contract that pollers live on: nothing is missed, nothing comes twice, any page can be the last.
import { describe, expect, it } from 'vitest';
import type { Change, ChangeCursor, Crm } from '#ports/crm.ts';
import type { Start } from './crm-cases.ts';
import type { CrmHands } from './crm-harness.ts';

const BEGINNING: ChangeCursor = { at: new Date(0), id: '' };

export function describeChanges(start: Start): void {
  describe('changes', () => {
    it('lists everything once in order, over pages that cut through equal timestamps', async () => {
      const { crm, hands } = await start();
      const ids = [
        ...(await create(hands, 3, '2026-11-23T09:00:00Z')),
        ...(await create(hands, 230, '2026-11-23T09:00:01Z')),
        ...(await create(hands, 230, '2026-11-23T09:00:02Z')),
        ...(await create(hands, 2, '2026-11-23T09:00:03Z')),
      ];
      const { changes } = await drain(crm, BEGINNING);
      expect(changes.map(place)).toEqual(changes.map(place).sort());
      expect(changes.map(({ ref }) => ref.id).sort()).toEqual(ids.sort());
    });

    it('goes on after the last place, and stays there when nothing happened', async () => {
      const { crm, hands } = await start();
      const [first] = await create(hands, 5, '2026-11-23T09:00:00Z');
      const { next } = await drain(crm, BEGINNING);
      await expect(crm.changes('lead', next)).resolves.toEqual({ changes: [], next, caughtUp: true });
      hands.setTime(new Date('2026-11-23T09:05:00Z'));
      await hands.setTitle(first ?? '', 'CEO');
      const page = await crm.changes('lead', next);
      expect(page).toMatchObject({
        changes: [{ ref: { object: 'lead', id: first }, modifiedAt: new Date('2026-11-23T09:05:00Z'), deleted: false }],
        next: { at: new Date('2026-11-23T09:05:00Z'), id: first },
        caughtUp: true,
      });
    });

    it('looks back as far as it is told', async () => {
      const { crm, hands } = await start();
      await create(hands, 1, '2026-11-23T08:00:00Z');
      const seenBefore = await create(hands, 2, '2026-11-23T09:00:00Z');
      const { changes } = await drain(crm, { at: new Date('2026-11-23T08:55:00Z'), id: '' });
      expect(changes.map(({ ref }) => ref.id).sort()).toEqual(seenBefore.sort());
    });

    it('lists deletions where the CRM can', async () => {
      const { crm, hands, listsDeletions } = await start();
      const [id = ''] = await create(hands, 1, '2026-11-23T09:00:00Z');
      const { next } = await drain(crm, BEGINNING);
      hands.setTime(new Date('2026-11-23T09:05:00Z'));
      await hands.deleteLead(id);
      const { changes } = await drain(crm, next);
      expect(changes).toMatchObject(listsDeletions ? [{ ref: { id }, deleted: true }] : []);
    });

    it('tracks leads, companies and opportunities', async () => {
      const { crm } = await start();
      expect(crm.tracked).toEqual(expect.arrayContaining(['lead', 'company', 'opportunity']));
      for (const object of crm.tracked) {
        await expect(crm.changes(object, BEGINNING)).resolves.toMatchObject({ caughtUp: true });
      }
    });
  });
}

async function create(hands: CrmHands, count: number, at: string): Promise<string[]> {
  hands.setTime(new Date(at));
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    ids.push(await hands.createLead({ email: `${at}-${n}@x.test`.replaceAll(':', '.'), lastName: `P${n}` }));
  }
  return ids;
}

/** Page by page, each cursor stored and read back as JSON would be. */
async function drain(crm: Crm, from: ChangeCursor): Promise<{ changes: readonly Change[]; next: ChangeCursor }> {
  const changes: Change[] = [];
  let cursor = from;
  for (let pages = 0; pages < 50; pages += 1) {
    const page = await crm.changes('lead', { at: new Date(cursor.at.toISOString()), id: cursor.id });
    changes.push(...page.changes);
    cursor = page.next;
    if (page.caughtUp) return { changes, next: cursor };
  }
  throw new Error('fifty pages and no end: the cursor does not move');
}

function place({ modifiedAt, ref }: Change): string {
  return `${modifiedAt.toISOString()} ${ref.id}`;
}
