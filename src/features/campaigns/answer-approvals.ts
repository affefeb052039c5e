// `/campaign approve` and `/campaign reject`: finds the request that is meant, and has it decided like a press on its card.
import { section } from '#blockkit/blocks.ts';
import { escape, join } from '#blockkit/mrkdwn.ts';
import type { Message } from '#ports/messenger.ts';
import { answerDecision } from '#features/approvals/answer-outcome.ts';
import { approvalKey } from '#features/approvals/approval.ts';
import type { Approval } from '#features/approvals/approval.ts';
import { decideApproval } from '#features/approvals/decide-approval.ts';
import type { Verdict } from '#features/approvals/approval.ts';
import { note } from '#features/answering/note.ts';
import type { Turn } from '#features/people/turn.ts';
import { campaignKey, campaignSubject } from './campaign.ts';
import type { CampaignCommand, RequestRef } from './command.ts';
import type { CampaignDesk } from './desk.ts';

/** Most that are decided at once: each is a decision of its own. */
const AT_ONCE = 20;

type Approve = Extract<CampaignCommand, { kind: 'approve' }>;
type Reject = Extract<CampaignCommand, { kind: 'reject' }>;

export async function answerApprove(desk: CampaignDesk, turn: Turn, command: Approve): Promise<Message> {
  const { requests, comment } = command;
  const [only] = requests;
  if (requests.length === 1 && only !== undefined) return decideOne(desk, turn, only, 'approve', comment);
  if (requests.length > AT_ONCE) return note(`At most ${AT_ONCE} at once, please: name fewer.`);
  const lines: string[] = [];
  for (const ref of requests) lines.push(await decideAmongMany(desk, turn, ref, comment));
  return { text: lines.join(' '), blocks: [section(join(lines.map((line) => escape(`• ${line}`, 140))))] };
}

export function answerReject(desk: CampaignDesk, turn: Turn, { request, comment }: Reject): Promise<Message> {
  return decideOne(desk, turn, request, 'reject', comment === '' ? null : comment);
}

async function decideOne(
  desk: CampaignDesk,
  turn: Turn,
  ref: RequestRef,
  verdict: Verdict,
  comment: string | null,
): Promise<Message> {
  const approval = await requestOf(desk, ref);
  if (approval === null) return note(notFound(ref));
  const input = { ...turn, approval: approval.id, verdict, comment, revision: null };
  return answerDecision(desk, await decideApproval(desk, input));
}

/** A line about one of several. Only what the playbook calls small is decided without looking at it. */
async function decideAmongMany(
  desk: CampaignDesk,
  turn: Turn,
  ref: RequestRef,
  comment: string | null,
): Promise<string> {
  const approval = await requestOf(desk, ref);
  if (approval === null) return notFound(ref);
  if (!approval.policy.bulk) {
    const key = approvalKey(approval.id);
    return `${key} is decided on its own, says its policy "${approval.policy.name}": /campaign approve ${key}`;
  }
  const input = { ...turn, approval: approval.id, verdict: 'approve' as const, comment, revision: null };
  return (await answerDecision(desk, await decideApproval(desk, input))).text;
}

/** A campaign's id means what is asked about it right now: its launch, or a change to it. */
async function requestOf({ stores }: CampaignDesk, ref: RequestRef): Promise<Approval | null> {
  if (ref.kind === 'approval') return stores.approvals.get(ref.id);
  const subject = campaignSubject(ref.id);
  const running = [
    await stores.approvals.running('campaign.change', subject),
    await stores.approvals.running('campaign.launch', subject),
  ].filter((one) => one !== null);
  return running.find(({ state }) => state === 'pending') ?? running[0] ?? null;
}

function notFound(ref: RequestRef): string {
  if (ref.kind === 'approval')
    return `There is no request A-${ref.id} here. What waits for you is in the app’s Home tab.`;
  const key = campaignKey(ref.id);
  return `Nothing is asked about ${key} right now. /campaign show ${key} says where it stands.`;
}
