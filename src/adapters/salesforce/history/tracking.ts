// What the org remembers of fields that its admin tracks: LeadHistory and its like. Where a field is not tracked there is
// nothing to be told, and whoever reads records again and again has to notice by themselves.
import { z } from 'zod';
import type { ChangedField, FieldChange } from '#ports/crm-history.ts';
import type { Metadata } from '../metadata.ts';
import { idCore } from '../objects.ts';
import type { SalesforceClient } from '../client.ts';
import * as soql from '../soql.ts';
import { instant } from '../values.ts';
import { ownerOf } from './reading.ts';
import type { About } from './source.ts';
import { isVisible } from './visible.ts';

type Tracked = 'Lead' | 'Contact' | 'Opportunity';

interface Entry {
  readonly field: string;
  readonly at: Date;
  readonly from: string | null;
  readonly to: string | null;
}

export interface Tracking {
  /**
   * Entries about these records, oldest first, by the core of their ids. Owners are told by id. None where the history
   * is hidden from us. Throws Fault.
   */
  read(object: Tracked, fields: readonly string[], about: About): Promise<ReadonlyMap<string, readonly Entry[]>>;
  /** From when on a field's changes are there; null where none are. */
  since(object: Tracked, field: string): Promise<Date | null>;
}

const SOBJECTS: Readonly<Record<Tracked, string>> = {
  Lead: 'LeadHistory',
  Contact: 'ContactHistory',
  // OpportunityHistory is another thing: steps of every opportunity, tracked or not.
  Opportunity: 'OpportunityFieldHistory',
};

const Kept = z.union([z.string(), z.number(), z.boolean()]).nullish();
const EntryRow = z.looseObject({ Field: z.string(), OldValue: Kept, NewValue: Kept, CreatedDate: z.string() });
type EntryRow = z.infer<typeof EntryRow>;
const Since = z.object({ CreatedDate: z.string() });

/** Salesforce forgets history after 18 to 24 months, and an admin may begin to track today. */
const KEEP_MS = 60 * 60_000;

export function createTracking(client: SalesforceClient, metadata: Metadata): Tracking {
  const known = new Map<string, { readonly since: Promise<Date | null>; readonly until: number }>();

  async function read(object: Tracked, fields: readonly string[], about: About) {
    const entries = new Map<string, Entry[]>();
    if (!(await isVisible(metadata, SOBJECTS[object]))) return entries;
    const parent = `${object}Id`;
    for (const where of about(parent)) {
      const query = soql.select({
        select: [parent, 'Field', 'OldValue', 'NewValue', 'CreatedDate'],
        from: SOBJECTS[object],
        where: soql.all(where, soql.isIn('Field', fields)),
        orderBy: ['CreatedDate', 'Id'],
      });
      for (const row of await client.query(query, EntryRow, { kind: 'history', urgency: 'scan' })) {
        const id = idCore(String(row[parent]));
        if (isWorthTelling(row)) entries.set(id, [...(entries.get(id) ?? []), entryOf(row)]);
      }
    }
    return entries;
  }

  async function ask(object: Tracked, field: string): Promise<Date | null> {
    if (!(await isVisible(metadata, SOBJECTS[object])) || (await earliest(object, [field])) === null) return null;
    // Salesforce notes the making of a record as well, once an object's fields are tracked at all.
    return earliest(object, ['created', field]);
  }

  async function earliest(object: Tracked, fields: readonly string[]): Promise<Date | null> {
    const query = soql.select({
      select: ['CreatedDate'],
      from: SOBJECTS[object],
      where: soql.isIn('Field', fields),
      // In the order of ids, which is that of time: it ends at the first one, however many there are.
      orderBy: ['Id'],
      limit: 1,
    });
    const [first] = await client.query(query, Since, { kind: 'history', urgency: 'scan' });
    return first === undefined ? null : instant(first.CreatedDate);
  }

  return {
    read,
    since(object, field) {
      const key = `${object}.${field}`;
      const kept = known.get(key);
      if (kept !== undefined && performance.now() < kept.until) return kept.since;
      const since = ask(object, field);
      known.set(key, { since, until: performance.now() + KEEP_MS });
      since.catch(() => known.delete(key));
      return since;
    },
  };
}

/** An owner is remembered twice, by name and by id. */
function isWorthTelling({ Field, OldValue, NewValue }: EntryRow): boolean {
  return Field !== 'Owner' || [OldValue, NewValue].some((value) => /^00[5G][0-9A-Za-z]{12,15}$/.test(String(value)));
}

function entryOf({ Field, OldValue, NewValue, CreatedDate }: EntryRow): Entry {
  return { field: Field, at: instant(CreatedDate), from: textOf(OldValue), to: textOf(NewValue) };
}

function textOf(value: EntryRow['NewValue']): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}

interface Tale {
  readonly field: ChangedField;
  /** Of this field alone, oldest first. */
  readonly entries: readonly Entry[];
  readonly present: string | null;
  readonly createdAt: Date;
  readonly since: Date | null;
}

/** What a record had from when on. What it began with is known only where it was made while the field was tracked. */
export function changesOf({ field, entries, present, createdAt, since }: Tale): readonly FieldChange[] {
  const [first] = entries;
  const beginning = first === undefined ? present : first.from;
  const isKnown = since !== null && createdAt >= since && beginning !== null;
  const begun = isKnown ? [{ field, at: createdAt, value: beginning }] : [];
  return settled([...begun, ...entries.map(({ at, to }) => ({ field, at, value: to }))]);
}

/** Who a record belonged to from when on. Queues own nothing, so that one after the other is no change. */
export function ownerChanges({ entries, present, ...tale }: Omit<Tale, 'field'>): readonly FieldChange[] {
  const people = entries.map((entry) => ({ ...entry, from: ownerOf(entry.from), to: ownerOf(entry.to) }));
  const moves = people.filter(({ from, to }) => from !== to);
  return changesOf({ ...tale, field: 'owner', entries: moves, present: ownerOf(present) });
}

/** Of several changes in one second, which is all that Salesforce counts, the last one stands. */
export function settled(changes: readonly FieldChange[]): readonly FieldChange[] {
  return changes.filter(({ field, at }, index) => {
    const later = changes.slice(index + 1);
    return !later.some((other) => other.field === field && other.at.getTime() === at.getTime());
  });
}
