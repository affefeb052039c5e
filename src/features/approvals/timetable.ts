// When somebody is reminded and when a step is escalated: in each approver's own working time. Pure.
import type { SlackUserId } from '#kernel/ids.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { addWorkingTime, calendarOf, isWorkingTime } from '#features/people/calendar.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { Approval, Seat } from './approval.ts';
import { tally } from './quorum.ts';

type PersonBy = (id: SlackUserId) => SlackPerson | undefined;

/**
 * Seats whose persons are to be reminded at this moment: each time after twice as long as the time before, never outside
 * of their hours, and not while their status says that they are away.
 */
export function toRemind(
  playbook: Playbook,
  { policy, seats }: Approval,
  person: PersonBy,
  now: Date,
): readonly Seat[] {
  return seats.filter((seat) => {
    const who = person(seat.person);
    if (who === undefined || who.away) return false;
    const calendar = calendarOf(playbook, who);
    const span = policy.remindAfterMs * 2 ** seat.reminders;
    return addWorkingTime(calendar, seat.remindedAt ?? seat.askedAt, span) <= now && isWorkingTime(calendar, now);
  });
}

/** Open steps that are not escalated yet although those whose time is not over are too few to decide them. */
export function toEscalate(playbook: Playbook, approval: Approval, person: PersonBy, now: Date): readonly number[] {
  return approval.steps.flatMap(({ status, escalatedAt }, step) => {
    if (status !== 'open' || escalatedAt !== null) return [];
    const { yes, needed } = tally(approval, step);
    const inTime = approval.seats.filter((seat) => {
      const calendar = calendarOf(playbook, person(seat.person) ?? null);
      return seat.step === step && addWorkingTime(calendar, seat.askedAt, approval.policy.escalateAfterMs) > now;
    });
    return needed !== null && yes + inTime.length < needed ? [step] : [];
  });
}
