// The lead card: who it is, why it matters, who has it, and the buttons that fit its state. Pure.
import type { Block } from '#blockkit/blocks.ts';
import { actions, context, section } from '#blockkit/blocks.ts';
import { button } from '#blockkit/elements.ts';
import { bold, clip, escape, join, link, md, mention } from '#blockkit/mrkdwn.ts';
import type { Mrkdwn } from '#blockkit/mrkdwn.ts';
import { spanText } from '#kernel/time.ts';
import type { FieldValue } from '#ports/crm.ts';
import type { Message } from '#ports/messenger.ts';
import type { CardData } from './card-data.ts';
import { gatedWords } from './gated-actions.ts';
import type { GatedAction } from './gated-actions.ts';
import { CRM_LABELS, listValueLabel } from './labels.ts';
import { CLAIMABLE, CRM_SCORE, leadName } from './lead.ts';
import type { Lead } from './lead.ts';
import type { Delayed } from './store.ts';

export const CARD_ACTIONS = {
  claim: 'leads.claim',
  notAFit: 'leads.not_a_fit',
  why: 'leads.why',
  release: 'leads.release',
  handOver: 'leads.hand_over',
  touch: 'leads.touch',
} as const;

/** Longest text of one foreign value on a card. */
const VALUE_MAX = 150;
/** Most reasons and links of one card; a lead has few, unless somebody went wild. */
const REASONS_MAX = 8;
const LINKS_MAX = 8;
const GATED_MAX = 5;

export function renderCard(data: CardData): Message {
  const { lead } = data;
  const blocks: Block[] = [context([topLine(lead)]), section(who(data)), section(null, { fields: facts(data) })];
  if (data.links.length > 0) blocks.push(context([links(data)]));
  blocks.push(section(status(data)));
  if (lead.notice !== null) blocks.push(context([md`:information_source: ${escape(lead.notice, 500)}`]));
  if (data.delays.length > 0) blocks.push(context([join(data.delays.map(delayLine))]));
  if (data.gated.length > 0) blocks.push(context([join(data.gated.slice(0, GATED_MAX).map(gatedLine))]));
  blocks.push(buttons(lead));
  return { text: summary(data), blocks };
}

/** What a CRM's outage means for the lead; gone from the card when the CRM has been written. */
function delayLine({ crm, because }: Delayed): Mrkdwn {
  const name = escape(CRM_LABELS[crm]);
  return because === 'down'
    ? md`:hourglass_flowing_sand: ${name} does not answer at the moment. What is to be written there follows when it does.`
    : md`:hourglass_flowing_sand: ${name} takes no more API calls for now. What is to be written there follows when it does.`;
}

/** What a rule may not do yet, and whose yes is missing. */
function gatedLine(action: GatedAction): Mrkdwn {
  return md`:raised_hand: ${escape(`${action.title}: approval ${action.key} ${gatedWords(action)}`, 400)}`;
}

function links({ links }: CardData): Mrkdwn {
  const shown = links.slice(0, LINKS_MAX).map(({ url, label }) => link(url, label));
  return join(shown, '  ·  ');
}

/** What a phone shows and a screen reader says. Plain text. */
export function summary({ lead, holderName, offeredName }: CardData): string {
  const title = textOf(lead.facts.lead?.['title']);
  const company = textOf(lead.facts.company?.['name']);
  const parts = [
    `${lead.priority === 'high' ? 'High priority lead' : 'Lead'}: ${leadName(lead)}`,
    [title, company].flatMap((part) => (part === null ? [] : [clip(part, VALUE_MAX)])).join(' at '),
    lead.score === null ? '' : `score ${lead.score}`,
    stateWords(lead, holderName, offeredName),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function topLine(lead: Lead): Mrkdwn {
  const mark = {
    high: md`:red_circle: *High priority*`,
    normal: md`:large_blue_circle: New lead`,
    low: md`:white_circle: Low priority`,
  };
  return join(
    [
      mark[lead.priority],
      ...(lead.team === null ? [] : [escape(lead.team, VALUE_MAX)]),
      ...(lead.headline === null ? [] : [escape(lead.headline, 300)]),
    ],
    '  ·  ',
  );
}

function who({ lead, localHour }: CardData): Mrkdwn {
  const { lead: person, company } = lead.facts;
  const title = value(person?.['title']);
  const employees = company?.['employees'];
  const country = value(person?.['country']) ?? value(company?.['country']);
  const place = country && localHour !== null ? md`${country}, ${escape(localHour)} there` : country;
  const size = typeof employees === 'number' ? escape(`${employees.toLocaleString('en-US')} employees`) : null;
  const companyName = textOf(company?.['name']);
  const firm = [
    companyName === null ? null : bold(clip(companyName, VALUE_MAX)),
    size,
    listValue(company?.['industry']),
    place,
  ];
  return join([
    join([bold(leadName(lead)), ...(title ? [title] : [])], '  ·  '),
    join(
      firm.filter((part) => part !== null),
      '  ·  ',
    ),
  ]);
}

function facts({ lead, stage }: CardData): readonly Mrkdwn[] {
  const person = lead.facts.lead;
  const source = join(
    [listValue(person?.['source']), listValue(person?.['source_detail'])].filter((part) => part !== null),
    ', ',
  );
  const labelled: readonly (readonly [string, Mrkdwn | null])[] = [
    ['Score', score(lead)],
    ['Source', source],
    ['Stage', stage === null ? null : escape(stage, VALUE_MAX)],
    ['E-mail', lead.email === null ? null : escape(lead.email, VALUE_MAX)],
    ['CRM owner', value(person?.['owner'])],
  ];
  return labelled.flatMap(([label, shown]) => (shown ? [md`*${escape(label)}*\n${shown}`] : []));
}

function score({ score, scoreReasons }: Lead): Mrkdwn | null {
  if (score === null) return escape('none yet');
  const reasons = scoreReasons
    .slice(0, REASONS_MAX)
    .map(({ points, because }) => escape(`${because} ${signed(points, because)}`, VALUE_MAX));
  const hidden = scoreReasons.length - reasons.length;
  if (hidden > 0) reasons.push(escape(`and ${hidden} more`));
  return reasons.length === 0 ? md`${score}` : md`*${score}*  (${join(reasons, ', ')})`;
}

/** The CRM's own score is where the sum starts; what the playbook adds or takes has its sign. */
function signed(points: number, because: string): string {
  return because === CRM_SCORE || points < 0 ? String(points) : `+${points}`;
}

function status({ lead, holderName, offeredName }: CardData): Mrkdwn {
  switch (lead.state) {
    case 'open':
      return lead.team === null
        ? md`*Open*, anyone may claim it`
        : md`*Open* for ${escape(lead.team, VALUE_MAX)}, nobody could be offered it`;
    case 'offered':
      return md`*Offered* to ${lead.offeredTo === null ? escape(offeredName ?? 'a rep', VALUE_MAX) : mention(lead.offeredTo)}`;
    case 'released':
      return md`*Released*, it can be claimed again`;
    case 'claimed':
      return md`*Claimed* by ${lead.claimedBy === null ? escape(holderName ?? ownerName(lead), VALUE_MAX) : mention(lead.claimedBy)}${afterText(lead)}`;
    case 'disqualified':
      return md`*Not a fit*`;
    case 'converted':
      return md`*Converted*`;
    case 'gone':
      return md`*Gone*`;
  }
}

function ownerName(lead: Lead): string {
  return textOf(lead.facts.lead?.['owner']) ?? 'somebody outside Slack';
}

function afterText({ claimedAt, seenAt, touchedAt }: Lead): Mrkdwn {
  const claimed = claimedAt === null ? '' : `, ${spanText(claimedAt.getTime() - seenAt.getTime())} after it came in`;
  return escape(touchedAt === null ? claimed : `${claimed}, first touch logged`);
}

function stateWords(lead: Lead, holderName: string | null, offeredName: string | null): string {
  if (lead.state === 'offered' && offeredName !== null) return `offered to ${offeredName}`;
  if (lead.state === 'claimed') return `claimed by ${holderName ?? ownerName(lead)}`;
  return lead.state === 'disqualified' ? 'not a fit' : lead.state;
}

function buttons(lead: Lead): Block {
  const why = button({ action: CARD_ACTIONS.why, text: 'Why?', value: lead.id });
  const notAFit = button({ action: CARD_ACTIONS.notAFit, text: 'Not a fit', value: lead.id });
  if (CLAIMABLE.includes(lead.state)) {
    return actions([
      button({ action: CARD_ACTIONS.claim, text: 'Claim', value: lead.id, style: 'primary' }),
      notAFit,
      why,
    ]);
  }
  if (lead.state !== 'claimed' || lead.claimedBy === null) return actions([why]);
  return actions([
    button({ action: CARD_ACTIONS.touch, text: 'Log a touch', value: lead.id, style: 'primary' }),
    button({ action: CARD_ACTIONS.handOver, text: 'Hand over', value: lead.id }),
    button({ action: CARD_ACTIONS.release, text: 'Release', value: lead.id }),
    notAFit,
    why,
  ]);
}

function value(field: FieldValue | undefined): Mrkdwn | null {
  const text = textOf(field);
  return text === null ? null : escape(text, VALUE_MAX);
}

/** For fields that CRMs fill from a list. */
function listValue(field: FieldValue | undefined): Mrkdwn | null {
  return value(typeof field === 'string' ? listValueLabel(field) : field);
}

function textOf(field: FieldValue | undefined): string | null {
  const text = field === null || field === undefined ? '' : String(field).trim();
  return text === '' ? null : text;
}
