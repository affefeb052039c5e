// What was in a CRM before it was connected, many records at once: mirror, leads and their facts in a few statements a
// portion. No rules, no events. What is new, known or in use goes the usual way, as a hint in the inbox.
import { failpoint } from '#kernel/failpoints.ts';
import { isTransient, messageOf } from '#kernel/errors.ts';
import { newCorrelationId } from '#kernel/ids.ts';
import type { CorrelationId } from '#kernel/ids.ts';
import type { Clock } from '#ports/clock.ts';
import { refKey } from '#ports/crm.ts';
import type { CrmName, CrmRecord, CrmUser, RecordRef } from '#ports/crm.ts';
import type { Log } from '#ports/log.ts';
import type { Transact } from '#ports/transact.ts';
import type { AuditWriter } from '#features/audit/store.ts';
import type { PlaybookInForce } from '#features/playbook/active.ts';
import { emailOf } from './absorbing.ts';
import { changeHint } from './change-hint.ts';
import { becameOf, planBaseline } from './plan-baseline.ts';
import type { BaselinePlan } from './plan-baseline.ts';
import type { BaselineStore, ConnectionStore, Inbox, MirrorStore } from './store.ts';

interface BaselineTx {
  readonly baseline: BaselineStore;
  readonly mirror: MirrorStore;
  readonly connections: ConnectionStore;
  readonly audit: AuditWriter;
}

export interface BaselineDeps {
  readonly transact: Transact<BaselineTx>;
  readonly inbox: Pick<Inbox, 'receive'>;
  readonly playbook: PlaybookInForce;
  readonly clock: Clock;
  readonly log: Log;
}

export interface BaselineFigures {
  /** Records that were mirrored. */
  readonly records: number;
  readonly leads: number;
  /** Records that were handed to the inbox. */
  readonly left: number;
}

/** Records a transaction: identities are locked only as long as it takes, and their locks have little room. */
const PORTION = 250;

/** Repeatable. The records are of one CRM, in the order in which they would be absorbed one by one. */
export async function absorbBaseline(deps: BaselineDeps, records: readonly CrmRecord[]): Promise<BaselineFigures> {
  let figures: BaselineFigures = { records: 0, leads: 0, left: 0 };
  const correlationId = newCorrelationId();
  for (let from = 0; from < records.length; from += PORTION) {
    const portion = records.slice(from, from + PORTION);
    const { plan, left } = await absorbPortion(deps, portion, correlationId);
    // What a crash leaves out here is in the same page again.
    const hints = left.map((record) => changeHint(record, correlationId));
    if (hints.length > 0) await deps.inbox.receive(hints, deps.clock.now());
    figures = {
      records: figures.records + plan.records.length,
      leads: figures.leads + plan.created.length,
      left: figures.left + left.length,
    };
  }
  return figures;
}

interface Portion {
  readonly plan: BaselinePlan;
  readonly left: readonly CrmRecord[];
}

const NOTHING: BaselinePlan = { records: [], created: [], rewritten: [], left: [], joined: 0, converted: 0 };

async function absorbPortion(
  deps: BaselineDeps,
  records: readonly CrmRecord[],
  correlationId: CorrelationId,
): Promise<Portion> {
  try {
    return await deps.transact((tx) => take(tx, deps, records, correlationId));
  } catch (error) {
    if (isTransient(error)) throw error;
    // One of them cannot be kept as it is; on its own it is set aside, and the others are not held up by it.
    deps.log.warn('records are taken one by one', { records: records.length, because: messageOf(error) });
    return { plan: NOTHING, left: records };
  }
}

async function take(
  tx: BaselineTx,
  { playbook, clock }: BaselineDeps,
  records: readonly CrmRecord[],
  correlationId: CorrelationId,
): Promise<Portion> {
  const crm = records[0]?.ref.crm;
  const connection = crm === undefined ? null : await tx.connections.get(crm);
  if (crm === undefined || connection === null) return { plan: NOTHING, left: records };
  const now = clock.now();
  const { fresh, busy } = await sift(tx, records, connection.connectedAt);
  if (fresh.length === 0) return { plan: NOTHING, left: busy };
  const refs = fresh.flatMap((record): RecordRef[] => [record.ref, ...becameOf(record)]);
  const leads = await tx.baseline.leadsOf(refs, addressesOf(fresh));
  const theirs = leads.flatMap((lead) => lead.records);
  const { playbook: rules, version } = playbook();
  const plan = planBaseline(fresh, {
    playbook: rules,
    leads,
    mirrored: theirs.length === 0 ? [] : await tx.mirror.getMany(theirs),
    reserved: addressesOf(busy),
    users: await usersOf(tx, [crm, ...theirs.map((record) => record.crm)]),
    now,
  });
  if (plan.records.length > 0) await tx.baseline.mirror(plan.records, now);
  if (plan.created.length > 0) await tx.baseline.create(plan.created);
  if (plan.rewritten.length > 0) await tx.baseline.rewrite(plan.rewritten);
  const counted = { records: plan.records.length, leads: plan.created.length };
  if (plan.records.length > 0) {
    await tx.audit.append({
      at: now,
      action: 'intake.baseline_read',
      actor: { kind: 'crm', crm, user: null },
      subject: `crm:${crm}`,
      after: { ...counted, joined: plan.joined, converted: plan.converted },
      playbookVersion: version,
      correlationId,
    });
  }
  await failpoint('baseline.committing', crm);
  return { plan, left: [...busy, ...plan.left] };
}

interface Sifted {
  /** Unknown, from before the connection, and nobody else's right now. */
  readonly fresh: readonly CrmRecord[];
  readonly busy: readonly CrmRecord[];
}

/** What is known as it is, is neither. */
async function sift(tx: BaselineTx, records: readonly CrmRecord[], connectedAt: Date): Promise<Sifted> {
  const free = await tx.baseline.lockFree([...records.map(({ ref }) => refKey(ref)), ...addressesOf(records)]);
  const known = await tx.baseline.known(records.map(({ ref }) => ref));
  const fresh: CrmRecord[] = [];
  const busy: CrmRecord[] = [];
  const seen = new Set<string>();
  for (const record of records) {
    const key = refKey(record.ref);
    const email = emailOf(record);
    const mirrored = known.get(key);
    if (mirrored && !mirrored.gone && mirrored.modifiedAt >= record.modifiedAt) continue;
    const isFree = free.has(key) && (email === null || free.has(email));
    // A page may hold a record twice, where it changed while it was read.
    if (mirrored || seen.has(key) || !isFree || record.createdAt >= connectedAt) busy.push(record);
    else fresh.push(record);
    seen.add(key);
  }
  return { fresh, busy };
}

function addressesOf(records: readonly CrmRecord[]): readonly string[] {
  return [...new Set(records.flatMap((record) => emailOf(record) ?? []))];
}

async function usersOf(tx: BaselineTx, crms: readonly CrmName[]): Promise<ReadonlyMap<string, CrmUser>> {
  const users = new Map<string, CrmUser>();
  for (const crm of new Set(crms)) {
    for (const user of await tx.baseline.users(crm)) users.set(`${crm}:${user.id}`, user);
  }
  return users;
}
