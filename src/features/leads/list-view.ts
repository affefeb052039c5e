// Lists of leads as private answers: a line a lead with its card's link and a Claim button, a page at a time. Pure.
import type { Block } from '#blockkit/blocks.ts';
import { actions, section } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import { bold, clip, escape, join, md } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import { spanText } from '#kernel/time.ts';
import type { LeadId } from '#kernel/ids.ts';
import type { Message } from '#ports/messenger.ts';
import { CARD_ACTIONS } from './card-view.ts';
import { STATE_LABELS } from './labels.ts';
import { CLAIMABLE, leadName } from './lead.ts';
import type { Lead } from './lead.ts';

export const LIST_ACTIONS = { next: 'leads.list_next' } as const;

/** Leads of one page. */
export const PAGE = 10;

/** What the Next button must know: which list, and where it goes on. */
export interface ListPlace {
  readonly list: 'open' | 'mine';
  /** The last lead shown, with the ISO instant of its last change; null for the first page. */
  readonly after: { readonly changedAt: string; readonly id: LeadId } | null;
}

export function listMessage(title: string, leads: readonly Lead[], next: ListPlace | null, now: Date): Message {
  if (leads.length === 0) return { text: `${title}: none`, blocks: [section(md`*${escape(title)}*\nNothing here.`)] };
  const blocks: Block[] = [section(md`*${escape(title)}*`), ...leads.map((lead) => line(lead, now))];
  if (next)
    blocks.push(actions([button({ action: LIST_ACTIONS.next, text: 'Next page', value: JSON.stringify(next) })]));
  return { text: `${title}: ${leads.map(leadName).join(', ')}`, blocks };
}

/** Several leads fit what was asked for. */
export function ambiguousMessage(query: string, leads: readonly Lead[], now: Date): Message {
  const text = `${leads.length} leads match "${clip(query, 80)}". Name one by its id.`;
  return { text, blocks: [section(escape(text)), ...leads.map((lead) => line(lead, now))] };
}

function shortId(lead: Lead): string {
  return lead.id.slice(0, 8);
}

function line(lead: Lead, now: Date): Block {
  const company = lead.facts.company?.['name'];
  const parts: Mrkdwn[] = [
    bold(clip(leadName(lead), 100)),
    ...(company ? [escape(String(company), 100)] : []),
    ...(lead.score === null ? [] : [md`score ${lead.score}`]),
  ];
  const details = [
    escape(STATE_LABELS[lead.state]),
    escape(`came in ${spanText(now.getTime() - lead.seenAt.getTime())} ago`),
    md`\`${escape(shortId(lead))}\``,
  ];
  const text = join([join(parts, '  ·  '), join(details, '  ·  ')]);
  if (!CLAIMABLE.includes(lead.state)) return section(text);
  return section(text, { accessory: button({ action: CARD_ACTIONS.claim, text: 'Claim', value: lead.id }) });
}
