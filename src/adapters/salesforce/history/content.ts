// What campaigns offered and what came of it: of the people who became members on a day, by the campaign's type, how many
// there are and how many of them have responded by now. Salesforce counts; no member is read for it.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import { DAY_MS, HOUR_MS } from '#kernel/time.ts';
import type { ContentRow, HistoryPage } from '#ports/crm-history.ts';
import { errorCodeOf } from '../refusals.ts';
import * as soql from '../soql.ts';
import { instant } from '../values.ts';
import { textOf } from './reading.ts';
import type { HistoryView } from './source.ts';

const SOBJECT = 'CampaignMember';
const NO_TYPE = '(none)';
/** Days of a page. */
const WINDOW = 120;
/** A day of some time zone may begin that much earlier or end that much later than that of UTC. */
const ZONE_MS = 14 * HOUR_MS;

/** Two calls for 120 days, and one for the first. See `CrmHistory.list`; the place is a day. Throws Fault. */
export async function listContent(view: HistoryView, cursor: string | null): Promise<HistoryPage> {
  if (cursor !== null && !/^\d{4}-\d{2}-\d{2}$/.test(cursor))
    throw new Fault('invalid_input', `no place in a list of Salesforce's: ${cursor}`);
  const from = cursor === null ? await firstDay(view) : Date.parse(cursor);
  const end = dayIn(view.clock.now().getTime() + ZONE_MS);
  if (from === null) return { rows: [], records: [], next: null };
  const until = Math.min(from + (WINDOW - 1) * DAY_MS, end);
  const rows = await contentOf(view, from, until);
  return { rows, records: [], next: until < end ? dayText(until + DAY_MS) : null };
}

const First = z.object({ CreatedDate: z.string() });

async function firstDay({ client }: HistoryView): Promise<number | null> {
  const query = soql.select({ select: ['CreatedDate'], from: SOBJECT, orderBy: ['CreatedDate'], limit: 1 });
  const [first] = await client.query(query, First, { kind: 'history', urgency: 'scan' });
  return first === undefined ? null : dayIn(instant(first.CreatedDate).getTime() - ZONE_MS);
}

const Counted = z.object({ onDay: z.string(), ofType: z.string().nullable(), total: z.number() });
type Counted = z.infer<typeof Counted>;

/** Rows of the days from one to another (starts in UTC), both included. Throws Fault. */
export async function contentOf(view: HistoryView, from: number, until: number): Promise<readonly ContentRow[]> {
  const [all, responded] = await Promise.all([
    countDays(view, from, until, []),
    countDays(view, from, until, [soql.compare('HasResponded', '=', true)]),
  ]);
  const conversions = new Map(responded.map((each) => [contentId(each.ofType, each.onDay), each.total]));
  const now = view.clock.now();
  return all.map(({ onDay, ofType, total }): ContentRow => {
    const id = contentId(ofType, onDay);
    const what = { name: textOf(ofType) ?? NO_TYPE, format: textOf(ofType), segment: null, day: onDay };
    const counts = { views: total, conversions: conversions.get(id) ?? 0 };
    // A count of now is newer than every count before it.
    return {
      crm: 'salesforce',
      kind: 'content',
      id,
      createdAt: instant(`${onDay}T00:00:00.000Z`),
      modifiedAt: now,
      ...what,
      ...counts,
    };
  });
}

export function contentId(type: string | null, day: string): string {
  return `${textOf(type) ?? NO_TYPE}:${day}`;
}

/** In halves where there are more than the 2,000 groups that Salesforce answers. */
async function countDays(
  view: HistoryView,
  from: number,
  until: number,
  only: readonly soql.Soql[],
): Promise<readonly Counted[]> {
  const query = soql.aggregate({
    from: SOBJECT,
    where: soql.all(
      soql.compare('CreatedDate', '>=', new Date(from - ZONE_MS)),
      soql.compare('CreatedDate', '<', new Date(until + DAY_MS + ZONE_MS)),
      ...only,
    ),
    groupBy: [
      { field: 'CreatedDate', as: 'onDay', day: true },
      { field: 'Campaign.Type', as: 'ofType' },
    ],
  });
  try {
    const counted = await view.client.query(query, Counted, { kind: 'history', urgency: 'scan' });
    return counted.filter(({ onDay }) => onDay >= dayText(from) && onDay <= dayText(until));
  } catch (error) {
    if (errorCodeOf(error) !== 'EXCEEDED_ID_LIMIT' || from >= until) throw error;
    const middle = dayIn((from + until) / 2);
    const [first, second] = [countDays(view, from, middle, only), countDays(view, middle + DAY_MS, until, only)];
    return [...(await first), ...(await second)];
  }
}

/** The start of the day in UTC. */
export function dayIn(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}

export function dayText(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
