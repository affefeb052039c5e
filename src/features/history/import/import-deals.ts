// Deals, campaigns, subscriptions and costs of files, as rows of a CRM's history and as costs.
import type { CampaignRow, DealRow, SubscriptionRow } from '#ports/crm-history.ts';
import type { NewCost } from '../store.ts';
import { isCurrency } from '#kernel/money.ts';
import { startOfDay } from '#features/people/calendar.ts';
import type { Book } from './book.ts';
import { crmOf } from './book.ts';
import type { Entry, FileKind } from './columns.ts';

export function dealRows(entries: readonly Entry<'deals'>[], book: Book): readonly DealRow[] {
  return entries.map((entry) => {
    const crm = crmOf(entry.crm);
    const { closed, won } = endOf(entry);
    const closeDate = entry.closed_at ?? entry.close_date;
    if (closed && closeDate === null) {
      book.refuse('deals', entry.line, null, `deal ${entry.id} is closed, and no day says when: fill closed_at`);
    }
    const ended = closed && closeDate !== null ? startOfDay(book.rules.zone, closeDate).getTime() : 0;
    const newest = Math.max(entry.created_at.getTime(), entry.modified_at?.getTime() ?? 0, ended);
    return {
      kind: 'deal',
      crm,
      id: entry.id,
      createdAt: entry.created_at,
      modifiedAt: new Date(newest),
      name: entry.name ?? `Deal ${entry.id}`,
      ownerId: entry.owner,
      companyId: book.companyOf(crm, entry),
      people: book.peopleOf('deals', entry),
      stage: entry.stage,
      pipeline: entry.pipeline,
      product: entry.product,
      sale: saleOf(entry.type),
      amount: entry.amount,
      currency: currencyOf('deals', entry, book),
      closeDate,
      closed,
      won,
      forecast: entry.forecast,
      source: entry.source,
      campaignId: entry.campaign_id,
      twin: null,
      changes: [],
    };
  });
}

/** By the columns `won` and `closed`, else by the words of `stage`; a filled `closed_at` says that it is over. */
function endOf(entry: Entry<'deals'>): { readonly closed: boolean; readonly won: boolean } {
  const stage = entry.stage ?? '';
  const lost = /lost|abandon|disqualif/iu.test(stage);
  const won = entry.won ?? (/\bwon\b|closed[ _-]?won|^customer$/iu.test(stage) && !lost);
  const closed = entry.closed ?? (won || lost || /^closed$/iu.test(stage) || entry.closed_at !== null);
  return { closed, won: won && closed };
}

function saleOf(written: string | null): DealRow['sale'] {
  if (written === null) return null;
  if (/renew/iu.test(written)) return 'renewal';
  if (/exist|upsell|up-sell|cross|expan/iu.test(written)) return 'existing';
  return /new/iu.test(written) ? 'new' : null;
}

export function campaignRows(entries: readonly Entry<'campaigns'>[], book: Book): readonly CampaignRow[] {
  return entries.map((entry) => {
    if (entry.start !== null && entry.end !== null && entry.end < entry.start) {
      book.refuse('campaigns', entry.line, 'end', `it ends on ${entry.end}, before it starts on ${entry.start}`);
    }
    const begin = entry.start ?? entry.end;
    if (entry.created_at === null && begin === null) {
      book.refuse('campaigns', entry.line, null, 'nothing says when it was: fill start, end or created_at');
    }
    const createdAt = entry.created_at ?? startOfDay(book.rules.zone, begin ?? '2000-01-01');
    return {
      kind: 'campaign',
      crm: crmOf(entry.crm),
      id: entry.id,
      createdAt,
      modifiedAt: createdAt,
      name: entry.name ?? entry.id,
      type: entry.type,
      channel: entry.channel,
      status: entry.status,
      startsOn: entry.start,
      endsOn: entry.end,
      budget: entry.budget,
      spend: entry.spend,
      currency: currencyOf('campaigns', entry, book),
      ownerId: entry.owner,
    };
  });
}

export function subscriptionRows(entries: readonly Entry<'subscriptions'>[], book: Book): readonly SubscriptionRow[] {
  return entries.map((entry) => {
    const crm = crmOf(entry.crm);
    const start = startOfDay(book.rules.zone, entry.start);
    return {
      kind: 'subscription',
      crm,
      id: entry.id,
      createdAt: start,
      modifiedAt: start,
      companyId: book.companyOf(crm, { ...entry, country: null, employees: null }),
      product: entry.product,
      startsOn: entry.start,
      endsOn: entry.end,
      monthly: entry.monthly,
      currency: currencyOf('subscriptions', entry, book),
    };
  });
}

export function newCosts(entries: readonly Entry<'costs'>[], book: Book): readonly NewCost[] {
  return entries.flatMap((entry): readonly NewCost[] => {
    const days = daysOf(entry);
    if (days === null || (entry.to !== null && entry.to < days.from)) {
      const because =
        days === null
          ? `“${entry.from}” is no day and no month: write it like 2026-12-31 or 2026-12`
          : `it ends on ${entry.to ?? ''}, before it begins`;
      book.refuse('costs', entry.line, 'from', because);
      return [];
    }
    return [
      {
        origin: 'imported',
        key: entry.id ?? `costs.csv line ${entry.line}`,
        department: /sales/iu.test(entry.department ?? '') ? 'sales' : 'marketing',
        category: entry.category,
        channel: entry.channel,
        source: entry.source,
        campaign: entry.campaign,
        fromDay: days.from,
        toDay: entry.to ?? days.to,
        amount: entry.amount,
        currency: currencyOf('costs', entry, book) ?? book.rules.currency,
        note: entry.note,
        enteredBy: null,
      },
    ];
  });
}

/** A month stands for all of its days. */
function daysOf({ from }: Entry<'costs'>): { readonly from: string; readonly to: string } | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/u.exec(from) ?? [];
  if (year === undefined || month === undefined) return null;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(month) < 1 || Number(month) > 12 || Number(day ?? 1) < 1 || Number(day ?? 1) > last) return null;
  return day === undefined ? { from: `${from}-01`, to: `${from}-${last}` } : { from, to: from };
}

function currencyOf(
  kind: FileKind,
  entry: { readonly line: number; readonly currency: string | null },
  book: Book,
): string | null {
  if (entry.currency === null) return null;
  const code = entry.currency.toUpperCase();
  if (!isCurrency(code))
    book.refuse(
      kind,
      entry.line,
      'currency',
      `“${entry.currency}” is no currency: write its ISO code, for example EUR`,
    );
  return code;
}
