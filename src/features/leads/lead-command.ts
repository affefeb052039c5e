// What `/lead` understands. Pure: text in, a command or a reason out.
import { SlackUserId } from '#kernel/ids.ts';

export type LeadCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'open'; readonly share: boolean }
  | { readonly kind: 'mine'; readonly share: boolean }
  | { readonly kind: 'show'; readonly query: string; readonly share: boolean }
  | { readonly kind: 'claim' | 'release' | 'why'; readonly query: string }
  | { readonly kind: 'hand_over'; readonly query: string; readonly to: SlackUserId }
  | { readonly kind: 'unclear'; readonly because: string };

export const LEAD_HELP = `/lead open [share] - leads that can be claimed
/lead mine [share] - leads that you hold
/lead show NAME-OR-ID [share] - one lead's card
/lead claim NAME-OR-ID - take a lead
/lead release NAME-OR-ID - let a lead go
/lead hand over NAME-OR-ID @colleague - pass a lead on
/lead why NAME-OR-ID - which rules matched, and why this rep
Answers are for your eyes only; add "share" to show them to the channel.`;

const USER = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/;
/** The last word of a list or card; of other commands it is part of the lead's name. */
const SHARE = /(?:^|\s)(?:--)?share$/iu;
const NEED_LEAD = 'Name a lead: part of its name, company or e-mail address, or its id.';

export function parseLeadCommand(text: string): LeadCommand {
  const words = text.trim().replace(/\s+/gu, ' ');
  if (words === '' || /^help$/iu.test(words)) return { kind: 'help' };
  const [verb = '', ...others] = words.split(' ');
  const share = SHARE.test(words);
  const rest = others.join(' ');
  switch (verb.toLowerCase()) {
    case 'open':
      return { kind: 'open', share };
    case 'mine':
      return { kind: 'mine', share };
    case 'show':
      return show(rest.replace(SHARE, '').trim(), share);
    case 'claim':
    case 'release':
    case 'why':
      return named(verb.toLowerCase() as 'claim' | 'release' | 'why', rest);
    case 'hand':
    case 'handover':
      return handOver(rest.replace(/^over\s+/iu, ''));
    default:
      return { kind: 'unclear', because: `"${verb}" is not something /lead knows.` };
  }
}

function show(query: string, share: boolean): LeadCommand {
  return query === '' ? { kind: 'unclear', because: NEED_LEAD } : { kind: 'show', query, share };
}

function named(kind: 'claim' | 'release' | 'why', query: string): LeadCommand {
  return query === '' ? { kind: 'unclear', because: NEED_LEAD } : { kind, query };
}

function handOver(text: string): LeadCommand {
  const user = USER.exec(text);
  const query = text
    .replace(USER, '')
    .replace(/\sto\s*$/iu, '')
    .trim();
  if (query === '') return { kind: 'unclear', because: NEED_LEAD };
  const to = SlackUserId.safeParse(user?.[1]);
  if (!to.success) return { kind: 'unclear', because: 'Name the colleague with @, for example @bo.' };
  return { kind: 'hand_over', query, to: to.data };
}
