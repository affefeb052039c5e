// Reads `12000 EUR linkedin 2026-11`: an amount, what it was for, and when. What it was for is a channel, source or campaign.
import { isCurrency, parseMoney } from '#kernel/money.ts';
import type { CostDraft } from './enter-cost.ts';
import { vocabularyOf } from './grammar/context.ts';
import type { Grounds } from './grammar/context.ts';
import { daysIn } from './grammar/period-dates.ts';
import { periodAt } from './grammar/period-words.ts';
import type { FoundPeriod } from './grammar/period-words.ts';
import { tokensOf } from './grammar/tokens.ts';
import type { Token } from './grammar/tokens.ts';
import { valueNamed } from './grammar/values.ts';

export type ReadCost =
  /** `isNew`: no record has this channel yet. */
  | { readonly kind: 'cost'; readonly cost: CostDraft; readonly isNew: boolean }
  | { readonly kind: 'unclear'; readonly because: string };

type Target = Pick<CostDraft, 'channel' | 'source' | 'campaign'>;

const KINDS = ['channel', 'source', 'campaign'] as const;
const NOWHERE: Target = { channel: null, source: null, campaign: null };
const QUIET = new Set(['for', 'in', 'on', 'of', 'the', ',']);
const DEPARTMENTS = new Set(['marketing', 'sales']);

export function readCost(text: string, grounds: Grounds): ReadCost {
  const [typed = '', noted = null] = text.split(/\s+note\s+/iu);
  const tokens = tokensOf(typed);
  const money = moneyAt(typed, tokens, grounds.playbook.organization.currency);
  if (money.kind === 'unclear') return money;
  const rest = tokens.slice(money.tokens).filter(({ text: word }) => !QUIET.has(word.toLowerCase()));
  const when = periodIn(typed, rest, grounds);
  if (when === null) return unclear('Say when, as 2026-11, last month or 2026-11-01..2026-11-14.');
  if (when.found.kind === 'wrong') return unclear(when.found.because);
  const department = when.left.find(({ text: word }) => DEPARTMENTS.has(word.toLowerCase()));
  const { target, isNew } = targetOf(
    when.left.filter((token) => token !== department),
    grounds,
  );
  const { from, to } = when.found.period;
  const cost: CostDraft = {
    amount: money.amount,
    currency: money.currency,
    department: department?.text.toLowerCase() === 'sales' ? 'sales' : 'marketing',
    fromDay: from,
    toDay: to,
    note: noted?.trim().replaceAll(/^"|"$/gu, '').slice(0, 500) ?? null,
    ...target,
  };
  return { kind: 'cost', cost, isNew };
}

function unclear(because: string): Extract<ReadCost, { readonly kind: 'unclear' }> {
  return { kind: 'unclear', because };
}

type ReadMoney =
  | { readonly kind: 'money'; readonly amount: string; readonly currency: string; readonly tokens: number }
  | Extract<ReadCost, { readonly kind: 'unclear' }>;

/** `12000`, `12,000 EUR`, `€12k`: the amount stands first, its currency in it, before or behind it. */
function moneyAt(text: string, tokens: readonly Token[], own: string): ReadMoney {
  // A comma cuts tokens, and belongs to an amount.
  const first = /^\s*(?:[A-Za-z]{3}\s+)?[^\s]+/u.exec(text)?.[0] ?? '';
  const read = parseMoney(first);
  if (read.kind === 'refused') return unclear(`${read.because}. Write /kpi cost 12000 EUR linkedin 2026-11.`);
  const used = tokens.filter(({ start }) => start < first.length).length;
  const code = tokens[used]?.text.toUpperCase() ?? '';
  const behind = /^[A-Z]{3}$/u.test(code) && isCurrency(code);
  const currency = read.currency ?? (behind ? code : own);
  return { kind: 'money', amount: read.amount, currency, tokens: used + (behind && read.currency === null ? 1 : 0) };
}

function periodIn(
  text: string,
  rest: readonly Token[],
  grounds: Grounds,
): { readonly found: FoundPeriod; readonly left: readonly Token[] } | null {
  const { rules } = vocabularyOf(grounds);
  for (const [at] of rest.entries()) {
    const found = periodAt(rest, at, rules);
    if (found !== null) return { found, left: [...rest.slice(0, at), ...rest.slice(at + found.tokens)] };
  }
  const days = daysIn(text, rules);
  if (days === null) return null;
  return { found: days.found, left: rest.filter(({ start, end }) => end <= days.start || start >= days.end) };
}

/** `channel = linkedin` or a name alone, which is looked for among channels, sources and campaigns in that order. */
function targetOf(left: readonly Token[], { values }: Grounds): { readonly target: Target; readonly isNew: boolean } {
  const kind = KINDS.find((each) => each === left[0]?.text.toLowerCase() && left.length > 1);
  const words = left.slice(kind === undefined ? 0 : 1).filter(({ kind: sort }) => sort !== 'sign');
  const name = words.map(({ text }) => text).join(' ');
  if (name === '') return { target: NOWHERE, isNew: false };
  for (const each of kind === undefined ? KINDS : [kind]) {
    const known = valueNamed(values, each, name);
    if (known !== null) return { target: { ...NOWHERE, [each]: known }, isNew: false };
  }
  return { target: { ...NOWHERE, [kind ?? 'channel']: name }, isNew: kind !== 'campaign' };
}
