// A request to vary in tests: the launch of a campaign of 25,000 that marketing, then both of finance decide.
import type { Approval, PolicySnapshot, Seat, StepProgress, StepSnapshot, Vote } from '#features/approvals/approval.ts';
import type { ApprovalCardData, CardLine } from '#features/approvals/card-data.ts';
import { ApprovalId } from '#kernel/ids.ts';
import { after, DAY_MS, HOUR_MS } from '#kernel/time.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import { aPerson, correlationId } from './builders.ts';
import { noon } from './lead-builder.ts';

export const mia = aPerson('Mia');
export const nora = aPerson('Nora');
export const vera = aPerson('Vera');
export const carl = aPerson('Carl');

export function aStep(over: Partial<StepSnapshot> = {}): StepSnapshot {
  return {
    name: 'Marketing',
    stage: 0,
    quorum: { kind: 'any' },
    approvers: [{ kind: 'group', handle: 'marketing-managers' }],
    ...over,
  };
}

export const FINANCE = aStep({
  name: 'Finance',
  stage: 1,
  quorum: { kind: 'all' },
  approvers: [
    { kind: 'person', email: 'vera@acme.test' },
    { kind: 'person', email: 'carl@acme.test' },
  ],
});

export function aPolicy(over: Partial<PolicySnapshot> = {}): PolicySnapshot {
  return {
    name: 'campaign-budget',
    channel: null,
    steps: [aStep(), FINANCE],
    named: {},
    remindAfterMs: 4 * HOUR_MS,
    escalateAfterMs: DAY_MS,
    escalateTo: [{ kind: 'role', role: 'admin' }],
    expireAfterMs: 5 * DAY_MS,
    expiresAs: 'expired',
    commentOnReject: true,
    samePersonInSteps: false,
    bulk: false,
    ...over,
  };
}

export function aProgress(status: StepProgress['status'], needed: number | null = 1): StepProgress {
  const opened = status === 'waiting' ? null : noon;
  return {
    status,
    needed: status === 'waiting' ? null : needed,
    openedAt: opened,
    escalatedAt: null,
    doneAt: status === 'done' ? noon : null,
  };
}

export function aSeat(person: SlackPerson, over: Partial<Seat> = {}): Seat {
  const via = 'group:marketing-managers';
  return {
    step: 0,
    person: person.id,
    seat: person.id,
    kind: 'member',
    via,
    askedAt: noon,
    remindedAt: null,
    reminders: 0,
    ...over,
  };
}

export function aVote(by: SlackPerson, over: Partial<Vote> = {}): Vote {
  return { step: 0, by: by.id, onBehalfOf: null, verdict: 'approve', comment: null, hash: 'h1', at: noon, ...over };
}

/** Waits for Nora or Mia. */
export function anApproval(over: Partial<Omit<Approval, 'id'>> & { readonly id?: number } = {}): Approval {
  return {
    gate: 'campaign.launch',
    subject: 'campaign:7',
    title: 'Launch of 2026-03-webinar-spring',
    requestedBy: aPerson('Zoe').id,
    revisedBy: null,
    rule: null,
    policy: aPolicy(),
    playbookVersion: 1,
    effect: {},
    revision: 1,
    content: { budget: '25000.00' },
    hash: 'h1',
    state: 'pending',
    steps: [aProgress('open'), aProgress('waiting')],
    votes: [],
    seats: [aSeat(mia), aSeat(nora)],
    requestedAt: noon,
    revisedAt: noon,
    expiresAt: after(noon, 5 * DAY_MS),
    dueAt: null,
    endedAt: null,
    because: null,
    version: 1,
    correlationId,
    ...over,
    id: ApprovalId.parse(over.id ?? 12),
  };
}

export function aCardLine(label: string, value: string, before: string | null = null): CardLine {
  return { label, value, before };
}

export function aCardOf(approval: Approval, over: Partial<ApprovalCardData> = {}): ApprovalCardData {
  return {
    approval,
    lines: [aCardLine('Budget', '€25,000.00'), aCardLine('Days', '2 to 27 March 2026')],
    links: [],
    names: new Map([mia, nora, vera, carl, aPerson('Zoe')].map(({ id, name }) => [id, name])),
    zone: 'Europe/Berlin',
    ...over,
  };
}
