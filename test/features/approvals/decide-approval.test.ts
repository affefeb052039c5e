import { describe, expect, it } from 'vitest';
import { approvalSubject } from '#features/approvals/approval.ts';
import { budgetOf, fay, mark, mia, nora, opa, useApprovalHouse, vera, zoe } from '../../support/approval-house.ts';

const house = useApprovalHouse();

describe('a request over two steps', () => {
  it('is approved when one of the group and then both of the second step said yes', async () => {
    const asked = await house.ask();
    expect(await house.asked(asked.id)).toEqual(['Mark', 'Mia', 'Nora']);
    expect(await house.press(asked, vera)).toMatchObject({ kind: 'refused', because: 'not_your_step_yet' });
    expect(await house.press(asked, nora)).toMatchObject({ kind: 'decided', approval: { state: 'pending' } });
    expect(await house.asked(asked.id)).toEqual(['Fay', 'Vera']);
    expect(await house.press(asked, mia)).toMatchObject({ kind: 'refused', because: 'step_done' });
    await house.press(asked, vera);
    expect(await house.press(asked, vera)).toMatchObject({ because: 'already_decided', who: [fay.id] });
    expect(await house.press(asked, fay)).toMatchObject({ kind: 'decided', approval: { state: 'approved' } });
    expect(house.told).toContain(`approved A-${asked.id}`);
    expect((await house.audited(approvalSubject(asked.id))).map(({ action }) => action)).toEqual([
      'approval.requested',
      'approval.step_opened',
      'approval.voted',
      'approval.step_opened',
      'approval.voted',
      'approval.voted',
      'approval.approved',
    ]);
  });

  it('is used once, for exactly what was approved', async () => {
    const asked = await house.ask();
    for (const person of [mark, vera, fay]) await house.press(asked, person);
    expect(await house.spend(asked, budgetOf(26_000).content)).toBe('stale');
    expect(await house.spend(asked, asked.content)).toBe('spent');
    expect(await house.spend(asked, asked.content)).toBe('not_approved');
    expect(await house.press(asked, opa)).toMatchObject({ because: 'over' });
  });

  it('asks everybody again when the budget is edited, and takes no press on the older card', async () => {
    const asked = await house.ask();
    await house.press(asked, nora);
    const again = await house.edit(asked, 30_000);
    expect(again).toMatchObject({ revision: 2, state: 'pending', votes: [], because: 'the budget was changed' });
    expect(await house.press(asked, nora)).toMatchObject({ because: 'changed' });
    expect(await house.press({ id: asked.id, revision: 2 }, nora)).toMatchObject({ kind: 'decided' });
    expect(await house.press({ id: asked.id, revision: 2 }, zoe)).toMatchObject({ because: 'own_request' });
  });
});
