// Who decides for somebody who is away: from a day until a day, never oneself, never in a circle. Each request decides
// for itself whether the delegate can take the place (seats.ts).
import { newCorrelationId } from '#kernel/ids.ts';
import type { SlackUserId } from '#kernel/ids.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { isAdmin } from '#features/people/roles.ts';
import type { Turn } from '#features/people/turn.ts';
import type { DecideDesk } from './decide-approval.ts';
import type { ApprovalTx } from './desk.ts';
import { lookAfterOne } from './look-after.ts';
import type { Delegation } from './store.ts';

export interface DelegateInput extends Pick<Turn, 'by' | 'correlationId'> {
  /** Oneself, unless an admin says so for somebody who cannot. */
  readonly from: SlackUserId;
  readonly to: SlackPerson;
  readonly startsAt: Date;
  /** Not any more from this instant on. */
  readonly endsAt: Date;
}

export type DelegateRefusal =
  | 'not_allowed'
  | 'oneself'
  /** Who shall decide has left, or is nobody who could. */
  | 'inactive'
  /** It ends before it begins, or is over already. */
  | 'no_time'
  /** Somebody decides for them in that time already. */
  | 'overlaps'
  /** It would come back to whoever is away. */
  | 'circle';

export type DelegateOutcome =
  | { readonly kind: 'delegated'; readonly delegation: Delegation }
  | { readonly kind: 'refused'; readonly because: DelegateRefusal };

export async function delegate<Tx extends ApprovalTx>(
  desk: DecideDesk<Tx>,
  input: DelegateInput,
): Promise<DelegateOutcome> {
  const { transact, clock, playbook } = desk;
  const { by, from, to, startsAt, endsAt, correlationId } = input;
  if (by.id !== from && !isAdmin(playbook().playbook, by)) return { kind: 'refused', because: 'not_allowed' };
  if (to.id === from) return { kind: 'refused', because: 'oneself' };
  if (!to.active) return { kind: 'refused', because: 'inactive' };
  const outcome = await transact(async (tx): Promise<DelegateOutcome> => {
    const now = clock.now();
    if (endsAt <= startsAt || endsAt <= now) return { kind: 'refused', because: 'no_time' };
    await tx.delegations.lock();
    const others = await tx.delegations.list(now);
    const wanted = { from, to: to.id, startsAt, endsAt };
    if (others.some((one) => one.from === from && overlap(one, wanted)))
      return { kind: 'refused', because: 'overlaps' };
    if (closesCircle(others, wanted)) return { kind: 'refused', because: 'circle' };
    const delegation = await tx.delegations.create({ ...wanted, createdBy: by.id }, now);
    await tx.audit.append({
      at: now,
      action: 'delegation.created',
      actor: { kind: 'person', slack: by.id },
      subject: `person:${from}`,
      after: { to: to.id, starts_at: startsAt.toISOString(), ends_at: endsAt.toISOString() },
      correlationId,
    });
    return { kind: 'delegated', delegation };
  });
  if (outcome.kind === 'delegated') await reseat(desk, [from, to.id]);
  return outcome;
}

export interface EndDelegationInput extends Pick<Turn, 'by' | 'correlationId'> {
  readonly delegation: number;
}

export type EndDelegationOutcome =
  | { readonly kind: 'ended'; readonly delegation: Delegation }
  | { readonly kind: 'refused'; readonly because: 'unknown' | 'not_allowed' };

/** Whoever is away, who was named, or an admin. */
export async function endDelegation<Tx extends ApprovalTx>(
  desk: DecideDesk<Tx>,
  { delegation: id, by, correlationId }: EndDelegationInput,
): Promise<EndDelegationOutcome> {
  const { transact, clock, playbook } = desk;
  const outcome = await transact(async (tx): Promise<EndDelegationOutcome> => {
    const now = clock.now();
    await tx.delegations.lock();
    const delegation = (await tx.delegations.list(now)).find((one) => one.id === id);
    if (delegation === undefined) return { kind: 'refused', because: 'unknown' };
    const { from, to, endsAt } = delegation;
    const allowed = by.id === from || by.id === to || isAdmin(playbook().playbook, by);
    if (!allowed) return { kind: 'refused', because: 'not_allowed' };
    if (!(await tx.delegations.end(id, now))) return { kind: 'refused', because: 'unknown' };
    await tx.audit.append({
      at: now,
      action: 'delegation.ended',
      actor: { kind: 'person', slack: by.id },
      subject: `person:${from}`,
      before: { to, ends_at: endsAt.toISOString() },
      correlationId,
    });
    return { kind: 'ended', delegation };
  });
  if (outcome.kind === 'ended') await reseat(desk, [outcome.delegation.from, outcome.delegation.to]);
  return outcome;
}

type Wanted = Pick<Delegation, 'from' | 'to' | 'startsAt' | 'endsAt'>;
type Time = Pick<Delegation, 'startsAt' | 'endsAt'>;

function overlap(one: Time, other: Time): boolean {
  return one.startsAt < other.endsAt && other.startsAt < one.endsAt;
}

/** Whether at some moment a chain of delegations would lead from `to` back to `from`. */
function closesCircle(others: readonly Delegation[], wanted: Wanted): boolean {
  const next = (who: SlackUserId, time: Time): boolean =>
    others.some((one) => {
      if (one.from !== who || !overlap(one, time)) return false;
      if (one.to === wanted.from) return true;
      const startsAt = one.startsAt > time.startsAt ? one.startsAt : time.startsAt;
      return next(one.to, { startsAt, endsAt: one.endsAt < time.endsAt ? one.endsAt : time.endsAt });
    });
  return next(wanted.to, wanted);
}

/** Requests that wait for them show it at once; others find it when they are looked after. */
async function reseat<Tx extends ApprovalTx>(desk: DecideDesk<Tx>, people: readonly SlackUserId[]): Promise<void> {
  for (const id of await desk.stores.approvals.touching(people)) await lookAfterOne(desk, id, newCorrelationId());
}
