// What somebody reads after they did something with a campaign: what came of it and what is next, or why not and what to
// do instead. Plain text; escaped where it is shown. Pure.
import type { SlackUserId } from '#kernel/ids.ts';
import { approvalKey } from '#features/approvals/approval.ts';
import { campaignKey } from './campaign.ts';
import type { Campaign } from './campaign.ts';
import type { CheckOutcome } from './check-campaign.ts';
import { blockersOf } from './checklist.ts';
import type { CheckItem } from './checklist.ts';
import type { CreateOutcome } from './create-campaign.ts';
import type { EditOutcome } from './edit-campaign.ts';
import type { LaunchOutcome } from './launch-campaign.ts';
import { STATE_LABELS } from './labels.ts';
import type { PlanProblem } from './plan-problems.ts';
import type { StopOutcome } from './move-campaign.ts';
import type { SubmitOutcome } from './submit-campaign.ts';
import type { TickOutcome } from './tick-item.ts';

export type CampaignOutcome =
  | CreateOutcome
  | EditOutcome
  | SubmitOutcome
  | LaunchOutcome
  | StopOutcome
  | TickOutcome
  | CheckOutcome;

/** Whether what was asked for was done; else the person is to do something about it. */
export function isDone({ kind }: CampaignOutcome): boolean {
  return DONE.has(kind);
}

const DONE: ReadonlySet<CampaignOutcome['kind']> = new Set([
  'created',
  'edited',
  'unchanged',
  'asked_again',
  'change_asked',
  'changed',
  'asked',
  'needs_no_approval',
  'launching',
  'paused',
  'resumed',
  'closed',
  'killed',
  'ticked',
  'unticked',
  'checked',
]);

/** Names of people, looked up before. */
export type NameOf = (slack: SlackUserId) => string;

export function answerText(outcome: CampaignOutcome, nameOf: NameOf): string {
  switch (outcome.kind) {
    case 'created':
      return `${called(outcome.campaign)} is a draft. Submit it when it is ready: nobody has been asked yet.`;
    case 'edited':
      return `${key(outcome)} is saved. ${nextFor(outcome.campaign)}`.trim();
    case 'unchanged':
      return `Nothing about ${key(outcome)} is different.`;
    case 'asked_again':
      return `${key(outcome)} is saved. The approval so far is void, and everybody is asked again${requestOf(outcome.campaign)}.`;
    case 'change_asked':
      return `The change to ${key(outcome)} waits for its approval, ${approvalKey(outcome.approval.id)}. Until then it runs as it was approved.`;
    case 'changed':
      return `${key(outcome)} is changed, and the CRMs follow.`;
    case 'asked':
      return `${key(outcome)} waits for its approval${requestOf(outcome.campaign)}. ${launchWords(outcome.campaign)}${warnings(outcome.checks)}`;
    case 'needs_no_approval':
      return `No policy asks anybody about ${key(outcome)}: it is approved. ${launchWords(outcome.campaign)}${warnings(outcome.checks)}`;
    case 'launching':
      return `${key(outcome)} is being launched. Its card shows what each CRM says.`;
    case 'paused':
      return `${key(outcome)} is paused, and the CRMs follow. Go on with it by /campaign resume ${key(outcome)}.`;
    case 'resumed':
      return `${key(outcome)} goes on, and the CRMs follow.`;
    case 'killed':
      return `${key(outcome)} is stopped, and the CRMs follow at once. To go live again it is submitted anew.`;
    case 'closed':
      return `${key(outcome)} is closed.`;
    case 'ticked':
      return `Ticked off on ${key(outcome)}: ${outcome.item}.`;
    case 'unticked':
      return `The tick is taken back on ${key(outcome)}: ${outcome.item}.`;
    case 'checked':
      return checkedText(outcome.campaign, outcome.checks);
    case 'invalid':
    case 'name_taken':
    case 'checks_failed':
    case 'wrong_state':
    case 'not_approved':
    case 'already_launching':
    case 'already_live':
    case 'changed_meanwhile':
    case 'reason_needed':
    case 'unknown_item':
    case 'not_yours':
    case 'not_the_ticker':
    case 'unknown_campaign':
      return refusalText(outcome, nameOf);
  }
}

type Refusal = Extract<
  CampaignOutcome,
  {
    readonly kind:
      | 'invalid'
      | 'name_taken'
      | 'checks_failed'
      | 'wrong_state'
      | 'not_approved'
      | 'already_launching'
      | 'already_live'
      | 'changed_meanwhile'
      | 'reason_needed'
      | 'unknown_item'
      | 'not_yours'
      | 'not_the_ticker'
      | 'unknown_campaign';
  }
>;

function refusalText(refusal: Refusal, nameOf: NameOf): string {
  switch (refusal.kind) {
    case 'invalid':
      return `The plan is not right yet. ${problemsText(refusal.problems)} Mend it with Edit.`;
    case 'name_taken':
      return `${called(refusal.by)} has this name already: choose another, or edit that one.`;
    case 'checks_failed':
      return `${key(refusal)} cannot go on yet: ${blockersText(refusal.checks)}.`;
    case 'wrong_state':
      return `That does not fit: ${key(refusal)} is ${STATE_LABELS[refusal.campaign.state].toLowerCase()}. ${nextFor(refusal.campaign)}`.trim();
    case 'not_approved':
      return `${key(refusal)} is not approved${refusal.campaign.state === 'waiting' ? ' (any more): it waits for its approval' : ''}. ${nextFor(refusal.campaign)}`.trim();
    case 'already_launching':
      return `${key(refusal)} is being launched right now. Its card shows what each CRM says; try again after that.`;
    case 'already_live':
      return `${key(refusal)} is live already.`;
    case 'changed_meanwhile':
      return `Somebody changed ${key(refusal)} at the same time, so nothing was done. Look at it as it is now, then try again.`;
    case 'reason_needed':
      return `Say why it is stopped: /campaign kill ${key(refusal)} REASON. Ops and the audit log read it.`;
    case 'unknown_item':
      return refusal.items.length === 0
        ? 'The playbook has nothing for a person to tick off.'
        : `There is no such item to tick off. Items are ${refusal.items.join(', ')}.`;
    case 'not_yours': {
      const who = [...refusal.who.map(nameOf), 'ops and admins'];
      return `${called(refusal.campaign)} is not yours: only ${listed(who)} may do that. Ask one of them.`;
    }
    case 'not_the_ticker':
      return refusal.who.length === 0
        ? `Nobody whom the playbook names for ${refusal.item} is here any more: tell ops.`
        : `${refusal.item} of ${key(refusal)} is ticked off by ${listed(refusal.who.map(nameOf))}. Ask one of them.`;
    case 'unknown_campaign':
      return 'There is no such campaign here. See all with /campaign list all.';
  }
}

/** What can be done with a campaign that stands so. */
function nextFor(campaign: Campaign): string {
  const id = campaignKey(campaign.id);
  switch (campaign.state) {
    case 'draft':
    case 'changes_requested':
    case 'rejected':
    case 'killed':
      return `Ask for its approval with /campaign submit ${id}.`;
    case 'waiting':
      return `It can be edited, which asks everybody again, or withdrawn with /campaign close ${id}.`;
    case 'approved':
      return `It goes live with /campaign launch ${id}.`;
    case 'live':
      return `It can be paused, edited, closed or killed: /campaign pause ${id}.`;
    case 'paused':
      return `It goes on with /campaign resume ${id}.`;
    case 'closed':
      return 'Plan a new one with /campaign new.';
  }
}

function launchWords({ launch, id, state }: Campaign): string {
  if (state === 'live') return '';
  return launch === 'at_once'
    ? 'It is launched as soon as it is approved.'
    : `It is launched when somebody says so: /campaign launch ${campaignKey(id)}.`;
}

/** What keeps no request back, and still the launch. */
function warnings(checks: readonly CheckItem[]): string {
  const blockers = blockersOf(checks);
  return blockers.length === 0 ? '' : ` Before the launch: ${blockersText(checks)}.`;
}

function checkedText(campaign: Campaign, checks: readonly CheckItem[]): string {
  const blockers = blockersOf(checks);
  if (blockers.length === 0) return `Everything about ${campaignKey(campaign.id)} is in order.`;
  return `Still to do on ${campaignKey(campaign.id)}: ${blockersText(checks)}.`;
}

function blockersText(checks: readonly CheckItem[]): string {
  return blockersOf(checks)
    .map(({ label, verdict, note }) =>
      verdict === 'needs_tick' ? `"${label}" is not ticked off` : `"${label}" fails${note === null ? '' : `: ${note}`}`,
    )
    .join('; ');
}

function problemsText(problems: readonly PlanProblem[]): string {
  return problems
    .map(({ message, suggestion }) =>
      suggestion === null ? `${message}.` : `${message}: right would be ${suggestion}.`,
    )
    .join(' ');
}

function requestOf({ approvalId }: Campaign): string {
  return approvalId === null ? '' : `, ${approvalKey(approvalId)}`;
}

function key({ campaign }: { readonly campaign: Campaign }): string {
  return campaignKey(campaign.id);
}

function called({ id, plan }: Campaign): string {
  return `${campaignKey(id)} "${plan.name}"`;
}

/** `Mia, Nora and ops and admins` reads badly, so the last is joined with `or`. */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
