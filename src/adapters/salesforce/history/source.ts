// One Salesforce object as part of a history: how its records are asked for, and how they become rows. What each object
// says is in the files beside; which kinds are made of which objects is in sources.ts.
import type { z } from 'zod';
import type { CrmObject, CrmRecord } from '#ports/crm.ts';
import type { HistoryRow, RowRef } from '#ports/crm-history.ts';
import type { ObjectInfo } from '../metadata.ts';
import { chunks, idCore } from '../objects.ts';
import type { OrgView } from '../org-view.ts';
import { readColumns } from '../org-view.ts';
import { asRecord } from '../read-records.ts';
import type { Base } from '../read-rows.ts';
import { selectedPaths } from '../read-rows.ts';
import * as soql from '../soql.ts';
import type { Soql } from '../soql.ts';
import type { Tracking } from './tracking.ts';
import { isVisible } from './visible.ts';

export interface HistoryView extends OrgView {
  readonly tracking: Tracking;
}

/** Conditions that name the records of a page by a field that points at them: one query each. */
export type About = (field: string) => readonly Soql[];

interface Story {
  readonly rows: readonly HistoryRow[];
  /** Leads that became these opportunities, by opportunity. */
  readonly convertedLeads?: ReadonlyMap<string, readonly string[]>;
}

interface Definition<Row extends Base> {
  readonly sobject: string;
  /** First three characters of every id, the same in every org. */
  readonly prefix: string;
  readonly object: RowRef['object'];
  /** What intake mirrors it as; null: not at all. */
  readonly mirrored: CrmObject | null;
  /** Asked for where the org shows them, beside what every row has. */
  readonly fields: readonly string[];
  readonly schema: z.ZodType<Row>;
  /** Of the records that point at it, the first one's field; where the org shows them. */
  readonly first?: { readonly of: string; readonly relationship: string; readonly field: string };
  /** Salesforce puts old ones into an archive, which only queries that see the recycle bin see as well. */
  readonly archived?: boolean;
  /** Which records count, as a condition and as a look at one. */
  readonly only?: { readonly where: (info: ObjectInfo) => Soql; readonly holds: (row: Row, now: Date) => boolean };
  /** What the org tells of records that are there. */
  readonly tell: (view: HistoryView, rows: readonly Row[], about: About, info: ObjectInfo) => Promise<Story> | Story;
}

interface Load {
  readonly where: Soql | undefined;
  readonly orderBy: readonly string[];
  readonly limit?: number;
  /** Also what lies in the recycle bin. */
  readonly withDeleted: boolean;
  /** How what belongs to the records is asked for. */
  readonly about: (rows: readonly Base[]) => About;
}

export interface Loaded {
  /** Every record that was answered, deleted ones and those that do not count included, in the order asked for. */
  readonly seen: readonly Base[];
  /** Those that are there, but do not count. */
  readonly left: readonly Base[];
  readonly rows: readonly HistoryRow[];
  readonly records: readonly CrmRecord[];
}

interface Counted {
  /** Undefined: all. */
  readonly where: Soql | undefined;
  readonly withDeleted: boolean;
}

export interface Source {
  readonly sobject: string;
  readonly prefix: string;
  readonly object: RowRef['object'];
  /** Which records count, as they are to be asked for. */
  counted(view: HistoryView): Promise<Counted>;
  /** Throws Fault. */
  load(view: HistoryView, load: Load): Promise<Loaded>;
}

const STAMPS = ['Id', 'IsDeleted', 'CreatedDate', 'SystemModstamp'];

export function sourceOf<Row extends Base>(definition: Definition<Row>): Source {
  const { sobject, prefix, object, mirrored, fields, schema, first, archived = false, only, tell } = definition;

  async function load(view: HistoryView, { where, orderBy, limit, withDeleted, about }: Load): Promise<Loaded> {
    const info = await view.metadata.describe(sobject);
    const columns = mirrored === null ? [] : await readColumns(view, mirrored);
    const base = mirrored === null ? STAMPS : await selectedPaths(view, mirrored, columns);
    const query = soql.select({
      select: [...base, ...fields.filter((field) => info.has(field))],
      from: sobject,
      orderBy,
      ...(where === undefined ? {} : { where }),
      ...(limit === undefined ? {} : { limit }),
      ...(first !== undefined && (await isVisible(view.metadata, first.of)) ? { children: firstOf(first) } : {}),
    });
    const seen = await view.client.query(query, schema, { kind: 'history', urgency: 'scan', withDeleted });
    const alive = seen.filter(({ IsDeleted }) => !IsDeleted);
    const now = view.clock.now();
    const counted = only === undefined ? alive : alive.filter((row) => only.holds(row, now));
    const story: Story = counted.length === 0 ? { rows: [] } : await tell(view, counted, about(counted), info);
    const records = counted.flatMap((row) =>
      mirrored === null ? [] : [asRecord(mirrored, row, columns, story.convertedLeads?.get(row.Id) ?? [])],
    );
    return { seen, left: alive.filter((row) => !counted.includes(row)), rows: story.rows, records };
  }

  return {
    sobject,
    prefix,
    object,
    async counted(view) {
      const where = only?.where(await view.metadata.describe(sobject));
      if (!archived) return { where, withDeleted: false };
      const isThere = soql.compare('IsDeleted', '=', false);
      return { where: where === undefined ? isThere : soql.all(where, isThere), withDeleted: true };
    },
    load,
  };
}

function firstOf({ relationship, field }: { readonly relationship: string; readonly field: string }) {
  return { relationship, select: [field], orderBy: ['CreatedDate', 'Id'], limit: 1 };
}

/**
 * Ids that one condition names. An address may have 16,384 bytes with its headers, and an id takes 23 of them.
 */
const IDS_A_QUERY = 400;

/** Names records by their ids. */
export function aboutIds(rows: readonly Base[]): About {
  const ids = rows.map(({ Id }) => idCore(Id));
  return (field) => chunks(ids, IDS_A_QUERY).map((some) => soql.isIn(field, some));
}

/** Names the records of a page in the order of ids by where it begins and ends: one query, however many they are. */
export function aboutPage(source: Pick<Source, 'sobject'>, after: string, rows: readonly Base[]): About {
  const last = rows.at(-1);
  if (last === undefined || rows.length <= IDS_A_QUERY) return aboutIds(rows);
  const upTo = soql.compare('Id', '<=', last.Id);
  const where = after === '' ? upTo : soql.all(soql.compare('Id', '>', after), upTo);
  const page = soql.select({ select: ['Id'], from: source.sobject, where });
  return (field) => [soql.isAmong(field, page)];
}
