// A list of leads as one message: a row a lead with what decides whether to claim it, and buttons as its card has. Pure.
import type { Block } from '#blockkit/blocks.ts';
import { actions, context, section } from '#blockkit/blocks.ts';
import { button, overflow } from '#blockkit/elements.ts';
import type { Choice } from '#blockkit/elements.ts';
import { clip, escape, join, link, md, mention } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import type { Message } from '#ports/messenger.ts';
import type { RecordLink } from './card-data.ts';
import { CARD_ACTIONS } from './card-view.ts';
import { listValueLabel, STATE_LABELS } from './labels.ts';
import { CLAIMABLE, leadName } from './lead.ts';
import type { Lead } from './lead.ts';

export const CARD_LIST_ACTIONS = { more: 'leads.more' } as const;

/** What the three dots of a row offer; the value of a choice is one of these, a colon and the lead's id. */
export const MORE = ['touch', 'hand_over', 'release', 'not_a_fit', 'why'] as const;
export type More = (typeof MORE)[number];

const MORE_LABELS: Readonly<Record<More, string>> = {
  touch: 'Log a touch',
  hand_over: 'Hand over',
  release: 'Release',
  not_a_fit: 'Not a fit',
  why: 'Why?',
};

export interface ListRow {
  readonly lead: Lead;
  readonly links: readonly RecordLink[];
}

/** A row with all of these at their longest has about 450 characters, and about 300 more with its links. */
const NAME_MAX = 80;
const VALUE_MAX = 50;
const NOTICE_MAX = 120;
const LINKS_MAX = 3;
/** All rows together. With buttons and the rest of the message that stays below Slack's 13,200 characters. */
const ROWS_TEXT_MAX = 10_500;

/** @param note why the list is here and not where the playbook wants it; plain text. */
export function renderCardList(rows: readonly ListRow[], note: string | null): Message {
  const count = rows.length;
  const open = rows.filter(({ lead }) => CLAIMABLE.includes(lead.state)).length;
  const title = `${count} new ${count === 1 ? 'lead' : 'leads'}`;
  const left = open === 0 ? 'none of them open any more' : open === count ? 'all open' : `${open} still open`;
  const texts = rows.map((row, index) => rowText(row, index + 1));
  const long = texts.reduce((sum, { length }) => sum + length, 0) > ROWS_TEXT_MAX;
  const blocks: Block[] = [section(join([strong(title, NAME_MAX), escape(left)], ', '))];
  rows.forEach((row, index) => {
    const text = long ? rowText({ ...row, links: [] }, index + 1) : (texts[index] ?? md``);
    blocks.push(...rowBlocks(row.lead, text, `row-${index + 1}`));
  });
  const why = 'They came in faster than one card each could be posted, so they share this message.';
  blocks.push(context([escape(note === null ? why : `${why} Posted here because ${note}`, 1000)]));
  const names = rows.map(({ lead }) => clip(leadName(lead), NAME_MAX)).join(', ');
  return { text: clip(`${title}, ${left}: ${names}`, 3_000), blocks };
}

function rowText(row: ListRow, number: number): Mrkdwn {
  return join([headLine(row.lead, number), detailLine(row), ...noticeLine(row.lead)]);
}

function rowBlocks(lead: Lead, text: Mrkdwn, id: string): readonly Block[] {
  if (lead.state === 'claimed' && lead.claimedBy !== null) {
    return [section(text, { blockId: id, accessory: more(lead, MORE) })];
  }
  if (!CLAIMABLE.includes(lead.state)) {
    const why = button({ action: CARD_ACTIONS.why, text: 'Why?', value: lead.id });
    return [section(text, { blockId: id, accessory: why })];
  }
  const style = lead.priority === 'high' ? { style: 'primary' as const } : {};
  const claim = button({ action: CARD_ACTIONS.claim, text: 'Claim', value: lead.id, ...style });
  return [section(text, { blockId: id }), actions([claim, more(lead, ['not_a_fit', 'why'])], `${id}-actions`)];
}

function more(lead: Lead, choices: readonly More[]) {
  return overflow(
    CARD_LIST_ACTIONS.more,
    choices.map((one): Choice => ({ value: `${one}:${lead.id}`, label: MORE_LABELS[one] })),
  );
}

function headLine(lead: Lead, number: number): Mrkdwn {
  const company = text(lead.facts.company?.['name']);
  const title = text(lead.facts.lead?.['title']);
  const mark = lead.priority === 'high' ? md`:red_circle: ` : md``;
  const parts = [
    md`${mark}${number}. ${strong(leadName(lead), NAME_MAX)}`,
    ...(title === null ? [] : [escape(title, VALUE_MAX)]),
    ...(company === null ? [] : [strong(company, VALUE_MAX)]),
  ];
  return join(parts, '  ·  ');
}

function detailLine({ lead, links }: ListRow): Mrkdwn {
  const source = text(lead.facts.lead?.['source']);
  const parts = [
    state(lead),
    ...(lead.score === null ? [] : [md`score ${lead.score}`]),
    ...(source === null ? [] : [escape(listValueLabel(source), VALUE_MAX)]),
    ...links.slice(0, LINKS_MAX).map(({ url, label }) => link(url, label)),
  ];
  return join(parts, '  ·  ');
}

function state(lead: Lead): Mrkdwn {
  switch (lead.state) {
    case 'open':
      return lead.team === null ? md`open` : md`open for ${escape(lead.team, VALUE_MAX)}`;
    case 'offered':
      return lead.offeredTo === null ? md`offered` : md`offered to ${mention(lead.offeredTo)}`;
    case 'claimed':
      return lead.claimedBy === null ? md`*claimed* outside Slack` : md`*claimed* by ${mention(lead.claimedBy)}`;
    case 'released':
    case 'disqualified':
    case 'converted':
    case 'gone':
      return md`*${escape(STATE_LABELS[lead.state].toLowerCase())}*`;
  }
}

function noticeLine({ notice }: Lead): readonly Mrkdwn[] {
  return notice === null ? [] : [md`:information_source: ${escape(notice, NOTICE_MAX)}`];
}

/** Bold, and no longer than this once it is escaped. */
function strong(text: string, max: number): Mrkdwn {
  return md`*${escape(text.replace(/\s+/gu, ' ').trim(), max)}*`;
}

function text(value: unknown): string | null {
  const plain = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return plain === '' ? null : plain;
}
