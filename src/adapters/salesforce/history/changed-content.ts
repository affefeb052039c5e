// Content whose counts moved: the days of the members that changed after a place are counted again.
import { z } from 'zod';
import { DAY_MS } from '#kernel/time.ts';
import type { ChangeCursor } from '#ports/crm.ts';
import type { ContentRow, HistoryChanges } from '#ports/crm-history.ts';
import * as soql from '../soql.ts';
import { instant } from '../values.ts';
import { contentId, contentOf, dayIn, dayText } from './content.ts';
import type { HistoryView } from './source.ts';

const Changed = z.object({
  Id: z.string(),
  SystemModstamp: z.string(),
  CreatedDate: z.string(),
  Campaign: z.object({ Type: z.string().nullish() }).nullish(),
});
type Changed = z.infer<typeof Changed>;

/** See `CrmHistory.changes`. Throws Fault. */
export async function listChangedContent(view: HistoryView, after: ChangeCursor): Promise<HistoryChanges> {
  const query = soql.select({
    select: ['Id', 'SystemModstamp', 'CreatedDate', 'Campaign.Type'],
    from: 'CampaignMember',
    where: soql.strictlyAfter(after),
    orderBy: ['SystemModstamp', 'Id'],
    limit: view.pageSize,
  });
  const members = await view.client.query(query, Changed, { kind: 'history', urgency: 'scan', withDeleted: true });
  const rows: ContentRow[] = [];
  for (const { from, until } of spansOf(members)) rows.push(...(await contentOf(view, from, until)));
  const last = members.at(-1);
  const there = new Set(rows.map(({ id }) => id));
  return {
    rows,
    gone: [...new Set(members.flatMap(idsAround))]
      .filter((id) => !there.has(id))
      .map((id) => ({ crm: 'salesforce', object: 'content', id })),
    merged: [],
    next: last === undefined ? after : { at: instant(last.SystemModstamp), id: last.Id },
    caughtUp: members.length < view.pageSize,
  };
}

/** The day is the zone's of our user, whatever that is. */
function daysAround({ CreatedDate }: Changed): readonly number[] {
  const day = dayIn(instant(CreatedDate).getTime());
  return [day - DAY_MS, day, day + DAY_MS];
}

function idsAround(member: Changed): readonly string[] {
  return daysAround(member).map((day) => contentId(member.Campaign?.Type ?? null, dayText(day)));
}

interface Span {
  readonly from: number;
  readonly until: number;
}

/** Days without a gap are counted together. */
function spansOf(members: readonly Changed[]): readonly Span[] {
  const days = [...new Set(members.flatMap(daysAround))].toSorted((a, b) => a - b);
  const spans: Span[] = [];
  for (const day of days) {
    const last = spans.at(-1);
    if (last !== undefined && day - last.until <= DAY_MS) spans.splice(-1, 1, { from: last.from, until: day });
    else spans.push({ from: day, until: day });
  }
  return spans;
}
