// Plays one drawn run against the app's verbs and holds it to its promises after every step; at the end nothing may be
// left that waits for nobody and no day.
import type { Approval, Content } from '#features/approvals/approval.ts';
import { decideApproval } from '#features/approvals/decide-approval.ts';
import type { DecideDesk } from '#features/approvals/decide-approval.ts';
import { delegate, endDelegation } from '#features/approvals/delegate.ts';
import type { ApprovalTx } from '#features/approvals/desk.ts';
import type { Gate } from '#features/approvals/gate.ts';
import { lookAfterApprovals } from '#features/approvals/look-after.ts';
import { recallVote } from '#features/approvals/recall-vote.ts';
import { requestApproval } from '#features/approvals/request-approval.ts';
import { spendApproval } from '#features/approvals/spend-approval.ts';
import { voidApproval } from '#features/approvals/void-approval.ts';
import { withdrawApproval } from '#features/approvals/withdraw-approval.ts';
import type { Playbook } from '#features/playbook/schema.ts';
import type { ApprovalId } from '#kernel/ids.ts';
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from '#kernel/time.ts';
import { aPlaybook } from '../../playbook/builders.ts';
import { correlationId } from '../../../support/builders.ts';
import { noon } from '../../../support/lead-builder.ts';
import type { Command, Name, Run } from './commands.ts';
import type { Ground } from './ground.ts';
import { aTown } from './town.ts';
import { Broken, watchOver } from './watch.ts';

const playbooks = new Map<string, Playbook>();

function playbookOf({ policy, twice, outcome }: Run): Playbook {
  const text = `roles: { admin: [opa@acme.test], ops: [] }
approvals:
  - name: p
    on: campaign.launch
    if: campaign.budget > 10000
    expires_as: ${outcome}
    same_person_in_steps: ${twice}
    steps: ${policy}
`;
  const playbook = playbooks.get(text) ?? aPlaybook(text);
  playbooks.set(text, playbook);
  return playbook;
}

/** @param subject nobody else's. Throws Broken with the command that broke a promise. */
export async function play(ground: Ground, drawn: Run, subject: string): Promise<void> {
  let now = noon;
  const clock = { now: () => now };
  const town = await aTown(ground, now);
  const watch = watchOver(ground, town, clock, drawn.twice);
  const gate: Gate<ApprovalTx> = {
    name: 'campaign.launch',
    describe: () => [],
    current: async (_, { content }) => content,
    approved: async (_, approval) => watch.told(approval, 'approved'),
    ended: async (_, approval, ending) => watch.told(approval, ending),
  };
  const { stores, transact } = ground;
  const playbook = playbookOf(drawn);
  const desk: DecideDesk<ApprovalTx> = {
    stores,
    transact,
    clock,
    playbook: () => ({ playbook, version: 1 }),
    gates: new Map([[gate.name, gate]]),
  };
  let budget = 20_000;
  let running: ApprovalId | null = null;
  const cause = (): { at: Date; correlationId: typeof correlationId } => ({ at: now, correlationId });
  const turn = (by: Name) => ({ by: town.person(by), channel: null, correlationId });

  for (const command of drawn.commands) {
    // No two things happen at the very same moment.
    now = after(now, 1_000);
    await carryOut(command);
    await watch.look();
  }
  await comeToAnEnd();
  await watch.look();

  async function carryOut(command: Command): Promise<void> {
    switch (command.do) {
      case 'press': {
        const { by, verdict, card, comment } = command;
        const seen = await current();
        const revision = card === 'none' || seen === null ? null : seen.revision - (card === 'older' ? 1 : 0);
        return press(by, seen, { verdict, revision, comment: comment ? 'because' : null });
      }
      case 'yes': {
        const seen = await current();
        const seat = seen?.seats[command.nth % Math.max(1, seen.seats.length)];
        if (seat === undefined || seen === null) return;
        return press(town.nameOf(seat.person), seen, { verdict: 'approve', revision: seen.revision, comment: null });
      }
      case 'recall': {
        if (running === null) return;
        const outcome = await recallVote(desk, { approval: running, ...turn(command.by) });
        if (outcome.kind === 'recalled') watch.recalled(command.by);
        return;
      }
      case 'withdraw': {
        const seen = await current();
        if (seen === null) return;
        const outcome = await withdrawApproval(desk, { approval: seen.id, because: null, ...turn(command.by) });
        const own = seen.requestedBy === town.person(command.by).id || command.by === 'Opa';
        if (outcome.kind === 'withdrawn' && !own) throw new Broken(`${command.by} withdrew what others asked for`);
        return;
      }
      case 'edit':
        budget = command.budget;
        return edit(command.by);
      case 'drift':
        budget = command.budget;
        return;
      case 'ask':
        return ask(command.by);
      case 'launch': {
        const seen = await current();
        if (seen === null) return;
        const outcome = await transact((tx) =>
          spendApproval(tx, desk, { approval: seen.id, content: contentOf(budget), cause: cause() }),
        );
        if (outcome === 'spent') watch.spent(seen, budget);
        return;
      }
      case 'restart':
        return ground.restart();
      case 'look':
        return lookAfterApprovals(desk);
      case 'pass':
        now = after(now, command.hours * HOUR_MS);
        return;
      case 'join':
      case 'leave':
        return town.setMember(command.group, command.who, command.do === 'join');
      case 'quit':
      case 'return':
        return town.setActive(command.who, command.do === 'return');
      case 'delegate': {
        const { from, to, inHours, hours } = command;
        const startsAt = after(now, inHours * HOUR_MS);
        const time = { startsAt, endsAt: after(startsAt, hours * HOUR_MS) };
        const outcome = await delegate(desk, {
          ...turn(from),
          from: town.person(from).id,
          to: town.person(to),
          ...time,
        });
        if (outcome.kind === 'delegated') town.delegations.push({ id: outcome.delegation.id, from, to, ...time });
        return;
      }
      case 'end_delegation': {
        const [ended] = town.delegations.splice(command.nth, 1);
        if (ended === undefined) return;
        await endDelegation(desk, { delegation: ended.id, ...turn(ended.from) });
      }
    }
  }

  async function press(
    by: Name,
    before: Approval | null,
    { verdict, revision, comment }: Pick<Parameters<typeof decideApproval>[1], 'verdict' | 'revision' | 'comment'>,
  ): Promise<void> {
    if (before === null) return;
    const outcome = await decideApproval(desk, { approval: before.id, verdict, comment, revision, ...turn(by) });
    if (outcome.kind === 'refused') {
      if (outcome.because === 'not_an_approver') watch.shutOut(by, before);
      return;
    }
    if (revision !== null && revision !== before.revision) throw new Broken(`${by} decided on an older card`);
    watch.accepted(by, before, outcome.approval);
  }

  async function ask(by: Name): Promise<void> {
    const before = await current();
    const outcome = await transact((tx) =>
      requestApproval(tx, desk, {
        gate: 'campaign.launch',
        subject,
        title: 'Launch of Spring',
        ...asked(),
        effect: {},
        requestedBy: town.person(by).id,
        rule: null,
        cause: cause(),
      }),
    );
    if (outcome.kind === 'not_needed') {
      if (budget > 10_000) throw new Broken(`nobody was asked about ${budget}`);
      return;
    }
    noteRevision(before, outcome.approval);
  }

  async function edit(by: Name): Promise<void> {
    const before = await current();
    if (before === null) return;
    const actor = { kind: 'person', slack: town.person(by).id } as const;
    const change = { approval: before.id, ...asked(), because: 'it was edited', by: actor, cause: cause() };
    const revised = await transact((tx) => voidApproval(tx, desk, change));
    if (revised !== null) noteRevision(before, revised);
  }

  function noteRevision(before: Approval | null, is: Approval): void {
    running = is.id;
    if (is.state === 'pending' && (before?.id !== is.id || before.revision !== is.revision)) watch.asked(is, budget);
  }

  async function current(): Promise<Approval | null> {
    return running === null ? null : stores.approvals.get(running);
  }

  function asked(): Pick<Parameters<typeof voidApproval>[2], 'content' | 'facts'> {
    const campaign = { budget, owner: 'lea@acme.test' };
    return { content: contentOf(budget), facts: { lead: null, company: null, opportunity: null, campaign } };
  }

  /** Either everybody who is asked says yes, or nobody does anything any more. */
  async function comeToAnEnd(): Promise<void> {
    await lookAfterApprovals(desk);
    if (drawn.commands.length % 2 === 0) {
      for (let seen = await current(); seen !== null && seen.seats.length > 0; seen = await current()) {
        const [seat] = seen.seats;
        if (seat === undefined || now >= seen.expiresAt) break;
        // Who left is noticed when the request is looked at again.
        now = after(now, 6 * MINUTE_MS);
        await lookAfterApprovals(desk);
        const before = (await current()) ?? seen;
        if (before.seats[0] === undefined) break;
        const { person } = before.seats[0];
        await press(town.nameOf(person), before, { verdict: 'approve', revision: null, comment: null });
        const left = await current();
        if (left?.votes.length === before.votes.length) throw new Broken(`the yes of ${person} did not count`);
      }
      const left = await current();
      if (left?.state === 'pending' && now < left.expiresAt && left.seats.length === 0) {
        const hopeless = (await ground.opsTold()).some((key) => key.includes(`approval:${left.id}:${left.revision}:`));
        if (!hopeless) throw new Broken('everybody said yes, and it waits for nobody');
      }
    }
    for (let day = 0; day < 20; day += 1) {
      now = after(now, DAY_MS);
      await lookAfterApprovals(desk);
    }
    const left = await current();
    if (left?.state === 'pending' || left?.state === 'changes_requested')
      throw new Broken(`it is ${left.state} for ever`);
  }
}

function contentOf(budget: number): Content {
  return { budget, name: 'Spring' };
}
