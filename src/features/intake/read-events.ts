// Reads the records behind a batch of events, once each, and hands them on. An event is a hint; the record is the truth.
import { isTransient, messageOf } from '#kernel/errors.ts';
import type { CorrelationId } from '#kernel/ids.ts';
import { after, MINUTE_MS } from '#kernel/time.ts';
import type { Crm, CrmEvent, CrmObject, CrmRecord } from '#ports/crm.ts';
import { refKey } from '#ports/crm.ts';
import { absorbDeletion, absorbMerge } from './absorb-absence.ts';
import { absorbRecord } from './absorb-record.ts';
import type { AbsorbDeps } from './absorb-record.ts';
import type { HeldEvent, Inbox, MirrorStore } from './store.ts';

export interface ReadDeps extends AbsorbDeps {
  readonly inbox: Inbox;
  readonly mirror: MirrorStore;
}

/** Attempts after which an event whose record cannot be absorbed is given up, visibly. */
const MAX_ATTEMPTS = 8;

/** Every event ends finished, postponed or failed with its reason; nothing is dropped. */
export async function readEvents(deps: ReadDeps, crm: Crm, events: readonly HeldEvent[]): Promise<void> {
  const groups = Map.groupBy(events, (event) => event.object);
  for (const [object, group] of groups) await readGroup(deps, crm, object, group);
}

async function readGroup(deps: ReadDeps, crm: Crm, object: CrmObject, events: readonly HeldEvent[]): Promise<void> {
  const byId = Map.groupBy(events, (event) => event.recordId);
  const result = await attempt(deps, events, () => crm.read(object, [...byId.keys()]));
  if (!result) return;
  const into = new Map(result.merged.map(({ from, into }) => [from, into]));
  for (const [from, staying] of into) {
    await settle(deps, byId.get(from) ?? [], ({ ids, correlationId }) => {
      const ref = { crm: crm.name, object, id: from };
      return absorbMerge(deps, { ref, into: { ...ref, id: staying }, events: ids, correlationId });
    });
  }
  for (const record of result.found) {
    await settle(deps, byId.get(record.ref.id) ?? [], async ({ ids, correlationId }) => {
      if (object === 'company') await askForLeads(deps, record, correlationId);
      await absorbRecord(deps, { record, events: ids, correlationId });
    });
  }
  for (const id of result.gone) {
    await settle(deps, byId.get(id) ?? [], ({ ids, correlationId }) =>
      absorbDeletion(deps, { ref: { crm: crm.name, object, id }, events: ids, correlationId }),
    );
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
  readonly ids: readonly string[];
  readonly correlationId: CorrelationId;
}

async function settle(
  deps: ReadDeps,
  events: readonly HeldEvent[],
  absorb: (batch: Batch) => Promise<void>,
): Promise<void> {
  const [first] = events;
  const correlationId = first?.correlationId;
  if (correlationId === undefined) {
    return;
  }
  await attempt(deps, events, () => absorb({ ids: events.map((event) => event.id), correlationId }));
}

/** Runs one step; a passing fault gives its events back for later, a lasting one is kept with its reason. */
async function attempt<T>(deps: ReadDeps, events: readonly HeldEvent[], step: () => Promise<T>): Promise<T | null> {
  try {
    return await step();
  } catch (error) {
    const ids = events.map((event) => event.id);
    const attempts = Math.max(...events.map((event) => event.attempts));
    const because = messageOf(error);
    deps.log.warn('events not absorbed', { events: ids.length, attempts, error });
    if (!isTransient(error) && attempts >= MAX_ATTEMPTS) await deps.inbox.fail(ids, because, deps.clock.now());
    else await deps.inbox.postpone(ids, after(deps.clock.now(), backOff(attempts)), because);
    return null;
  }
}

/** 1 s, 2 s, 4 s ... to 5 minutes. */
function backOff(attempts: number): number {
  return Math.min(5 * MINUTE_MS, 1000 * 2 ** Math.max(0, attempts - 1));
}
