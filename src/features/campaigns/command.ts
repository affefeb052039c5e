// What `/campaign` understands. Pure: text in, a command or what to type instead out.
import { ApprovalId, CampaignId, SlackUserId } from '#kernel/ids.ts';
import { nearest } from '#features/playbook/nearest.ts';
import { VERBS } from './command-words.ts';

export const LISTS = ['mine', 'waiting', 'live', 'all'] as const;
export type ListName = (typeof LISTS)[number];

/** `C-7` or `7`, and `A-12`: what people name a request by. */
export type RequestRef =
  | { readonly kind: 'campaign'; readonly id: CampaignId }
  | { readonly kind: 'approval'; readonly id: ApprovalId };

const ON_ONE = ['show', 'edit', 'submit', 'launch', 'resume', 'close', 'history'] as const;
const WITH_REASON = ['pause', 'kill'] as const;

type OnOne = (typeof ON_ONE)[number];
type WithReason = (typeof WITH_REASON)[number];

export type CampaignCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'new' }
  | { readonly kind: 'delegate_off' }
  | { readonly kind: 'list'; readonly list: ListName; readonly text: string }
  | { [Kind in OnOne]: { readonly kind: Kind; readonly campaign: CampaignId } }[OnOne]
  | {
      [Kind in WithReason]: { readonly kind: Kind; readonly campaign: CampaignId; readonly reason: string | null };
    }[WithReason]
  | { readonly kind: 'tick'; readonly campaign: CampaignId; readonly item: string | null; readonly ok: boolean }
  | { readonly kind: 'approve'; readonly requests: readonly RequestRef[]; readonly comment: string | null }
  | { readonly kind: 'reject'; readonly request: RequestRef; readonly comment: string }
  /** `until` as it was typed. */
  | { readonly kind: 'delegate'; readonly to: SlackUserId; readonly until: string }
  | { readonly kind: 'unclear'; readonly because: string };

const USER = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/u;
const REF = /^#?(?:([ca])-?)?0*(\d{1,9})[,;]?$/iu;
const LIST_HINT = 'see /campaign list';

export function parseCampaignCommand(typed: string): CampaignCommand {
  const words = typed.trim().replace(/\s+/gu, ' ');
  if (words === '') return { kind: 'help' };
  const [first = '', ...others] = words.split(' ');
  const rest = others.join(' ');
  if (REF.test(first)) return parseVerb('show', words, 'show');
  const verb = VERBS[first.toLowerCase()];
  return verb === undefined ? unknownVerb(first, rest) : parseVerb(verb, rest, first);
}

function unknownVerb(word: string, rest: string): CampaignCommand {
  if (/^(?:stop|halt|cancel)$/iu.test(word)) {
    const id = rest === '' ? 'ID' : rest;
    return unclear(
      `Stop for now with /campaign pause ${id}, for good with /campaign kill ${id} or, in order, /campaign close ${id}.`,
    );
  }
  const meant = nearest(word, Object.keys(VERBS));
  if (meant === null) return unclear(`"${word}" is not something /campaign knows.`);
  return unclear(
    `"${word}" is not something /campaign knows. Did you mean /campaign ${[meant, rest].filter(Boolean).join(' ')}?`,
  );
}

/** @param typed the word that they used for it. */
function parseVerb(verb: string, rest: string, typed: string): CampaignCommand {
  const on = ON_ONE.find((one) => one === verb);
  if (on !== undefined) return onCampaign(rest, typed, (campaign) => ({ kind: on, campaign }));
  const reasoned = WITH_REASON.find((one) => one === verb);
  if (reasoned !== undefined) {
    return onCampaign(rest, typed, (campaign, more) => ({
      kind: reasoned,
      campaign,
      reason: more === '' ? null : asRead(more),
    }));
  }
  switch (verb) {
    case 'new':
      return { kind: 'new' };
    case 'list':
      return list(rest);
    case 'mine':
    case 'waiting':
    case 'live':
    case 'all':
      return list(`${verb} ${rest}`);
    case 'tick':
    case 'untick':
      return onCampaign(rest, typed, (campaign, item) => {
        return { kind: 'tick', campaign, item: item === '' ? null : item.toLowerCase(), ok: verb === 'tick' };
      });
    case 'approve':
      return approve(rest);
    case 'reject':
      return reject(rest);
    case 'delegate':
      return delegate(rest);
    default:
      return { kind: 'help' };
  }
}

function list(rest: string): CampaignCommand {
  const [which = '', ...words] = rest.trim().split(' ');
  const named = LISTS.find((one) => one === which.toLowerCase());
  if (named !== undefined) return { kind: 'list', list: named, text: words.join(' ') };
  const meant = which === '' ? null : nearest(which, LISTS);
  if (meant !== null) return unclear(`There is no list "${which}". Did you mean /campaign list ${meant}?`);
  return { kind: 'list', list: which === '' ? 'mine' : 'all', text: rest.trim() };
}

function onCampaign(
  rest: string,
  verb: string,
  command: (campaign: CampaignId, more: string) => CampaignCommand,
): CampaignCommand {
  const [word = '', ...more] = rest.split(' ');
  if (word === '') return unclear(`Name a campaign by its id: /campaign ${verb} C-7; ${LIST_HINT}.`);
  const ref = refOf(word);
  if (ref === null)
    return unclear(`"${word}" is no campaign's id. Write /campaign ${verb} C-7; ${LIST_HINT} all ${word}.`);
  if (ref.kind === 'approval') {
    return unclear(`${word} is a request; /campaign ${verb} takes the campaign, for example C-7; ${LIST_HINT}.`);
  }
  return command(ref.id, more.join(' '));
}

/** Several only where each is written as such: in `7 2 days are enough` the 2 belongs to the comment. */
function approve(rest: string): CampaignCommand {
  const words = rest === '' ? [] : rest.split(' ');
  const refs: RequestRef[] = [];
  const allAreRefs = words.every((word) => refOf(word) !== null);
  for (const [index, word] of words.entries()) {
    const ref = refOf(word);
    const listed = allAreRefs || index === 0 || /^[ca]-?\d/iu.test(word) || (words[index - 1]?.endsWith(',') ?? false);
    if (ref === null || !listed) break;
    refs.push(ref);
  }
  if (refs.length === 0) {
    return unclear(
      'Say what you approve: /campaign approve A-12, or the campaign: /campaign approve C-7. What waits for you is in the app’s Home tab.',
    );
  }
  const comment = words.slice(refs.length).join(' ');
  const once = refs.filter((ref, index) => refs.findIndex((one) => sameRef(one, ref)) === index);
  return { kind: 'approve', requests: once, comment: comment === '' ? null : asRead(comment) };
}

function reject(rest: string): CampaignCommand {
  const [word = '', ...more] = rest.split(' ');
  const request = refOf(word);
  if (request === null) return unclear('Say what you reject, and why: /campaign reject A-12 the audience is too wide');
  return { kind: 'reject', request, comment: asRead(more.join(' ')) };
}

function delegate(rest: string): CampaignCommand {
  if (/^(?:off|end|stop|nobody|none)$/iu.test(rest)) return { kind: 'delegate_off' };
  if (/<!subteam\^/u.test(rest))
    return unclear('One person decides for you, not a group: /campaign delegate @colleague until 2026-12-24');
  const to = SlackUserId.safeParse(USER.exec(rest)?.[1]);
  if (!to.success) {
    return unclear(
      'Name the colleague with @ and choose them from what Slack offers: /campaign delegate @colleague until 2026-12-24',
    );
  }
  const until = rest
    .replace(USER, '')
    .replace(/^\s*to\b/iu, '')
    .trim()
    .replace(/^(?:until|till|to|by|-)\s*/iu, '')
    .trim();
  if (until === '') return unclear('Say until when, that day included: /campaign delegate @colleague until 2026-12-24');
  return { kind: 'delegate', to: to.data, until };
}

/** Mentions in a text for people: `<@U0ANA|ana>` as `@ana`. One without a name stays as it came. */
function asRead(text: string): string {
  return text
    .replace(/<@[UW][A-Z0-9]+\|([^>]+)>/gu, '@$1')
    .replace(/<#[CG][A-Z0-9]+\|([^>]+)>/gu, '#$1')
    .replace(/<!subteam\^[A-Z0-9]+\|@?([^>]+)>/gu, '@$1');
}

/** Null where this names neither. */
function refOf(word: string): RequestRef | null {
  const [, letter, digits] = REF.exec(word) ?? [];
  if (digits === undefined) return null;
  if (letter?.toLowerCase() === 'a') {
    const id = ApprovalId.safeParse(Number(digits));
    return id.success ? { kind: 'approval', id: id.data } : null;
  }
  const id = CampaignId.safeParse(Number(digits));
  return id.success ? { kind: 'campaign', id: id.data } : null;
}

function sameRef(one: RequestRef, other: RequestRef): boolean {
  return one.kind === other.kind && one.id === other.id;
}

function unclear(because: string): CampaignCommand {
  return { kind: 'unclear', because };
}
