// The features of leads over a real database, with a clock that a test moves, a CRM each and a Slack in memory.
import { afterAll, beforeAll, expect } from 'vitest';
import type { HeldRow } from '#adapters/postgres/outbox-queue.ts';
import type { Stores } from '#adapters/postgres/stores.ts';
import { approvalIntentHandlers } from '#features/approvals/outbox-handlers.ts';
import { absorbRecord } from '#features/intake/absorb-record.ts';
import type { AbsorbDeps } from '#features/intake/absorbing.ts';
import { releaseHold } from '#features/intake/release-hold.ts';
import { claimLead } from '#features/leads/claim-lead.ts';
import type { ClaimOutcome } from '#features/leads/claim-lead.ts';
import type { Lead } from '#features/leads/lead.ts';
import { leadIntentHandlers } from '#features/leads/outbox-handlers.ts';
import type { ActivePlaybook } from '#features/playbook/active.ts';
import { actionGate } from '#features/rules/action-gate.ts';
import type { LeadId } from '#kernel/ids.ts';
import { after, DAY_MS } from '#kernel/time.ts';
import { CRM_NAMES } from '#ports/crm.ts';
import type { CrmName, CrmRecord, RecordRef } from '#ports/crm.ts';
import type { JsonObject } from '#ports/json.ts';
import type { SlackPerson } from '#ports/messenger.ts';
import type { IntentHandler } from '#ports/outbox.ts';
import type { Transact } from '#ports/transact.ts';
import type { Pace } from '#ports/pace.ts';
import { aPlaybook } from '../features/playbook/builders.ts';
import { aCrmUser, aPerson, correlationId } from './builders.ts';
import { unlistedShapes } from './audit-gaps.ts';
import { useDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';
import { aFakeCrm } from './fake-crm.ts';
import type { FakeCrm } from './fake-crm.ts';
import { aFakeMessenger } from './fake-messenger.ts';
import type { FakeMessenger } from './fake-messenger.ts';
import { noon } from './lead-builder.ts';
import { silentLog } from './silent-log.ts';

const CHANNELS = ['#leads', '#enterprise-leads', '#revops'];

/** The most who act at once here; each has a connection, so that a busy machine makes nobody wait for one. */
export const CROWD = 40;

/** Longer than anything waits that nobody asked to wait. */
const MOMENT_MS = 6_000;

/** Lets everything through at once. */
export const freePace: Pace = {
  post: async () => ({ kind: 'now' }),
  edit: async () => ({ kind: 'now' }),
  crowd: async () => undefined,
};

export const ana = aPerson('Ana');
export const bo = aPerson('Bo');
export const cy = aPerson('Cy');
/** Ops and admin. */
export const opa = aPerson('Opa');
const PEOPLE = [ana, bo, cy, opa];
/** In the CRMs and in Slack; Sam is in the CRMs alone, and Queue is nobody. */
const CRM_PEOPLE = ['Ana', 'Bo', 'Cy', 'Opa', 'Sam'];

export interface LeadHouse {
  readonly db: TestDatabase;
  readonly clock: { now(): Date; pass(ms: number): void; set(at: Date): void };
  readonly crms: ReadonlyMap<CrmName, FakeCrm>;
  readonly hubspot: FakeCrm;
  readonly salesforce: FakeCrm;
  readonly slack: FakeMessenger;
  readonly deps: Omit<AbsorbDeps, 'transact'> & { readonly transact: Transact<Stores> };
  readonly stores: Stores;
  /** Puts another playbook in force; the text begins after `channels`. */
  govern(rest: string): void;
  /** Takes a record in as freshly read; the fake CRM then owns it as the record says. */
  absorb(record: CrmRecord): Promise<void>;
  /** The lead of a record. Throws when there is none. */
  leadOf(ref: RecordRef): Promise<Lead>;
  lead(id: LeadId): Promise<Lead>;
  claim(id: LeadId, by: SlackPerson): Promise<ClaimOutcome>;
  /** Carries out everything in the outbox, and what follows from it; returns how each intent ended. */
  drain(): Promise<readonly { readonly kind: string; readonly outcome: string; readonly because?: string }[]>;
  /** Payloads of intents of a kind that were not carried out yet, oldest first. */
  intents(kind: string): Promise<readonly JsonObject[]>;
  /** Actions in the audit log about a subject, oldest first. */
  audited(subject: string): Promise<readonly string[]>;
}

const OPS = 'roles: { admin: [opa@acme.test] }\n';

/** @param rest the playbook's text after `channels`, without roles. */
export function useLeadHouse(rest = ''): LeadHouse {
  let now = noon;
  const clock = {
    now: () => now,
    pass(ms: number) {
      now = after(now, ms);
    },
    set(at: Date) {
      now = at;
    },
  };
  const db = useDatabase(clock, CROWD);
  let active: ActivePlaybook = { playbook: aPlaybook(OPS + rest), version: 1 };
  const hubspot = aFakeCrm('hubspot');
  const salesforce = aFakeCrm('salesforce');
  const crms = new Map([
    ['hubspot', hubspot],
    ['salesforce', salesforce],
  ] as const);
  const slack = aFakeMessenger(CHANNELS);
  slack.people.push(...PEOPLE);
  beforeAll(() => furnish(db));
  // Whatever a test did: the audit log holds what its catalogue says.
  afterAll(async () => expect(await unlistedShapes(db.rows)).toEqual([]));

  const house: LeadHouse = {
    db,
    clock,
    crms,
    hubspot,
    salesforce,
    slack,
    deps: {
      transact: (work) => db.database.transact(work),
      playbook: () => active,
      gates: new Map([['action', actionGate(() => house.deps)]]),
      clock,
      log: silentLog,
    },
    get stores() {
      return db.database.stores;
    },
    govern(text) {
      active = { playbook: aPlaybook(OPS + text), version: active.version + 1 };
    },
    async absorb(record) {
      const crm = crms.get(record.ref.crm);
      crm?.records.set(key(record.ref), record);
      crm?.owners.set(key(record.ref), record.ownerId);
      await absorbRecord(house.deps, { record, events: [], correlationId });
    },
    async leadOf(ref) {
      const id = await house.stores.leads.idByRecord(ref);
      if (id === null) throw new Error(`no lead has ${key(ref)}`);
      return house.lead(id);
    },
    async lead(id) {
      const lead = await house.stores.leads.get(id);
      if (!lead) throw new Error(`there is no lead ${id}`);
      return lead;
    },
    claim: (lead, by) => claimLead({ ...house.deps, stores: house.stores }, { lead, by, channel: null, correlationId }),
    drain: () => drain(house),
    async intents(kind) {
      const rows = await db.rows<{ payload: JsonObject }>(
        `SELECT payload FROM outbox WHERE kind = $1 AND state = 'pending' ORDER BY id`,
        [kind],
      );
      return rows.map(({ payload }) => payload);
    },
    async audited(subject) {
      const entries = await house.stores.audit.list({ subject, limit: 200 });
      return entries.map(({ action }) => action).toReversed();
    },
  };
  return house;
}

async function furnish({ database }: TestDatabase): Promise<void> {
  const { connections, directory } = database.stores;
  for (const person of PEOPLE) await directory.putPerson(person, noon);
  for (const crm of CRM_NAMES) {
    const connectedAt = after(noon, -DAY_MS);
    await connections.connect(crm, { accountId: `${crm}-account`, accountName: crm, connectedAt });
    const queue = aCrmUser(crm, 'Queue', { kind: 'queue', email: null });
    await directory.putCrmUsers(crm, [...CRM_PEOPLE.map((name) => aCrmUser(crm, name)), queue]);
  }
}

async function drain(house: LeadHouse): ReturnType<LeadHouse['drain']> {
  const { db, slack: messenger, crms, clock, deps } = house;
  const delivery = { stores: house.stores, messenger, crms, playbook: deps.playbook, clock, pace: freePace };
  const handlers = new Map<string, IntentHandler<Stores>>([
    ...leadIntentHandlers(delivery),
    ...approvalIntentHandlers({ ...delivery, gates: deps.gates }),
    ['hold.release', (intent) => releaseHold(deps, intent)],
  ]);
  const ended: { kind: string; outcome: string; because?: string }[] = [];
  for (;;) {
    // What waits a moment so that others can join it is carried out too.
    const held = await db.database.outbox.lease(50, after(clock.now(), MOMENT_MS));
    if (held.length === 0) return ended;
    for (const row of held) ended.push(await carryOut(house, handlers, row));
  }
}

async function carryOut(
  { db, clock }: LeadHouse,
  handlers: ReadonlyMap<string, IntentHandler<Stores>>,
  row: HeldRow,
): Promise<{ kind: string; outcome: string; because?: string }> {
  const handler = handlers.get(row.kind);
  if (!handler) throw new Error(`no handler for ${row.kind}`);
  const outcome = await handler(row);
  // A line waits for its card, which somebody else is carrying out at this very moment.
  if (outcome.kind === 'later' && row.kind === 'lead.thread') {
    const dueAt = after(clock.now(), 2 * MOMENT_MS);
    await db.database.outbox.settle(
      row,
      { kind: 'again', dueAt, because: outcome.because, fault: null, tried: false },
      clock.now(),
    );
    return { kind: row.kind, outcome: 'later' };
  }
  if (outcome.kind === 'later') throw new Error(`${row.kind} was put off: ${outcome.because}`);
  await db.database.outbox.settle(row, outcome, clock.now(), outcome.commit);
  const because = outcome.kind === 'dead' ? { because: outcome.because } : {};
  return { kind: row.kind, outcome: outcome.kind, ...because };
}

function key({ crm, object, id }: RecordRef): string {
  return `${crm}:${object}:${id}`;
}
