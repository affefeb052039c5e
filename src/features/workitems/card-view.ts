// The card of a request of Salesforce's own approvals, in the direct messages of whoever is asked. Pure.
import type { Block } from '#blockkit/blocks.ts';
import { actions, context, section } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import { clip, dateTime, escape, join, link, md } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import type { Message } from '#ports/messenger.ts';
import type { WorkItem } from './work-item.ts';

export const WORK_ITEM_ACTIONS = {
  approve: 'workitems.approve',
  comment: 'workitems.approve_with_comment',
  reject: 'workitems.reject',
} as const;

export interface WorkItemCardData {
  readonly item: WorkItem;
  /** Page of the record in Salesforce. */
  readonly url: string;
  /** IANA zone of the reader. */
  readonly zone: string;
}

const VALUE_MAX = 300;

export function renderWorkItemCard({ item, url, zone }: WorkItemCardData): Message {
  const blocks: Block[] = [
    context([join([topLine(item), escape(item.process, 200)], '  ·  ')]),
    section(md`*${link(url, clip(item.recordName, 250))}*  ·  ${escape(item.object, 80)}\n${submitted(item, zone)}`),
  ];
  const fields = item.details.map(({ label, value }) => md`*${escape(label, 80)}*\n${escape(value, VALUE_MAX)}`);
  if (fields.length > 0) blocks.push(section(null, { fields }));
  if (item.state !== 'pending') blocks.push(section(standing(item, zone)));
  if (item.comment !== null) blocks.push(context([md`:speech_balloon: ${escape(item.comment, 1500)}`]));
  if (item.notice !== null) blocks.push(context([md`:information_source: ${escape(item.notice, 1500)}`]));
  if (item.state === 'pending') blocks.push(workItemButtons(item));
  return { text: summary(item), blocks };
}

/** What stands where the card was of somebody who is not asked any more. */
export function renderFormerCard({ recordName }: Pick<WorkItem, 'recordName'>): Message {
  const text = `Salesforce asks somebody else, or asks anew, about ${clip(recordName, 250)}.`;
  return { text, blocks: [context([md`:arrow_right: ${escape(text)}`])] };
}

function topLine({ state }: WorkItem): Mrkdwn {
  switch (state) {
    case 'pending':
      return md`:cloud: *Salesforce asks for your approval*`;
    case 'deciding':
      return md`:hourglass_flowing_sand: *Salesforce is being told*`;
    case 'approved':
      return md`:white_check_mark: *Approved*`;
    case 'rejected':
      return md`:x: *Rejected*`;
    case 'gone':
      return md`:heavy_minus_sign: *Nothing is needed from you any more*`;
  }
}

function submitted({ submittedBy, submittedAt }: WorkItem, zone: string): Mrkdwn {
  const by = submittedBy === null ? escape('Submitted') : md`Submitted by ${escape(submittedBy, 100)}`;
  return md`${by}, you were asked ${dateTime(submittedAt, zone)}`;
}

function standing(item: WorkItem, zone: string): Mrkdwn {
  const { state, decidedIn, decidedBy, decidedAt } = item;
  const when = decidedAt === null ? escape('') : md`, ${dateTime(decidedAt, zone)}`;
  const who = decidedIn === 'slack' ? escape('you in Slack') : escape(`${decidedBy ?? 'somebody'} in Salesforce`, 200);
  switch (state) {
    case 'pending':
      return escape('');
    case 'deciding':
      return md`You have answered${when}. Salesforce is told as soon as it can be reached.`;
    case 'approved':
      return md`*Approved* by ${who}${when}`;
    case 'rejected':
      return md`*Rejected* by ${who}${when}`;
    case 'gone':
      return decidedBy === null ? md`*Over*${when}` : md`*Over*: ${who}${when}`;
  }
}

/** What a phone shows and a screen reader says. Plain text. */
function summary({ state, recordName, process, decidedIn, decidedBy }: WorkItem): string {
  const name = clip(recordName, 200);
  const who = decidedIn === 'slack' ? 'you' : `${decidedBy ?? 'somebody'} in Salesforce`;
  switch (state) {
    case 'pending':
      return `Salesforce asks for your approval: ${name} (${clip(process, 200)})`;
    case 'deciding':
      return `Your answer on ${name} is on its way to Salesforce`;
    case 'approved':
      return `${name} was approved by ${who}`;
    case 'rejected':
      return `${name} was rejected by ${who}`;
    case 'gone':
      return `${name} does not wait for your approval any more`;
  }
}

/** The same in the Home tab. */
export function workItemButtons({ crm, id }: Pick<WorkItem, 'crm' | 'id'>): Block {
  const value = `${crm}:${id}`;
  return actions([
    button({ action: WORK_ITEM_ACTIONS.approve, text: 'Approve', value, style: 'primary' }),
    button({ action: WORK_ITEM_ACTIONS.reject, text: 'Reject', value, style: 'danger' }),
    button({ action: WORK_ITEM_ACTIONS.comment, text: 'Approve with a comment', value }),
  ]);
}
