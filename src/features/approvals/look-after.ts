// What the clock does to requests: reminders, escalation, expiry, and a fresh look at who may decide. Each request in a
// transaction of its own, so that one that fails keeps nobody else waiting.
import type { ApprovalId, CorrelationId, SlackUserId } from '#kernel/ids.ts';
import { newCorrelationId } from '#kernel/ids.ts';
import { whisperIntent } from '#features/messages/intents.ts';
import type { Cause } from '#features/messages/intents.ts';
import { calendarOf } from '#features/people/calendar.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import { approvalKey, approvalSubject } from './approval.ts';
import type { Approval, Seat } from './approval.ts';
import type { DecideDesk } from './decide-approval.ts';
import { isExpired } from './decide.ts';
import type { ApprovalTx } from './desk.ts';
import type { Electorate } from './electorate.ts';
import { endApproval } from './end-approval.ts';
import { gateOf } from './gate-of.ts';
import { approvalLineIntent } from './intents.ts';
import { keepApproval } from './keep-approval.ts';
import { seatsOf } from './seats.ts';
import { toEscalate, toRemind } from './timetable.ts';

const AT_ONCE = 100;
const SYSTEM = { kind: 'system', part: 'approvals' } as const;

/** For a tick each minute. Throws what the last request that failed threw, after all others were looked after. */
export async function lookAfterApprovals<Tx extends ApprovalTx>(desk: DecideDesk<Tx>): Promise<void> {
  const failures: unknown[] = [];
  const seen = new Set<ApprovalId>();
  for (;;) {
    const due = await desk.stores.approvals.due(desk.clock.now(), AT_ONCE + failures.length);
    const next = due.filter((id) => !seen.has(id));
    if (next.length === 0) break;
    for (const id of next) {
      seen.add(id);
      await lookAfterOne(desk, id, newCorrelationId()).catch((error: unknown) => failures.push(error));
    }
  }
  if (failures.length > 0) throw failures.at(-1);
}

/** Whatever is due in one request, and who may decide it now. */
export function lookAfterOne<Tx extends ApprovalTx>(
  desk: DecideDesk<Tx>,
  id: ApprovalId,
  correlationId: CorrelationId,
): Promise<void> {
  const { transact, clock, playbook, gates } = desk;
  return transact(async (tx) => {
    const before = await tx.approvals.lock(id);
    if (before === null || (before.state !== 'pending' && before.state !== 'changes_requested')) return;
    const cause = { at: clock.now(), correlationId };
    if (isExpired(before, cause.at)) return expire(tx, desk, before, cause);
    const gate = gateOf(gates, before);
    if ((await gate.current(tx, before)) === null) {
      const because = 'what it was about is gone';
      const ended = await endApproval(tx, desk, { before, state: 'withdrawn', because, by: SYSTEM, cause });
      return gate.ended(tx, ended, 'withdrawn', cause);
    }
    const { playbook: rules } = playbook();
    const { approval, electorate } = await seatsOf(tx, rules, before, cause.at);
    const escalated = toEscalate(rules, approval, electorate.person, cause.at);
    await recordEscalation(tx, approval, escalated, cause);
    const seats = await remind(tx, rules, { approval, electorate }, cause);
    const steps = before.steps.map((step, index) =>
      escalated.includes(index) ? { ...step, escalatedAt: cause.at } : step,
    );
    const after = { ...before, steps, seats };
    const kept = await keepApproval(tx, desk, { before, after, electorate, escalated, cause });
    if (peopleIn(before) !== peopleIn(kept)) await gate.moved?.(tx, kept, cause);
  });
}

async function expire<Tx extends ApprovalTx>(
  tx: Tx,
  desk: DecideDesk<Tx>,
  before: Approval,
  cause: Cause,
): Promise<void> {
  const state = before.policy.expiresAs;
  const because = before.state === 'pending' ? 'nobody decided in time' : 'it was not asked for again in time';
  const ended = await endApproval(tx, desk, { before, state, because, by: SYSTEM, cause });
  await gateOf(desk.gates, ended).ended(tx, ended, state, cause);
}

/** Whom the steps are escalated to is worked out when the approval is kept. */
async function recordEscalation(
  tx: ApprovalTx,
  { id, seats }: Approval,
  steps: readonly number[],
  cause: Cause,
): Promise<void> {
  for (const step of steps) {
    const late = seats.filter((seat) => seat.step === step).map(({ person }) => person);
    await tx.audit.append({
      at: cause.at,
      action: 'approval.escalated',
      actor: SYSTEM,
      subject: approvalSubject(id),
      after: { step: step + 1, people: late, because: 'not decided in time' },
      correlationId: cause.correlationId,
    });
    const line = `Nobody decided step ${step + 1} in time, so others were asked as well.`;
    await tx.outbox.put(approvalLineIntent(id, line, null, cause));
  }
}

async function remind(
  tx: ApprovalTx,
  playbook: Playbook,
  { approval, electorate }: { readonly approval: Approval; readonly electorate: Pick<Electorate, 'person'> },
  cause: Cause,
): Promise<readonly Seat[]> {
  const due = new Set(toRemind(playbook, approval, electorate.person, cause.at));
  const told = new Set<SlackUserId>();
  for (const { person } of due) {
    if (told.has(person)) continue;
    told.add(person);
    const { zone } = calendarOf(playbook, electorate.person(person) ?? null);
    const text = reminderText(approval, zone);
    await tx.outbox.put(whisperIntent({ channel: null, to: person, text }, cause));
    await tx.audit.append({
      at: cause.at,
      action: 'approval.reminded',
      actor: SYSTEM,
      subject: approvalSubject(approval.id),
      after: { revision: approval.revision, person },
      correlationId: cause.correlationId,
    });
  }
  return approval.seats.map((seat) =>
    due.has(seat) ? { ...seat, remindedAt: cause.at, reminders: seat.reminders + 1 } : seat,
  );
}

function reminderText({ id, title, policy, expiresAt }: Approval, zone: string): string {
  const by = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' });
  const outcome = policy.expiresAs === 'rejected' ? 'is rejected' : 'expires';
  return `${approvalKey(id)} (${title}) waits for your decision. Without one it ${outcome} on ${by.format(expiresAt)}.`;
}

function peopleIn({ seats }: Approval): string {
  return seats
    .map(({ step, person }) => `${step}:${person}`)
    .toSorted()
    .join();
}
