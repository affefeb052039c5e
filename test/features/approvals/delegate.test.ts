// Who decides for whom, and what a delegate may not do.
import { beforeEach, describe, expect, it } from 'vitest';
import type { DelegateOutcome } from '#features/approvals/delegate.ts';
import { delegate, endDelegation } from '#features/approvals/delegate.ts';
import { lookAfterApprovals } from '#features/approvals/look-after.ts';
import { after, DAY_MS, HOUR_MS } from '#kernel/time.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { correlationId } from '../../support/builders.ts';
import { carl, fay, mark, nora, opa, useApprovalHouse, vera, zoe } from '../../support/approval-house.ts';

const house = useApprovalHouse();

/** For a day from now, unless said otherwise. */
function names(
  from: SlackPerson,
  to: SlackPerson,
  { by = from, inMs = 0, forMs = DAY_MS } = {},
): Promise<DelegateOutcome> {
  const startsAt = after(house.clock.now(), inMs);
  const time = { startsAt, endsAt: after(startsAt, forMs) };
  return delegate(house.desk, { from: from.id, to, by, ...time, correlationId });
}

beforeEach(async () => {
  for (const { id } of await house.stores.delegations.list(house.clock.now())) {
    await house.stores.delegations.end(id, house.clock.now());
  }
});

describe('a delegate', () => {
  it('decides in the place of who is away, and it is recorded as on their behalf', async () => {
    const asked = await house.ask();
    await house.press(asked, nora);
    expect(await names(vera, carl)).toMatchObject({ kind: 'delegated' });
    expect(await house.asked(asked.id)).toEqual(['Carl', 'Fay']);
    expect(await house.press(asked, vera)).toMatchObject({ because: 'delegated' });
    const outcome = await house.press(asked, carl);
    expect(outcome).toMatchObject({ kind: 'decided' });
    const { votes } = await house.get(asked.id);
    expect(votes.at(-1)).toMatchObject({ by: carl.id, onBehalfOf: vera.id, verdict: 'approve' });
    // The place is taken, whoever comes back.
    house.clock.pass(2 * DAY_MS);
    expect(await house.press(asked, vera)).toMatchObject({ kind: 'refused' });
  });

  it('who asked themselves cannot take the place: it stays where it was', async () => {
    await names(vera, zoe);
    const asked = await house.ask();
    await house.press(asked, nora);
    expect(await house.asked(asked.id)).toEqual(['Fay', 'Vera']);
  });

  it('who decides in the step already counts once: both places stay', async () => {
    await names(vera, fay);
    const asked = await house.ask();
    await house.press(asked, nora);
    expect(await house.asked(asked.id)).toEqual(['Fay', 'Vera']);
    await house.press(asked, fay);
    expect(await house.get(asked.id)).toMatchObject({ state: 'pending' });
    expect(await house.asked(asked.id)).toEqual(['Vera']);
  });

  it('who is away as well hands it on', async () => {
    await names(vera, carl);
    await names(carl, mark);
    const asked = await house.ask();
    await house.press(asked, nora);
    expect(await house.asked(asked.id)).toEqual(['Fay', 'Mark']);
  });

  it('decides from the day it begins until it ends, or is ended', async () => {
    const asked = await house.ask();
    await house.press(asked, nora);
    const outcome = await names(vera, carl, { inMs: HOUR_MS });
    expect(await house.asked(asked.id)).toEqual(['Fay', 'Vera']);
    house.clock.pass(HOUR_MS);
    await lookAfterApprovals(house.desk);
    expect(await house.asked(asked.id)).toEqual(['Carl', 'Fay']);
    const { id: delegation } = outcome.kind === 'delegated' ? outcome.delegation : { id: 0 };
    expect(await endDelegation(house.desk, { delegation, by: zoe, correlationId })).toMatchObject({
      because: 'not_allowed',
    });
    expect(await endDelegation(house.desk, { delegation, by: vera, correlationId })).toMatchObject({ kind: 'ended' });
    expect(await house.asked(asked.id)).toEqual(['Fay', 'Vera']);
    expect(await endDelegation(house.desk, { delegation, by: vera, correlationId })).toMatchObject({
      because: 'unknown',
    });
  });

  it('takes over a clock that goes on: the place is escalated when it would have been', async () => {
    house.clock.set(new Date('2026-03-09T10:00:00Z'));
    const asked = await house.ask();
    await house.press(asked, nora);
    house.clock.set(new Date('2026-03-10T09:00:00Z'));
    await names(vera, carl);
    house.clock.set(new Date('2026-03-10T10:06:00Z'));
    await lookAfterApprovals(house.desk);
    expect(await house.asked(asked.id)).toEqual(['Carl', 'Fay', 'Opa']);
  });
});

describe('a delegation', () => {
  it.each([
    { when: 'it is to oneself', from: vera, to: vera, over: {}, because: 'oneself' },
    { when: 'the delegate has left', from: vera, to: { ...carl, active: false }, over: {}, because: 'inactive' },
    { when: 'somebody else says so', from: vera, to: carl, over: { by: nora }, because: 'not_allowed' },
    { when: 'it ends before it begins', from: vera, to: carl, over: { forMs: -HOUR_MS }, because: 'no_time' },
    { when: 'it is over already', from: vera, to: carl, over: { inMs: -2 * DAY_MS }, because: 'no_time' },
  ])('is refused when $when', async ({ from, to, over, because }) => {
    expect(await names(from, to, over)).toEqual({ kind: 'refused', because });
  });

  it('goes in no circle, however long', async () => {
    await names(vera, carl);
    expect(await names(carl, vera)).toEqual({ kind: 'refused', because: 'circle' });
    await names(carl, nora);
    expect(await names(nora, vera)).toEqual({ kind: 'refused', because: 'circle' });
    // At another time it is none.
    expect(await names(nora, vera, { inMs: 2 * DAY_MS })).toMatchObject({ kind: 'delegated' });
  });

  it('is one at a time, and an admin may set it for who cannot', async () => {
    expect(await names(vera, carl, { by: opa })).toMatchObject({
      kind: 'delegated',
      delegation: { createdBy: opa.id },
    });
    expect(await names(vera, mark)).toEqual({ kind: 'refused', because: 'overlaps' });
  });
});
