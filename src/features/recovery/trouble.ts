// Dead letters that have the same trouble, told and listed as one. Pure.
import { createHash } from 'node:crypto';
import { clip } from '#blockkit/mrkdwn.ts';
import type { DeadLetter } from './store.ts';

/** Letters of one kind that were given up for the same reason. */
export interface Trouble {
  /** Stays the same whichever letters have it. */
  readonly key: string;
  readonly kind: string;
  /** The newest letter's own words. */
  readonly because: string;
  /** Newest first, at least one. */
  readonly letters: readonly [DeadLetter, ...DeadLetter[]];
}

const REASON_MAX = 300;

/** @param letters newest first; so are the troubles. */
export function troublesOf(letters: readonly DeadLetter[]): readonly Trouble[] {
  const groups = Map.groupBy(letters, (letter) => `${letter.kind}\n${reasonClass(letter.because)}`);
  return Array.from(groups, ([sameness, group]) => {
    const [newest, ...older] = group as [DeadLetter, ...DeadLetter[]];
    return {
      key: createHash('sha256').update(sameness).digest('hex').slice(0, 16),
      kind: newest.kind,
      because: clip(newest.because.replace(/\s+/gu, ' ').trim(), REASON_MAX),
      letters: [newest, ...older],
    };
  });
}

/** What is the same in a reason, whichever record it is about: names in quotes, ids and numbers tell letters apart. */
function reasonClass(because: string): string {
  return because
    .toLowerCase()
    .replace(/"[^"]*"|'[^']*'|“[^”]*”/gu, '"…"')
    .replace(/\S*\d\S*/gu, '#')
    .replace(/\s+/gu, ' ')
    .slice(0, REASON_MAX);
}

const KIND_WORDS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  'lead.card': ['lead card', 'lead cards'],
  'lead.lists': ['call for lists of leads', 'calls for lists of leads'],
  'lead.thread': ['line under a card', 'lines under cards'],
  'lead.whisper': ['private note', 'private notes'],
  'ops.message': ['message to ops', 'messages to ops'],
  'opportunity.alert': ['alert about a deal', 'alerts about deals'],
  'crm.assign': ['owner change', 'owner changes'],
  'crm.create': ['new CRM record', 'new CRM records'],
  'crm.update': ['CRM update', 'CRM updates'],
  'approval.card': ['card of an approval', 'cards of approvals'],
  'approval.line': ['line under an approval', 'lines under approvals'],
  'home.publish': ['Home tab', 'Home tabs'],
  'campaign.card': ['card of a campaign', 'cards of campaigns'],
  'campaign.launch': ['launch of a campaign', 'launches of campaigns'],
  'campaign.write': ['campaign for a CRM', 'campaigns for CRMs'],
  'campaign.stop': ['stop of a campaign', 'stops of campaigns'],
  'workitem.card': ["card of Salesforce's approvals", "cards of Salesforce's approvals"],
  'workitem.decide': ['decision for Salesforce', 'decisions for Salesforce'],
  'hold.release': ['release of held leads', 'releases of held leads'],
  'inbox.hubspot': ['change in HubSpot', 'changes in HubSpot'],
  'inbox.salesforce': ['change in Salesforce', 'changes in Salesforce'],
};

/** `3 CRM updates`, `1 lead card`; a kind without words of its own by its name. */
export function countOf(kind: string, count: number): string {
  const [one, many] = KIND_WORDS[kind] ?? [kind, kind];
  return `${count} ${count === 1 ? one : many}`;
}
