// One entry of the audit log about a campaign as a sentence, names as they were then. Pure.
import { z } from 'zod';
import type { AuditAction } from '#features/audit/actions.ts';
import type { RecordedEntry } from '#features/audit/entry.ts';
import { CRM_LABELS } from '#features/leads/labels.ts';
import { changeInWords } from './change.ts';
import { STATE_LABELS } from './labels.ts';

type CampaignAction = Extract<AuditAction, `campaign.${string}` | `crm.campaign_${string}`>;
type After = NonNullable<RecordedEntry['after']>;

const Change = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** Null for what is no event of its own: an edit of its card, and what the story of its request tells. */
export function campaignSentence(
  { action, after }: Pick<RecordedEntry, 'action' | 'after'>,
  who: string,
): string | null {
  if (action === 'slack.card_posted') return 'Its card was posted';
  return isOurs(action) ? SENTENCES[action](who, after ?? {}) : null;
}

function isOurs(action: string): action is CampaignAction {
  return Object.hasOwn(SENTENCES, action);
}

const SENTENCES: Readonly<Record<CampaignAction, (who: string, after: After) => string | null>> = {
  'campaign.created': (who) => `${who} planned it`,
  'campaign.edited': (who, after) => `${who} edited it${changes(after)}`,
  'campaign.submitted': (who, after) => `${who} asked for its approval${request(after)}`,
  'campaign.needs_no_approval': (who) => `${who} submitted it; no policy asks anybody about it, so it was approved`,
  'campaign.asked_again': (_, after) =>
    `It was not what had been approved any more, so it was asked for again${request(after)}`,
  'campaign.approved': (_, after) => `Its launch was approved${request(after)}`,
  'campaign.returned': (_, after) =>
    `It went back to "${stateOf(after)}": its request was ${ENDINGS[text(after, 'ending')] ?? text(after, 'ending')}${because(after, 'because')}`,
  'campaign.launch_asked': (who, after) => `${who} launched it: ${crmsOf(after)} to follow`,
  'campaign.launch_held': (_, after) => text(after, 'notice') || 'Its launch was held back',
  'campaign.launched': () => 'It went live in every CRM of its plan',
  'campaign.launch_refused': (_, after) => `The launch failed${because(after, 'notice')}`,
  'campaign.change_asked': (who, after) => `${who} asked for a change while it runs${request(after)}${changes(after)}`,
  'campaign.changed': (_, after) => `A change took effect${changes(after)}`,
  'campaign.change_dropped': (_, after) =>
    `A change was ${ENDINGS[text(after, 'ending')] ?? 'dropped'}${changes(after)}; it stayed what was approved`,
  'campaign.paused': (who, after) => `${who} paused it${because(after, 'reason')}`,
  'campaign.resumed': (who) => `${who} let it go on`,
  'campaign.closed': (who, after) => `${who} closed it${because(after, 'reason')}`,
  'campaign.killed': (who, after) => `${who} pressed the kill switch${because(after, 'reason')}`,
  'campaign.ticked': (who, after) => `${who} ticked off "${text(after, 'item')}"`,
  'campaign.unticked': (who, after) => `${who} took back the tick of "${text(after, 'item')}"`,
  'campaign.adopted': (_, after) => `It was found in ${crmOf(after)} and is watched from then on`,
  'campaign.record_joined': (_, after) => `Its record in ${crmOf(after)} was found by its name`,
  'campaign.merged': (_, after) => `It turned out to be ${mergedInto(after)}, whose launch had made the record`,
  'campaign.drifted': (who, after) =>
    `${text(after, 'user') === '' ? `Somebody in ${crmOf(after)}` : who} changed it in ${crmOf(after)}`,
  'campaign.state_followed': (_, after) => `It followed ${crmOf(after)}: ${stateOf(after)}`,
  'campaign.put_back': (_, after) => `It was made live in ${crmOf(after)} without an approval, and was put back`,
  'campaign.record_gone': (_, after) => `Its record in ${crmOf(after)} was deleted there`,
  'crm.campaign_written': (_, after) => `${crmOf(after)} has it as written: ${text(after, 'state')}`,
  'crm.campaign_refused': (_, after) => `${crmOf(after)} refused it${because(after, 'message')}`,
};

const ENDINGS: Readonly<Record<string, string>> = {
  rejected: 'rejected',
  changes_requested: 'sent back for changes',
  withdrawn: 'withdrawn',
  expired: 'not decided in time',
  voided: 'voided by a change',
  reopened: 'opened again, because somebody took a yes back',
};

function changes(after: After): string {
  const change = Change.safeParse(after['change']).data;
  const lines = change === undefined ? [] : changeInWords(change).map(({ label, value }) => `${label} ${value}`);
  return lines.length === 0 ? '' : `: ${lines.join('; ')}`;
}

function request(after: After): string {
  const approval = text(after, 'approval');
  return approval === '' ? '' : ` (A-${approval})`;
}

function because(after: After, key: string): string {
  const words = text(after, key);
  return words === '' ? '' : `: ${words}`;
}

function stateOf(after: After): string {
  const state = text(after, 'state');
  return (Object.hasOwn(STATE_LABELS, state) ? STATE_LABELS[state as keyof typeof STATE_LABELS] : state).toLowerCase();
}

function mergedInto(after: After): string {
  const into = text(after, 'into');
  return into === '' ? 'another campaign' : `C-${into}`;
}

function crmOf(after: After): string {
  return crmLabel(text(after, 'crm'));
}

function crmsOf(after: After): string {
  const crms = z.array(z.string()).catch([]).parse(after['crms']);
  return crms.map(crmLabel).join(' and ') || 'its CRMs';
}

function crmLabel(crm: string): string {
  return crm === 'hubspot' || crm === 'salesforce' ? CRM_LABELS[crm] : 'a CRM';
}

function text(after: After, key: string): string {
  const value = after[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
