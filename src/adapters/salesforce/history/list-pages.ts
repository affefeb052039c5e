// Whole lists in the order of ids, a page a call. The place is an object's name and the last id of it, so it needs no cursor
// of Salesforce's and is good for ever.
//
// Calls for 1,000 records, with pages of 2,000: 0.5 for the records, and what belongs to them by the half thousand rows:
// leads 0.5 + one for 2,000 entries of history (three a lead: 1.5); opportunities 0.5 + 0.5 for leads + 0.5 for roles +
// one for 2,000 steps (six each: 3) + owners. 25,000 leads with 75,000 entries take about 50 calls.
import { Fault } from '#kernel/errors.ts';
import type { HistoryPage } from '#ports/crm-history.ts';
import * as soql from '../soql.ts';
import type { HistoryView, Loaded, Source } from './source.ts';
import { aboutPage } from './source.ts';
import type { RecordKind } from './sources.ts';
import { sourcesOf } from './sources.ts';

/** See `CrmHistory.list`. Throws Fault, `invalid_input` for a place that is none. */
export async function listPage(view: HistoryView, kind: RecordKind, cursor: string | null): Promise<HistoryPage> {
  const sources = await sourcesOf(view, kind);
  const { source, after } = placeOf(sources, cursor);
  if (source === undefined) return { rows: [], records: [], next: null };
  const { seen, rows, records } = await loadPage(view, source, after);
  const last = seen.at(-1);
  if (last !== undefined && seen.length >= view.pageSize)
    return { rows, records, next: `${source.sobject}:${last.Id}` };
  const following = sources[sources.indexOf(source) + 1];
  if (following === undefined) return { rows, records, next: null };
  const next = `${following.sobject}:`;
  return last === undefined ? listPage(view, kind, next) : { rows, records, next };
}

async function loadPage(view: HistoryView, source: Source, after: string): Promise<Loaded> {
  const { where, withDeleted } = await source.counted(view);
  const conditions = [
    ...(where === undefined ? [] : [where]),
    ...(after === '' ? [] : [soql.compare('Id', '>', after)]),
  ];
  return source.load(view, {
    where: conditions.length === 0 ? undefined : soql.all(...conditions),
    orderBy: ['Id'],
    limit: view.pageSize,
    withDeleted,
    about: (page) => aboutPage(source, after, page),
  });
}

interface Place {
  readonly source: Source | undefined;
  /** '' for the beginning. */
  readonly after: string;
}

function placeOf(sources: readonly Source[], cursor: string | null): Place {
  if (cursor === null) return { source: sources[0], after: '' };
  const [, sobject, after = ''] = /^([A-Za-z]+):([0-9A-Za-z]{15,18})?$/.exec(cursor) ?? [];
  const source = sources.find((each) => each.sobject === sobject);
  if (source === undefined) throw new Fault('invalid_input', `no place in a list of Salesforce's: ${cursor}`);
  return { source, after };
}
