// Salesforce's past behind the port: what there is, whole lists of it, what changed, and single records to compare.
import { z } from 'zod';
import { Fault } from '#kernel/errors.ts';
import type { CrmHistory, HistoryKind, HistoryRow } from '#ports/crm-history.ts';
import { HISTORY_KINDS } from '#ports/crm-history.ts';
import { chunks, idCore } from '../objects.ts';
import type { OrgView } from '../org-view.ts';
import * as soql from '../soql.ts';
import { listChangedContent } from './changed-content.ts';
import { contentOf, listContent } from './content.ts';
import { listChanged } from './list-changed.ts';
import { listPage } from './list-pages.ts';
import type { HistoryView } from './source.ts';
import { aboutIds } from './source.ts';
import type { RecordKind } from './sources.ts';
import { sourcesOf } from './sources.ts';
import { totalsOf } from './totals.ts';
import { createTracking } from './tracking.ts';
import { isVisible } from './visible.ts';

/** Nothing is asked of Salesforce before the first call. */
export function createSalesforceHistory(org: OrgView): CrmHistory {
  const view: HistoryView = { ...org, tracking: createTracking(org.client, org.metadata) };
  return {
    kinds: () => kindsOf(view),
    totals: (kind) => (kind === 'content' ? Promise.resolve({ count: null, amounts: null }) : totalsOf(view, kind)),
    list: (kind, cursor) => (kind === 'content' ? listContent(view, cursor) : listPage(view, kind, cursor)),
    changes: (kind, after) => (kind === 'content' ? listChangedContent(view, after) : listChanged(view, kind, after)),
    read: (kind, ids) => (kind === 'content' ? readContent(view, ids) : readRows(view, kind, ids)),
    labels: () => labelsOf(view),
  };
}

async function kindsOf(view: HistoryView): Promise<readonly HistoryKind[]> {
  const visible = await Promise.all(HISTORY_KINDS.map((kind) => isShown(view, kind)));
  const kinds = HISTORY_KINDS.filter((_, index) => visible[index]);
  if (kinds.length === 0) throw new Fault('forbidden', 'the Salesforce user may see none of the objects of a history');
  return kinds;
}

async function isShown(view: HistoryView, kind: HistoryKind): Promise<boolean> {
  if (kind !== 'content') return (await sourcesOf(view, kind)).length > 0;
  return (await isShown(view, 'touch')) && (await isShown(view, 'campaign'));
}

/** Ids of one query, as long as an address may be. */
const IDS_A_QUERY = 400;

async function readRows(view: HistoryView, kind: RecordKind, ids: readonly string[]): Promise<readonly HistoryRow[]> {
  const rows: HistoryRow[] = [];
  for (const source of await sourcesOf(view, kind)) {
    const own = ids.filter((id) => id.startsWith(source.prefix) && /^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$/.test(id));
    for (const some of chunks(own.map(idCore), IDS_A_QUERY)) {
      // With what was archived; what is deleted is left out behind.
      const load = { where: soql.isIn('Id', some), orderBy: ['Id'], withDeleted: true, about: aboutIds };
      rows.push(...(await source.load(view, load)).rows);
    }
  }
  return rows;
}

async function readContent(view: HistoryView, ids: readonly string[]): Promise<readonly HistoryRow[]> {
  const wanted = new Set(ids);
  const days = [...new Set(ids.flatMap((id) => /:(\d{4}-\d{2}-\d{2})$/.exec(id)?.[1] ?? []))];
  const rows: HistoryRow[] = [];
  for (const day of days.map((text) => Date.parse(text))) rows.push(...(await contentOf(view, day, day)));
  return rows.filter(({ id }) => wanted.has(id));
}

const Label = z.object({ ApiName: z.string(), MasterLabel: z.string() });

/** Also of stages that are not used any more: old opportunities have them. */
async function labelsOf({ client, metadata }: HistoryView): Promise<ReadonlyMap<string, string>> {
  const labels = new Map<string, string>();
  for (const from of ['OpportunityStage', 'LeadStatus']) {
    if (!(await isVisible(metadata, from))) continue;
    const query = soql.select({ select: ['ApiName', 'MasterLabel'], from, orderBy: ['SortOrder'] });
    const rows = await client.query(query, Label, { kind: 'stages', urgency: 'scan' });
    for (const { ApiName, MasterLabel } of rows) labels.set(ApiName, MasterLabel);
  }
  return labels;
}
