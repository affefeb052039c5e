// What the clock does: reminders and escalation in each approver's own working time, expiry in the organization's.
import { describe, expect, it } from 'vitest';
import { approvalSubject } from '#features/approvals/approval.ts';
import type { Approval } from '#features/approvals/approval.ts';
import { lookAfterApprovals } from '#features/approvals/look-after.ts';
import { MINUTE_MS } from '#kernel/time.ts';
import { fay, mark, mia, nora, opa, TWO_STEPS, useApprovalHouse, vera, zoe } from '../../support/approval-house.ts';

const house = useApprovalHouse(`${TWO_STEPS}    remind_after: 4h\n    escalate_after: 1d\n    expire_after: 3d\n`);

/** Monday noon UTC: one o'clock in Berlin, noon in London. */
const MONDAY = '2026-03-02';

async function at(moment: string): Promise<void> {
  house.clock.set(new Date(moment));
  await lookAfterApprovals(house.desk);
}

async function reminded({ id }: Approval): Promise<readonly string[]> {
  const entries = await house.audited(approvalSubject(id));
  return entries
    .filter(({ action }) => action === 'approval.reminded')
    .map(({ after }) => after?.['person'] as string)
    .toSorted((one, other) => one.localeCompare(other));
}

describe('an approver who says nothing', () => {
  it('is reminded after four of their own working hours, and then after twice as long', async () => {
    house.clock.set(new Date(`${MONDAY}T12:00:00Z`));
    const asked = await house.ask();
    await at(`${MONDAY}T15:59:00Z`);
    expect(await reminded(asked)).toEqual([]);
    // A request is looked at every five minutes.
    await at(`${MONDAY}T16:04:00Z`);
    expect(await reminded(asked)).toEqual([mark.id, mia.id, nora.id]);
    await at(`${MONDAY}T17:30:00Z`);
    expect(await reminded(asked)).toHaveLength(3);
    await at('2026-03-03T16:59:00Z');
    expect((await reminded(asked)).filter((person) => person === mark.id)).toHaveLength(2);
    const whispers = await house.db.rows<{ payload: { to: string; text: string } }>(
      `SELECT payload FROM outbox WHERE kind = 'lead.whisper' AND payload->>'to' = $1`,
      [nora.id],
    );
    expect(whispers.map(({ payload }) => payload.text)).toContain(
      `A-${asked.id} (Launch of Spring) waits for your decision. Without one it expires on 5 Mar 2026, 12:00.`,
    );
  });

  it('is not reminded by night, on their holiday, or while their status says that they are away', async () => {
    house.clock.set(new Date(`${MONDAY}T16:30:00Z`));
    await house.setPerson({ ...mark, away: true });
    const asked = await house.ask();
    await at('2026-03-03T03:00:00Z');
    expect(await reminded(asked)).toEqual([]);
    await at('2026-03-03T13:00:00Z');
    expect(await reminded(asked)).toEqual([mia.id, nora.id]);
    await house.setPerson(mark);
  });
});

describe('a step that nobody decides', () => {
  it('is escalated after a working day: others may decide as well, and those who were asked still may', async () => {
    house.clock.set(new Date('2026-03-06T12:00:00Z'));
    const asked = await house.ask();
    await at('2026-03-09T11:59:00Z');
    expect(await house.asked(asked.id)).toEqual(['Mark', 'Mia', 'Nora']);
    await at('2026-03-09T12:06:00Z');
    expect(await house.asked(asked.id)).toEqual(['Mark', 'Mia', 'Nora', 'Opa']);
    expect(await house.audited(approvalSubject(asked.id))).toContainEqual({
      action: 'approval.escalated',
      after: { step: 1, people: expect.arrayContaining([mark.id]), because: 'not decided in time' },
    });
    expect(await house.press(asked, opa)).toMatchObject({ kind: 'decided' });
    expect(await house.asked(asked.id)).toEqual(['Fay', 'Vera']);
  });

  it('expires with the outcome that the policy states, and takes no press afterwards', async () => {
    house.clock.set(new Date('2026-03-06T12:00:00Z'));
    const asked = await house.ask();
    house.clock.set(new Date('2026-03-11T12:00:00Z'));
    expect(await house.press(asked, nora)).toMatchObject({ kind: 'refused', because: 'expired' });
    await lookAfterApprovals(house.desk);
    expect(await house.get(asked.id)).toMatchObject({
      state: 'expired',
      because: 'nobody decided in time',
      dueAt: null,
    });
    expect(house.told).toContain(`expired A-${asked.id}`);
    expect(await house.press(asked, nora)).toMatchObject({ because: 'expired' });
    expect(await house.asked(asked.id)).toEqual([]);
  });

  it('is rejected instead where the policy says so', async () => {
    house.govern(`${TWO_STEPS}    expires_as: rejected\n    expire_after: 1h\n`);
    house.clock.set(new Date('2026-03-06T12:00:00Z'));
    const asked = await house.ask();
    await at('2026-03-06T13:00:00Z');
    expect(await house.get(asked.id)).toMatchObject({ state: 'rejected' });
    expect(house.told).toContain(`rejected A-${asked.id}`);
  });
});

describe('a step that too few can decide', () => {
  it('goes to admins at once when its group has no members, and ops are told', async () => {
    house.govern(TWO_STEPS);
    await house.setGroup('marketing-managers', []);
    const asked = await house.ask();
    expect(await house.asked(asked.id)).toEqual(['Opa']);
    expect(await opsHeard(asked)).toEqual([expect.stringContaining('so others were asked in their place')]);
    await house.setGroup('marketing-managers', [mia, nora, mark]);
  });

  it('fills the place of who left the company, and keeps asking for as many yes as before', async () => {
    const asked = await house.ask();
    await house.press(asked, nora);
    await house.setPerson({ ...fay, active: false });
    expect(await house.press(asked, { ...fay, active: false })).toMatchObject({ because: 'not_an_approver' });
    house.clock.pass(5 * MINUTE_MS);
    await lookAfterApprovals(house.desk);
    expect(await house.asked(asked.id)).toEqual(['Opa', 'Vera']);
    await house.press(asked, vera);
    expect(await house.get(asked.id)).toMatchObject({ state: 'pending' });
    expect(await house.press(asked, opa)).toMatchObject({ approval: { state: 'approved' } });
    await house.setPerson(fay);
  });

  it('waits for its date and tells ops when nobody stands in either', async () => {
    house.govern(TWO_STEPS.replace('opa@acme.test', 'nobody@acme.test'));
    await house.setGroup('marketing-managers', null);
    const asked = await house.ask();
    expect(await house.asked(asked.id)).toEqual([]);
    expect(asked.dueAt).not.toBeNull();
    expect(await opsHeard(asked)).toEqual([expect.stringContaining('nobody stands in for them')]);
    await house.setGroup('marketing-managers', [mia, nora, mark, zoe]);
    house.clock.pass(5 * MINUTE_MS);
    await lookAfterApprovals(house.desk);
    expect(await house.asked(asked.id)).toEqual(['Mark', 'Mia', 'Nora']);
  });
});

async function opsHeard({ id }: Approval): Promise<readonly string[]> {
  const rows = await house.db.rows<{ payload: { text: string } }>(
    `SELECT payload FROM outbox WHERE kind = 'ops.message' AND key LIKE $1`,
    [`ops:approval:${id}:%`],
  );
  return rows.map(({ payload }) => payload.text);
}
