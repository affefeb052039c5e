// The promises of approvals, held against what was seen from outside: presses that were accepted, what the gate was told,
// what the rows say. Throws as soon as one is broken.
import { ENDED } from '#features/approvals/approval.ts';
import type { Approval, Vote } from '#features/approvals/approval.ts';
import type { Ending } from '#features/approvals/gate.ts';
import { tally } from '#features/approvals/quorum.ts';
import type { ApprovalId } from '#kernel/ids.ts';
import { after, HOUR_MS } from '#kernel/time.ts';
import type { Name } from './commands.ts';
import { NAMES } from './commands.ts';
import type { Ground } from './ground.ts';
import type { Town } from './town.ts';

export interface Watch {
  /** The gate's two words. */
  told(approval: Approval, what: Ending | 'approved'): void;
  /** A press was taken. `before` is the approval as it was then. */
  accepted(by: Name, before: Approval, now: Approval): void;
  /** A press was refused for want of a seat. */
  shutOut(by: Name, before: Approval): void;
  recalled(by: Name): void;
  /** Another revision, or another request. */
  asked(approval: Approval, budget: number): void;
  spent(approval: Approval, budget: number): void;
  /** Everything that must hold at any time. */
  look(): Promise<void>;
}

export class Broken extends Error {}

export function watchOver({ stores, opsTold }: Ground, town: Town, clock: { now(): Date }, twice: boolean): Watch {
  /** Yes votes that were taken on the revision of this moment, as the presses had it. */
  let round: { readonly by: Name; readonly vote: Vote }[] = [];
  let askedBudget = 0;
  const spent = new Set<ApprovalId>();
  const ended = new Map<ApprovalId, string>();
  const lastTold = new Map<ApprovalId, Ending | 'approved'>();
  const ids = new Set<ApprovalId>();

  return {
    told({ id }, what) {
      const final = ['rejected', 'withdrawn', 'expired'];
      if (final.includes(lastTold.get(id) ?? '')) throw new Broken(`A-${id} was ${what} after its end`);
      if (spent.has(id)) throw new Broken(`A-${id} was ${what} after it was used`);
      lastTold.set(id, what);
    },
    accepted(by, before, now) {
      const at = clock.now();
      if (at >= before.expiresAt) throw new Broken(`${by} decided after the time was over`);
      const { id } = town.person(by);
      const votes = now.votes.filter((vote) => vote.by === id && !before.votes.some((old) => same(old, vote)));
      if (votes.length === 0) throw new Broken(`${by} was told that the vote counts, and it is not there`);
      for (const vote of votes) {
        if (!mayDecide(by, before, now, vote.step, at)) throw new Broken(`${by} decided in step ${vote.step}`);
        if (round.some((one) => clashes(one.vote, vote))) throw new Broken(`${by} or their place counts twice`);
        if (vote.hash !== now.hash) throw new Broken(`${by} voted on other content`);
        if (vote.verdict === 'approve') round.push({ by, vote });
      }
      for (const [step, { status }] of now.steps.entries()) {
        const opened = status === 'done' && before.steps[step]?.status === 'open';
        if (opened && yesIn(step) < town.quorum(now, step)) throw new Broken(`step ${step} was done too early`);
      }
    },
    shutOut(by, before) {
      const { id } = town.person(by);
      const asks = before.requestedBy === id || before.revisedBy === id;
      const counted = before.votes.some((vote) => vote.by === id || vote.onBehalfOf === id);
      if (before.state !== 'pending' || asks || counted || !town.isActive(by)) return;
      const at = clock.now();
      if (at >= before.expiresAt || town.isAway(by, at)) return;
      const open = before.policy.steps.filter((_, step) => before.steps[step]?.status === 'open');
      for (const { approvers } of open) {
        const members = town.members(approvers);
        if (members.has(by) || standsIn(by, members, before, at)) throw new Broken(`${by} was shut out`);
      }
    },
    recalled(by) {
      round = round.filter((one) => one.by !== by);
    },
    asked(approval, budget) {
      ids.add(approval.id);
      round = [];
      askedBudget = budget;
    },
    spent(approval, budget) {
      if (spent.has(approval.id)) throw new Broken(`A-${approval.id} was used twice`);
      spent.add(approval.id);
      if (lastTold.get(approval.id) !== 'approved') throw new Broken(`A-${approval.id} was used without its yes`);
      if (budget !== askedBudget) throw new Broken(`${budget} was launched, ${askedBudget} was asked for`);
      for (const step of approval.policy.steps.keys()) {
        if (yesIn(step) === 0) throw new Broken(`A-${approval.id} was used without step ${step}`);
        if (yesIn(step) < (approval.steps[step]?.needed ?? Infinity)) throw new Broken(`step ${step} had too few`);
      }
    },
    async look() {
      for (const id of ids) await lookAt(id);
    },
  };

  function yesIn(step: number): number {
    return new Set(round.filter(({ vote }) => vote.step === step).map(({ by }) => by)).size;
  }

  function clashes(one: Vote, other: Vote): boolean {
    if (twice && one.step !== other.step) return false;
    const taken = new Set([one.by, one.onBehalfOf ?? one.by]);
    return taken.has(other.by) || taken.has(other.onBehalfOf ?? other.by);
  }

  function mayDecide(by: Name, before: Approval, now: Approval, step: number, at: Date): boolean {
    const { id } = town.person(by);
    if (!town.isActive(by) || before.requestedBy === id || before.revisedBy === id) return false;
    if (before.steps[step]?.status !== 'open') return false;
    const members = new Set(town.members(before.policy.steps[step]?.approvers ?? []));
    if (now.steps[step]?.escalatedAt) members.add('Opa');
    return members.has(by) || town.standIns(members, at).has(by);
  }

  /** Whether somebody whose place is free named them. */
  function standsIn(
    by: Name,
    members: ReadonlySet<Name>,
    { requestedBy, revisedBy, votes }: Approval,
    at: Date,
  ): boolean {
    return town.delegations.some(({ from, to, startsAt, endsAt }) => {
      const { id } = town.person(from);
      const barred = requestedBy === id || revisedBy === id || !town.isActive(from);
      const counted = votes.some((vote) => vote.by === id || vote.onBehalfOf === id);
      return to === by && members.has(from) && startsAt <= at && at < endsAt && !barred && !counted;
    });
  }

  async function lookAt(id: ApprovalId): Promise<void> {
    const approval = await stores.approvals.get(id);
    if (approval === null) throw new Broken(`A-${id} is gone`);
    const was = ended.get(id);
    if (was !== undefined && was !== endOf(approval))
      throw new Broken(`A-${id} ended twice: ${was}, ${endOf(approval)}`);
    if (ENDED.has(approval.state)) ended.set(id, endOf(approval));
    toldAsItIs(approval);
    stagesInOrder(approval);
    await votesOnce(approval);
    await neverStuck(approval);
    neverInCircles();
  }

  function toldAsItIs({ id, state }: Approval): void {
    const told = lastTold.get(id);
    const fits: Readonly<Record<Approval['state'], readonly (string | undefined)[]>> = {
      pending: [undefined, 'voided', 'reopened', 'changes_requested'],
      changes_requested: ['changes_requested'],
      approved: ['approved'],
      used: ['approved'],
      rejected: ['rejected'],
      withdrawn: ['withdrawn'],
      expired: ['expired'],
    };
    if (!fits[state].includes(told)) throw new Broken(`A-${id} is ${state}, and the gate heard ${told ?? 'nothing'}`);
  }

  function stagesInOrder({ id, policy, steps }: Approval): void {
    for (const [step, { status }] of steps.entries()) {
      const stage = policy.steps[step]?.stage ?? 0;
      const early = policy.steps.some((other, at) => other.stage < stage && steps[at]?.status !== 'done');
      if (early && status !== 'waiting') throw new Broken(`step ${step} of A-${id} is open too early`);
    }
  }

  async function votesOnce({ id, votes }: Approval): Promise<void> {
    const counted = (await stores.approvals.allVotes(id)).filter(({ recalledAt }) => recalledAt === null);
    const keys = counted.map(({ revision, step, by }) => `${revision}:${step}:${by}`);
    if (new Set(keys).size < keys.length) throw new Broken(`A-${id} has a vote twice`);
    const here = votes.filter(({ verdict }) => verdict === 'approve');
    if (!twice && new Set(here.map(({ by }) => by)).size < here.length) throw new Broken(`somebody counts twice`);
  }

  /** Somebody who can be named, or a date; and where too few could decide ops know it. */
  async function neverStuck(approval: Approval): Promise<void> {
    const { id, state, dueAt, expiresAt, revision } = approval;
    if (state !== 'pending' && state !== 'changes_requested') {
      if (dueAt !== null) throw new Broken(`A-${id} is ${state} and still waits for the clock`);
      return;
    }
    if (dueAt === null || dueAt > expiresAt) throw new Broken(`A-${id} waits for no date`);
    for (const [step, { status }] of approval.steps.entries()) {
      if (state !== 'pending' || status !== 'open') continue;
      const { yes, needed } = tally(approval, step);
      const seats = approval.seats.filter((seat) => seat.step === step).length;
      if (needed === null) throw new Broken(`step ${step} of A-${id} is open and nobody knows what it takes`);
      const told = (await opsTold()).some((key) => key.startsWith(`ops:approval:${id}:${revision}:${step}:hopeless`));
      if (yes + seats < needed && !told) throw new Broken(`step ${step} of A-${id} is stuck, and nobody knows`);
    }
  }

  function neverInCircles(): void {
    for (const at of town.delegations.map(({ startsAt }) => startsAt).concat(after(clock.now(), HOUR_MS))) {
      for (const name of NAMES) {
        if (town.standIns([name], at).has(name)) throw new Broken(`${name} decides for ${name}`);
      }
    }
  }
}

function same(one: Vote, other: Vote): boolean {
  return one.step === other.step && one.by === other.by && one.at.getTime() === other.at.getTime();
}

function endOf({ state, revision }: Approval): string {
  return `${state} at revision ${revision}`;
}
