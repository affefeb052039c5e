// Reads the records behind a batch of events, once each, and hands them on. An event is a hint; the record is the truth.
import { failpoint } from '#kernel/failpoints.ts';
import type { CorrelationId } from '#kernel/ids.ts';
import type { Crm, CrmEvent, CrmObject, CrmRecord, RecordRef } from '#ports/crm.ts';
import { refKey } from '#ports/crm.ts';
import { absorbDeletion, absorbMerge } from './absorb-absence.ts';
import { absorbRecord } from './absorb-record.ts';
import type { AbsorbDeps } from './absorbing.ts';
import type { HeldEvent, Inbox, MirrorStore } from './store.ts';

/** Records of a batch that are absorbed at once: most of that time each waits for the database's disk. */
const AT_ONCE = 3;

/** Told first, and again when an event is: KPIs do not count what is gone. */
export interface PastKeeper {
  gone(ref: RecordRef): Promise<void>;
  merged(from: RecordRef, into: RecordRef): Promise<void>;
}

export interface ReadDeps extends AbsorbDeps {
  readonly inbox: Inbox;
  readonly mirror: MirrorStore;
  readonly past: PastKeeper;
  /** Asked between two records: true leaves the rest pending, for whoever reads them next. */
  readonly enough?: () => boolean;
}

/**
 * Every event ends finished in the transaction that absorbed its record. A throw leaves those that were not absorbed
 * yet to the caller: the CRM's Fault, or what made one record impossible to absorb.
 */
export async function readEvents(deps: ReadDeps, crm: Crm, events: readonly HeldEvent[]): Promise<void> {
  const groups = Map.groupBy(events, (event) => event.object);
  for (const [object, group] of groups) await readGroup(deps, crm, object, group);
}

async function readGroup(deps: ReadDeps, crm: Crm, object: CrmObject, events: readonly HeldEvent[]): Promise<void> {
  const byId = Map.groupBy(events, (event) => event.recordId);
  const result = await crm.read(object, [...byId.keys()]);
  await failpoint('inbox.read', crm.name);
  const into = new Map(result.merged.map(({ from, into }) => [from, into]));
  for (const [from, staying] of into) {
    if (deps.enough?.() === true) return;
    await settle(byId.get(from) ?? [], async ({ held, correlationId }) => {
      const ref = { crm: crm.name, object, id: from };
      const stays = { ...ref, id: staying };
      await deps.past.merged(ref, stays);
      await absorbMerge(deps, { ref, into: stays, events: held, correlationId });
    });
  }
  const merges = Map.groupBy(into, ([, staying]) => staying);
  await sideBySide(deps, result.found, async (record) => {
    const own = byId.get(record.ref.id) ?? [];
    const mergedIn = (merges.get(record.ref.id) ?? []).flatMap(([from]) => byId.get(from) ?? []);
    // A record that others were merged into is read along with them, whether or not it had an event of its own.
    await settle([...own, ...mergedIn], async ({ held, correlationId }) => {
      if (object === 'company') await askForLeads(deps, record, correlationId);
      await absorbRecord(deps, { record, events: held, correlationId });
    });
  });
  for (const id of result.gone) {
    if (deps.enough?.() === true) return;
    await settle(byId.get(id) ?? [], async ({ held, correlationId }) => {
      const ref = { crm: crm.name, object, id };
      await deps.past.gone(ref);
      await absorbDeletion(deps, { ref, events: held, correlationId });
    });
  }
}

/** A few at once, and none is still under way when the first failure is thrown. */
async function sideBySide(
  { enough }: Pick<ReadDeps, 'enough'>,
  records: readonly CrmRecord[],
  absorb: (record: CrmRecord) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < records.length; from += AT_ONCE) {
    if (enough?.() === true) return;
    const outcomes = await Promise.allSettled(records.slice(from, from + AT_ONCE).map(absorb));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }
}

/** A company's leads carry its fields, so they are read again when it changed. */
async function askForLeads(deps: ReadDeps, company: CrmRecord, correlationId: CorrelationId): Promise<void> {
  const { crm, id } = company.ref;
  const now = deps.clock.now();
  const leads = await deps.mirror.leadsOfCompany(crm, id);
  const events = leads.map((lead): CrmEvent => ({
    crm,
    key: `company:${id}:${company.modifiedAt.toISOString()}:${refKey(lead)}`,
    object: lead.object,
    recordId: lead.id,
    change: 'changed',
    occurredAt: company.modifiedAt,
    type: 'company.changed',
    correlationId,
  }));
  await deps.inbox.receive(events, now);
}

interface Batch {
  readonly held: readonly HeldEvent[];
  readonly correlationId: CorrelationId;
}

async function settle(events: readonly HeldEvent[], absorb: (batch: Batch) => Promise<void>): Promise<void> {
  const [first] = events;
  if (first) await absorb({ held: events, correlationId: first.correlationId });
}
