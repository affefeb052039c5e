// Writes an approval that was changed, with who is asked from now on, and brings up to date whatever shows it. What was
// decided is in the audit log already; what follows from it for the seats is recorded here.
import type { Actor } from '#kernel/actor.ts';
import { Fault } from '#kernel/errors.ts';
import type { ChannelId, SlackUserId } from '#kernel/ids.ts';
import { after as later, MINUTE_MS } from '#kernel/time.ts';
import type { AuditEntry } from '#features/audit/entry.ts';
import { opsIntent } from '#features/messages/intents.ts';
import type { Cause } from '#features/messages/intents.ts';
import { approvalKey, approvalSubject } from './approval.ts';
import type { Approval, Seat } from './approval.ts';
import type { ApprovalDeps, ApprovalTx } from './desk.ts';
import { electorateFor } from './electorate.ts';
import type { Electorate } from './electorate.ts';
import { approvalCardIntent, homeIntent } from './intents.ts';
import { seatsFrom } from './seats.ts';
import type { Seating } from './seats.ts';
import type { CardPlace, RevisionChange } from './store.ts';

export interface Change {
  /** As read behind its lock; for a new one what was just created. */
  readonly before: Approval;
  readonly after: Approval;
  readonly isNew?: true;
  readonly revisions?: RevisionChange;
  /** Steps whose escalation is recorded already. */
  readonly escalated?: readonly number[];
  /** Where the caller has asked who may decide already. */
  readonly electorate?: Electorate;
  /** Where somebody pressed: what they look at changes at once. */
  readonly channel?: ChannelId | null;
  readonly cause: Cause;
}

type KeepDeps = Pick<ApprovalDeps<never>, 'playbook'>;

/** However quiet a request is, who may decide is looked at again so often. */
const LOOK_AGAIN_MS = 5 * MINUTE_MS;
const SYSTEM: Actor = { kind: 'system', part: 'approvals' };

/** Runs inside the caller's transaction, behind the approval's lock. Returns it as it is kept. */
export async function keepApproval(tx: ApprovalTx, deps: KeepDeps, change: Change): Promise<Approval> {
  const { at } = change.cause;
  const { cause } = change;
  const electorate = change.electorate ?? (await electorateFor(tx, deps.playbook().playbook, change.after, at));
  const seating = await seatsFrom(electorate, change.after, at);
  const after = { ...seating.approval, dueAt: dueAt(seating.approval, at) };
  if (!(await tx.approvals.save(after, change.revisions))) {
    throw new Fault('internal', `${approvalKey(after.id)} was changed although it was locked`);
  }
  await tx.approvals.setSeats(after.id, after.seats);
  const short = escalatedNow(change, after);
  await recordSeats(tx, change, { ...seating, short });
  await tellShortage(tx, { ...seating, short }, cause);
  await showChange(tx, change, after);
  return { ...after, version: after.version + 1 };
}

/** When the clock has something to do: null where nothing is left to wait for. */
function dueAt({ state, expiresAt }: Approval, at: Date): Date | null {
  if (state === 'changes_requested') return expiresAt;
  if (state !== 'pending') return null;
  return new Date(Math.min(expiresAt.getTime(), later(at, LOOK_AGAIN_MS).getTime()));
}

/** Steps in which too few could decide, since just now. */
function escalatedNow({ before, escalated = [] }: Change, after: Approval): readonly number[] {
  const same = before.revision === after.revision;
  return after.steps.flatMap(({ escalatedAt }, step) => {
    const was = same && (before.steps[step]?.escalatedAt ?? null) !== null;
    return escalatedAt === null || was || escalated.includes(step) ? [] : [step];
  });
}

interface Seated extends Pick<Seating, 'approval' | 'hopeless'> {
  readonly short: readonly number[];
}

async function recordSeats(tx: ApprovalTx, change: Change, { approval, short }: Seated): Promise<void> {
  const { before, isNew, cause } = change;
  const entry = {
    at: cause.at,
    actor: SYSTEM,
    subject: approvalSubject(approval.id),
    correlationId: cause.correlationId,
  };
  const anew = isNew === true || before.revision !== approval.revision;
  for (const [step, { status, needed }] of approval.steps.entries()) {
    if (status !== 'open') continue;
    const asked = personsOf(approval.seats, step);
    if (anew || before.steps[step]?.status !== 'open') {
      const after = { revision: approval.revision, step: step + 1, needed, asked };
      await tx.audit.append({ ...entry, action: 'approval.step_opened', after });
    } else {
      await recordOthers(tx, { before, approval, step }, entry);
    }
    if (!short.includes(step)) continue;
    const after = { step: step + 1, people: asked, because: 'too few can decide' };
    await tx.audit.append({ ...entry, action: 'approval.escalated', after });
  }
}

/** Who may decide beside those who were asked, or no longer; who votes or takes a vote back is recorded as that. */
async function recordOthers(
  tx: ApprovalTx,
  { before, approval, step }: { readonly before: Approval; readonly approval: Approval; readonly step: number },
  entry: Pick<AuditEntry, 'at' | 'actor' | 'subject' | 'correlationId'>,
): Promise<void> {
  const [known, asked] = [personsOf(before.seats, step), personsOf(approval.seats, step)];
  const voters = new Set([...before.votes, ...approval.votes].map(({ by }) => by));
  const came = asked.filter((person) => !known.includes(person) && !voters.has(person));
  const went = known.filter((person) => !asked.includes(person) && !voters.has(person));
  if (approval.state !== 'pending' || came.length + went.length === 0) return;
  await tx.audit.append({ ...entry, action: 'approval.approvers_changed', after: { step: step + 1, came, went } });
}

/** A person must mend what nobody can decide; a date still ends it. */
async function tellShortage(tx: ApprovalTx, { approval, short, hopeless }: Seated, cause: Cause): Promise<void> {
  for (const step of new Set([...short, ...hopeless])) {
    const stuck = hopeless.includes(step);
    const what = `${approvalKey(approval.id)} (${approval.title}): too few people can decide in step ${step + 1} of "${approval.policy.name}"`;
    const text = stuck
      ? `${what}, and nobody stands in for them. Mend the policy, the group or the people; without that it ends unanswered.`
      : `${what}, so others were asked in their place. Mend the policy, the group or the people.`;
    const key = `approval:${approval.id}:${approval.revision}:${step}:${stuck ? 'hopeless' : 'short'}`;
    await tx.outbox.put(opsIntent(key, { text, hold: null }, cause));
  }
}

/** The channel's card always; somebody's direct messages when it matters to them. */
async function showChange(tx: ApprovalTx, { before, channel, cause }: Change, after: Approval): Promise<void> {
  const cards = await tx.approvalCards.of(after.id);
  const known = new Set(cards.map(({ place }) => place));
  const pressed = channel ? cards.find(({ posted }) => posted?.channel === channel)?.place : undefined;
  const news = before.revision !== after.revision || before.state !== after.state;
  const concerned = new Set([...concernedBy(before, after), ...(news ? peopleOf(known) : [])]);
  const asked = new Set(after.seats.map(({ person }) => person));
  const fresh = !known.has('channel');
  if (fresh) await tx.approvalCards.add(after.id, 'channel');
  await tx.outbox.put(approvalCardIntent(after.id, 'channel', fresh || pressed === 'channel', cause));
  for (const person of concerned) {
    if (!known.has(person)) {
      if (!asked.has(person)) continue;
      await tx.approvalCards.add(after.id, person);
    }
    await tx.outbox.put(approvalCardIntent(after.id, person, pressed === person, cause));
  }
  const requester = after.requestedBy === null ? [] : [after.requestedBy];
  for (const person of await tx.homes.known([...new Set([...concerned, ...requester])])) {
    await tx.outbox.put(homeIntent(person, cause));
  }
}

/** Who sits where they did not, or no longer does; who voted or took it back. */
function concernedBy(before: Approval, after: Approval): readonly SlackUserId[] {
  const [was, is] = [keysOf(before), keysOf(after)];
  return [...was.keys(), ...is.keys()].flatMap((key) => {
    const person = was.get(key) ?? is.get(key);
    return was.has(key) === is.has(key) || person === undefined ? [] : [person];
  });
}

function keysOf({ seats, votes, revision }: Approval): ReadonlyMap<string, SlackUserId> {
  return new Map([
    ...seats.map(({ step, person, seat }): [string, SlackUserId] => [`seat:${step}:${person}:${seat}`, person]),
    ...votes.map(({ step, by }): [string, SlackUserId] => [`vote:${revision}:${step}:${by}`, by]),
  ]);
}

function personsOf(seats: readonly Seat[], step: number): readonly SlackUserId[] {
  return seats.filter((seat) => seat.step === step).map(({ person }) => person);
}

function peopleOf(places: ReadonlySet<CardPlace>): readonly SlackUserId[] {
  return [...places].flatMap((place) => (place === 'channel' ? [] : [place]));
}
