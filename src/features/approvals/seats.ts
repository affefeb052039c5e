// Who may press in the open steps, right now: members, whoever decides for those who are away, and those to whom a step
// was escalated. A step that too few could decide is escalated here, at once.
import type { SlackUserId } from '#kernel/ids.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { Approval, Seat, StepProgress } from './approval.ts';
import { mayNeverDecide } from './decide.ts';
import { electorateFor } from './electorate.ts';
import type { Electorate, ElectorateTx, Place } from './electorate.ts';
import { neededOf, tally } from './quorum.ts';

export interface Seating {
  /** With the seats of this moment, what each open step needs, and since when it is escalated. */
  readonly approval: Approval;
  /** Steps that even with everybody to whom they were escalated cannot be done. */
  readonly hopeless: readonly number[];
  readonly electorate: Electorate;
}

/** Whatever the state, seats are those of a pending approval; of any other there are none. */
export async function seatsOf(tx: ElectorateTx, playbook: Playbook, approval: Approval, now: Date): Promise<Seating> {
  return seatsFrom(await electorateFor(tx, playbook, approval, now), approval, now);
}

/** The same by an electorate that was made for this approval, in this transaction. */
export async function seatsFrom(electorate: Electorate, approval: Approval, now: Date): Promise<Seating> {
  if (approval.state !== 'pending') {
    return { approval: { ...approval, seats: [] }, hopeless: [], electorate };
  }
  const steps = [...approval.steps];
  const seats: Seat[] = [];
  const hopeless: number[] = [];
  const admins = { kind: 'role', role: 'admin' } as const;
  for (const [step, progress] of approval.steps.entries()) {
    const snapshot = approval.policy.steps[step];
    if (progress.status !== 'open' || snapshot === undefined) continue;
    const places = await electorate.placesOf(snapshot.approvers);
    const bench = benchOf(approval, electorate, step, places, now);
    const needed = Math.max(progress.needed ?? 0, neededOf(snapshot.quorum, sizeOf(approval, places)));
    const { yes } = tally(approval, step);
    bench.seat(places, 'member');
    const lacks = (): boolean => yes + bench.seats.length < needed;
    const escalate = progress.escalatedAt !== null || lacks();
    if (escalate) {
      bench.seat(await electorate.placesOf(approval.policy.escalateTo), 'escalation');
      const nobody = !bench.seats.some(({ kind }) => kind === 'escalation');
      if (nobody || lacks()) bench.seat(await electorate.placesOf([admins]), 'escalation');
      if (lacks()) hopeless.push(step);
    }
    steps[step] = {
      ...progress,
      needed,
      escalatedAt: progress.escalatedAt ?? (escalate ? now : null),
    } satisfies StepProgress;
    seats.push(...bench.seats);
  }
  return { approval: { ...approval, steps, seats }, hopeless, electorate };
}

/** Places that count: everybody's but that of whoever asks, who is no approver here. */
function sizeOf(approval: Approval, places: readonly Place[]): number {
  return places.filter(({ who }) => who === null || !mayNeverDecide(approval, who)).length;
}

interface Bench {
  readonly seats: readonly Seat[];
  seat(places: readonly Place[], kind: 'member' | 'escalation'): void;
}

function benchOf(
  approval: Approval,
  { delegations, person }: Electorate,
  step: number,
  members: readonly Place[],
  now: Date,
): Bench {
  const seats: Seat[] = [];
  const own = new Set(members.map(({ who }) => who));
  const spoken = countedIn(approval, (vote) => vote.step === step);
  const elsewhere = approval.policy.samePersonInSteps
    ? new Set<SlackUserId>()
    : countedIn(approval, (vote) => vote.step !== step);

  return {
    seats,
    seat(places, kind) {
      for (const { who, via } of places) {
        if (who === null || !isFree(who) || seats.some(({ seat }) => seat === who)) continue;
        const delegate = delegateOf(who);
        const taken = seats.some((one) => one.person === (delegate ?? who));
        if (taken) continue;
        seats.push(seatOf(approval, step, { who, via, delegate, kind }, now));
      }
    },
  };

  function isFree(who: SlackUserId): boolean {
    return !mayNeverDecide(approval, who) && !spoken.has(who) && !elsewhere.has(who);
  }

  /** Null where nobody decides for them, or where whoever does cannot: then it stays theirs. */
  function delegateOf(who: SlackUserId): SlackUserId | null {
    const passed = new Set([who]);
    let last = who;
    for (let next = delegations.get(last); next !== undefined; next = delegations.get(last)) {
      if (passed.has(next.to)) return null;
      passed.add(next.to);
      last = next.to;
    }
    const able = last !== who && person(last)?.active === true && isFree(last);
    return able && !own.has(last) && !seats.some((seat) => seat.person === last) ? last : null;
  }
}

/** Who voted, and for whom. */
function countedIn({ votes }: Approval, which: (vote: Approval['votes'][number]) => boolean): ReadonlySet<SlackUserId> {
  return new Set(votes.filter(which).flatMap(({ by, onBehalfOf }) => (onBehalfOf === null ? [by] : [by, onBehalfOf])));
}

interface Sitting extends Place {
  readonly who: SlackUserId;
  readonly delegate: SlackUserId | null;
  readonly kind: 'member' | 'escalation';
}

/** The clock of a place goes on when somebody else takes it; they are reminded from when they took it. */
function seatOf(approval: Approval, step: number, { who, via, delegate, kind }: Sitting, now: Date): Seat {
  const place = approval.seats.find((seat) => seat.step === step && seat.seat === who);
  const person = delegate ?? who;
  const stays = place !== undefined && place.person === person;
  return {
    step,
    person,
    seat: who,
    kind: delegate === null ? kind : 'delegate',
    via,
    askedAt: place?.askedAt ?? now,
    remindedAt: stays ? place.remindedAt : place === undefined ? null : now,
    reminders: stays ? place.reminders : 0,
  };
}
